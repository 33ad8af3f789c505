// SPDX-License-Identifier: GPL-2.0-only
/*
 * WARN() comes back, and the function returns with the lock held.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/panic.h>
#include <linux/spinlock.h>

struct tlbx {
	spinlock_t lock;
	unsigned long entry[16];
};

void tlbx_map(struct tlbx *tlb, unsigned int slot, unsigned long entry)
{
	spin_lock(&tlb->lock);
	if (tlb->entry[slot] & 1) {
		WARN(1, "tlbx: slot %u is in use\n", slot);
		return;
	}
	tlb->entry[slot] = entry | 1;
	spin_unlock(&tlb->lock);
}
EXPORT_SYMBOL_GPL(tlbx_map);

/*
 * unspin-test
 * expect: unbalanced | struct tlbx.lock | tlbx_map
 */
