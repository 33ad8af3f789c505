// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pause stands in the branch in which the trylock failed: nothing is held there.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct hwq {
	spinlock_t lock;
	unsigned int depth;
};

int hwq_drain(struct hwq *q)
{
	int tries;

	for (tries = 0; tries < 5; tries++) {
		if (spin_trylock(&q->lock)) {
			q->depth = 0;
			spin_unlock(&q->lock);
			return 0;
		}
		msleep(1);
	}
	return -EAGAIN;
}
EXPORT_SYMBOL_GPL(hwq_drain);

/*
 * unspin-test
 * expect-nothing
 */
