// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock is dropped with irqrestore and retaken with irqsave: the variable is free in between.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct scanx {
	spinlock_t lock;
	spinlock_t list_lock;
	struct list_head found;
	unsigned int scans;
};

void scanx_run(struct scanx *scan, struct list_head *item)
{
	unsigned long flags;

	spin_lock_irqsave(&scan->lock, flags);
	scan->scans++;
	spin_unlock_irqrestore(&scan->lock, flags);

	spin_lock_irqsave(&scan->list_lock, flags);
	list_add_tail(item, &scan->found);
	spin_unlock_irqrestore(&scan->list_lock, flags);
	spin_lock_irqsave(&scan->lock, flags);
	scan->scans--;
	spin_unlock_irqrestore(&scan->lock, flags);
}
EXPORT_SYMBOL_GPL(scanx_run);

/*
 * unspin-test
 * expect-nothing
 */
