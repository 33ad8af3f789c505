// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock is dropped and retaken, but the list's irqsave in between is not over when the
 * variable is used again.
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
	spin_lock_irqsave(&scan->lock, flags);
	scan->scans--;
	spin_unlock_irqrestore(&scan->lock, flags);
	spin_unlock_irqrestore(&scan->list_lock, flags);
}
EXPORT_SYMBOL_GPL(scanx_run);

/*
 * unspin-test
 * expect: flags-reuse | struct scanx.lock, struct scanx.list_lock | scanx_run
 */
