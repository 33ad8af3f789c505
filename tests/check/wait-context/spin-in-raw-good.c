// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both locks are raw: the inner one spins on PREEMPT_RT as well.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct gpx {
	raw_spinlock_t raw_lock;
	raw_spinlock_t bus_lock;
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
	raw_spin_lock(&gpx->bus_lock);
	writel(gpx->shadow, gpx->regs);
	raw_spin_unlock(&gpx->bus_lock);
	raw_spin_unlock_irqrestore(&gpx->raw_lock, flags);
}
EXPORT_SYMBOL_GPL(gpx_set);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
