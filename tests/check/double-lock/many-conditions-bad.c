// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two locks by as many conditions are all that is to be kept apart: the second
 * spin_lock() of the summit is certain.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct peakx {
	spinlock_t north;
	bool has_north;
	spinlock_t east;
	bool has_east;
	spinlock_t summit;
	bool has_summit;
	int height;
};

void peakx_climb(struct peakx *p)
{
	if (p->has_north)
		spin_lock(&p->north);
	if (p->has_east)
		spin_lock(&p->east);
	if (p->has_summit)
		spin_lock(&p->summit);
	p->height++;
	spin_lock(&p->summit);
	p->height++;
	spin_unlock(&p->summit);
	if (p->has_east)
		spin_unlock(&p->east);
	if (p->has_north)
		spin_unlock(&p->north);
}
EXPORT_SYMBOL_GPL(peakx_climb);

/*
 * unspin-test
 * check: --confidence=high
 * expect: double-lock | struct peakx.summit | peakx_climb
 */
