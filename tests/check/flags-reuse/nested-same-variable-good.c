// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each irqsave has its own variable.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct isoc_ring {
	spinlock_t lock;
	unsigned int head;
};

struct isoc {
	spinlock_t lock;
	struct isoc_ring ring;
	unsigned int queued;
};

void isoc_submit(struct isoc *iso)
{
	unsigned long flags, ring_flags;

	spin_lock_irqsave(&iso->lock, flags);
	iso->queued++;
	spin_lock_irqsave(&iso->ring.lock, ring_flags);
	iso->ring.head++;
	spin_unlock_irqrestore(&iso->ring.lock, ring_flags);
	spin_unlock_irqrestore(&iso->lock, flags);
}
EXPORT_SYMBOL_GPL(isoc_submit);

/*
 * unspin-test
 * expect-nothing
 */
