// SPDX-License-Identifier: GPL-2.0-only
/*
 * HRTIMER_MODE_REL_SOFT: the function runs in softirq, which is a thread on PREEMPT_RT.
 */
#include <linux/hrtimer.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct pwmt {
	spinlock_t lock;
	struct hrtimer timer;
	ktime_t period;
	bool level;
};

static enum hrtimer_restart pwmt_tick(struct hrtimer *timer)
{
	struct pwmt *pwm = container_of(timer, struct pwmt, timer);
	unsigned long flags;

	spin_lock_irqsave(&pwm->lock, flags);
	pwm->level = !pwm->level;
	spin_unlock_irqrestore(&pwm->lock, flags);
	hrtimer_forward_now(timer, pwm->period);
	return HRTIMER_RESTART;
}

void pwmt_start(struct pwmt *pwm)
{
	spin_lock_init(&pwm->lock);
	hrtimer_init(&pwm->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	pwm->timer.function = pwmt_tick;
	hrtimer_start(&pwm->timer, pwm->period, HRTIMER_MODE_REL_SOFT);
}
EXPORT_SYMBOL_GPL(pwmt_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
