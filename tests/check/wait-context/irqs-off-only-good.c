// SPDX-License-Identifier: GPL-2.0-only
/*
 * Only irqs are off. That is a fault on PREEMPT_RT too, but lockdep's wait types know locks
 * and interrupts, not a bare local_irq_save(), and this rule says what lockdep says.
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

	local_irq_save(flags);
	spin_lock(&tick->lock);
	tick->last = ktime_get();
	spin_unlock(&tick->lock);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(tickx_sample);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
