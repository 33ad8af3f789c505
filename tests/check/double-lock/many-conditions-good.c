// SPDX-License-Identifier: GPL-2.0-only
/*
 * Five locks are each taken and released under a condition of their own. That is more than
 * is kept apart, so what seems to be taken twice may well be never: no finding of
 * high confidence.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct peakx {
	spinlock_t north;
	bool has_north;
	spinlock_t east;
	bool has_east;
	spinlock_t south;
	bool has_south;
	spinlock_t west;
	bool has_west;
	spinlock_t centre;
	bool has_centre;
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
	if (p->has_south)
		spin_lock(&p->south);
	if (p->has_west)
		spin_lock(&p->west);
	if (p->has_centre)
		spin_lock(&p->centre);
	if (p->has_summit)
		spin_lock(&p->summit);
	p->height++;
	if (p->has_summit)
		spin_unlock(&p->summit);
	spin_lock(&p->summit);
	p->height++;
	spin_unlock(&p->summit);
	if (p->has_centre)
		spin_unlock(&p->centre);
	if (p->has_west)
		spin_unlock(&p->west);
	if (p->has_south)
		spin_unlock(&p->south);
	if (p->has_east)
		spin_unlock(&p->east);
	if (p->has_north)
		spin_unlock(&p->north);
}
EXPORT_SYMBOL_GPL(peakx_climb);

/*
 * unspin-test
 * check: --confidence=high
 * expect-nothing
 */
