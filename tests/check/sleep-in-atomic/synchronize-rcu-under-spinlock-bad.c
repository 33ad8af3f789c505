// SPDX-License-Identifier: GPL-2.0-only
/*
 * The writers' spinlock is still held when hook_unregister() waits for a grace period.
 */
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct hook {
	struct list_head node;
	void (*fn)(unsigned long event);
};

static LIST_HEAD(hook_list);
static DEFINE_SPINLOCK(hook_lock);

void hook_register(struct hook *hook)
{
	spin_lock(&hook_lock);
	list_add_rcu(&hook->node, &hook_list);
	spin_unlock(&hook_lock);
}
EXPORT_SYMBOL_GPL(hook_register);

void hook_unregister(struct hook *hook)
{
	spin_lock(&hook_lock);
	list_del_rcu(&hook->node);
	synchronize_rcu();
	spin_unlock(&hook_lock);
	kfree(hook);
}
EXPORT_SYMBOL_GPL(hook_unregister);

/*
 * unspin-test
 * expect: sleep-in-atomic | synchronize-rcu-under-spinlock-bad.c:hook_lock | hook_unregister synchronize_rcu
 */
