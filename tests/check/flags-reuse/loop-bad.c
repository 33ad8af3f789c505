// SPDX-License-Identifier: GPL-2.0-only
/*
 * The array's lock is held around the loop, and each turn saves into the same variable.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct raidx_disk {
	spinlock_t lock;
	unsigned int pending;
};

struct raidx {
	spinlock_t lock;
	unsigned int ndisks;
	unsigned int epoch;
	struct raidx_disk disk[8];
};

void raidx_flush(struct raidx *raid)
{
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&raid->lock, flags);
	raid->epoch++;
	for (i = 0; i < raid->ndisks; i++) {
		struct raidx_disk *disk = &raid->disk[i];

		spin_lock_irqsave(&disk->lock, flags);
		disk->pending = 0;
		spin_unlock_irqrestore(&disk->lock, flags);
	}
	spin_unlock_irqrestore(&raid->lock, flags);
}
EXPORT_SYMBOL_GPL(raidx_flush);

/*
 * unspin-test
 * expect: flags-reuse | struct raidx.lock, struct raidx_disk.lock | raidx_flush
 */
