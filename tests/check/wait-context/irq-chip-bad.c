// SPDX-License-Identifier: GPL-2.0-only
/*
 * An irq_chip's functions are called with the descriptor's raw lock held.
 */
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct gpx {
	spinlock_t lock;
	void __iomem *regs;
	u32 mask;
};

static void gpx_update(struct gpx *gpx, u32 clear, u32 set)
{
	unsigned long flags;

	spin_lock_irqsave(&gpx->lock, flags);
	gpx->mask = (gpx->mask & ~clear) | set;
	writel(gpx->mask, gpx->regs);
	spin_unlock_irqrestore(&gpx->lock, flags);
}

static void gpx_mask(struct irq_data *d)
{
	gpx_update(irq_data_get_irq_chip_data(d), BIT(d->hwirq), 0);
}

static void gpx_unmask(struct irq_data *d)
{
	gpx_update(irq_data_get_irq_chip_data(d), 0, BIT(d->hwirq));
}

struct irq_chip gpx_chip = {
	.name = "gpx",
	.irq_mask = gpx_mask,
	.irq_unmask = gpx_unmask,
};

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct irq_desc.lock, struct gpx.lock | gpx_update
 */
