// SPDX-License-Identifier: GPL-2.0-only
/*
 * The grace period is waited for after the unlock.
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
	spin_unlock(&hook_lock);
	synchronize_rcu();
	kfree(hook);
}
EXPORT_SYMBOL_GPL(hook_unregister);

/*
 * unspin-test
 * expect-nothing
 */
