// SPDX-License-Identifier: GPL-2.0-only
/*
 * read_unlock_irq() in the look-up switches irqs on under the domain's irqsave lock.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct mapent {
	struct list_head node;
	unsigned long iova;
	unsigned long phys;
};

struct mapdom {
	spinlock_t lock;
	unsigned long faults;
};

static LIST_HEAD(maptab_entries);
DEFINE_RWLOCK(maptab_lock);

static unsigned long maptab_find(unsigned long iova)
{
	struct mapent *ent;
	unsigned long phys = 0;

	read_lock_irq(&maptab_lock);
	list_for_each_entry(ent, &maptab_entries, node) {
		if (ent->iova == iova) {
			phys = ent->phys;
			break;
		}
	}
	read_unlock_irq(&maptab_lock);
	return phys;
}

unsigned long mapdom_fault(struct mapdom *dom, unsigned long iova)
{
	unsigned long flags, phys;

	spin_lock_irqsave(&dom->lock, flags);
	phys = maptab_find(iova);
	if (!phys)
		dom->faults++;
	spin_unlock_irqrestore(&dom->lock, flags);
	return phys;
}
EXPORT_SYMBOL_GPL(mapdom_fault);

/*
 * unspin-test
 * expect: irq-enabled-early | maptab_lock, struct mapdom.lock | mapdom_fault maptab_find
 */
