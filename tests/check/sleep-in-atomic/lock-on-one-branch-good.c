// SPDX-License-Identifier: GPL-2.0-only
/*
 * cond_resched() is reached only where the lock was not taken.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct dirtab_entry {
	struct list_head node;
	unsigned int age;
};

struct dirtab {
	spinlock_t lock;
	struct list_head entries;
};

unsigned int dirtab_shrink(struct dirtab *tab, unsigned int age, bool live)
{
	struct dirtab_entry *e, *next;
	unsigned int freed = 0;

	if (live)
		spin_lock(&tab->lock);
	list_for_each_entry_safe(e, next, &tab->entries, node) {
		if (e->age > age) {
			list_del(&e->node);
			kfree(e);
			freed++;
		}
		if (!live)
			cond_resched();
	}
	if (live)
		spin_unlock(&tab->lock);
	return freed;
}
EXPORT_SYMBOL_GPL(dirtab_shrink);

/*
 * unspin-test
 * expect-nothing
 */
