// SPDX-License-Identifier: GPL-2.0-only
/*
 * An hrtimer of a _HARD mode runs in the hard interrupt on PREEMPT_RT, too.
 */
#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct pollx {
	spinlock_t lock;
	struct hrtimer timer;
	unsigned int polls;
};

static enum hrtimer_restart pollx_poll(struct hrtimer *timer)
{
	struct pollx *poll = container_of(timer, struct pollx, timer);

	spin_lock(&poll->lock);
	poll->polls++;
	spin_unlock(&poll->lock);
	return HRTIMER_NORESTART;
}

void pollx_init(struct pollx *poll)
{
	spin_lock_init(&poll->lock);
	hrtimer_init(&poll->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	poll->timer.function = pollx_poll;
}
EXPORT_SYMBOL_GPL(pollx_init);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct pollx.lock | pollx_poll
 */
