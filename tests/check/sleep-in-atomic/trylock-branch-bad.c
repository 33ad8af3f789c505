// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pause stands in the branch in which the trylock got the lock.
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
			msleep(1);
			spin_unlock(&q->lock);
			return 0;
		}
	}
	return -EAGAIN;
}
EXPORT_SYMBOL_GPL(hwq_drain);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct hwq.lock | hwq_drain msleep
 */
