// SPDX-License-Identifier: GPL-2.0-only
/*
 * bus_lock is a spinlock_t, which sleeps on PREEMPT_RT; raw_lock keeps preemption off there too.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct gpx {
	raw_spinlock_t raw_lock;
	spinlock_t bus_lock;
	void __iomem *regs;
	u32 shadow;
};

void gpx_set(struct gpx *gpx, unsigned int line, bool on)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&gpx->raw_lock, flags);
	if (on)
		gpx->shadow |= BIT(line);
	else
		gpx->shadow &= ~BIT(line);
	spin_lock(&gpx->bus_lock);
	writel(gpx->shadow, gpx->regs);
	spin_unlock(&gpx->bus_lock);
	raw_spin_unlock_irqrestore(&gpx->raw_lock, flags);
}
EXPORT_SYMBOL_GPL(gpx_set);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct gpx.raw_lock, struct gpx.bus_lock | gpx_set
 */
