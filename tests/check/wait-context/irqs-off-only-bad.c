// SPDX-License-Identifier: GPL-2.0-only
/*
 * A raw lock is held around the spinlock_t.
 */
#include <linux/irqflags.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct tickx {
	spinlock_t lock;
	ktime_t last;
};

DEFINE_RAW_SPINLOCK(tickx_lock);

void tickx_sample(struct tickx *tick)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&tickx_lock, flags);
	spin_lock(&tick->lock);
	tick->last = ktime_get();
	spin_unlock(&tick->lock);
	raw_spin_unlock_irqrestore(&tickx_lock, flags);
}
EXPORT_SYMBOL_GPL(tickx_sample);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | tickx_lock, struct tickx.lock | tickx_sample
 */
