// SPDX-License-Identifier: GPL-2.0-only
/*
 * The return from the middle of the locked part leaves the lock held.
 */
#include <linux/cleanup.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct battx {
	spinlock_t lock;
	bool present;
	int charge, full;
};

int battx_get(struct battx *batt, int *percent)
{
	int charge, full;

	spin_lock_irq(&batt->lock);
	if (!batt->present)
		return -ENODEV;
	charge = batt->charge;
	full = batt->full;
	spin_unlock_irq(&batt->lock);

	if (full <= 0)
		return -ENODATA;
	*percent = charge * 100 / full;
	return 0;
}
EXPORT_SYMBOL_GPL(battx_get);

/*
 * unspin-test
 * expect: unbalanced | struct battx.lock | battx_get
 */
