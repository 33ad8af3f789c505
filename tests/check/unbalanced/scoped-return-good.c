// SPDX-License-Identifier: GPL-2.0-only
/*
 * scoped_guard() releases the lock when the return leaves its scope.
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

	scoped_guard(spinlock_irq, &batt->lock) {
		if (!batt->present)
			return -ENODEV;
		charge = batt->charge;
		full = batt->full;
	}

	if (full <= 0)
		return -ENODATA;
	*percent = charge * 100 / full;
	return 0;
}
EXPORT_SYMBOL_GPL(battx_get);

/*
 * unspin-test
 * expect-nothing
 */
