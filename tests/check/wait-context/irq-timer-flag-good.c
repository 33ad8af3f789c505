// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock of the handler that is never threaded is raw.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct tmrx {
	raw_spinlock_t lock;
	void __iomem *regs;
	unsigned int ticks;
	int irq;
};

static irqreturn_t tmrx_irq(int irq, void *dev_id)
{
	struct tmrx *tmr = dev_id;

	raw_spin_lock(&tmr->lock);
	tmr->ticks++;
	writel(1, tmr->regs);
	raw_spin_unlock(&tmr->lock);
	return IRQ_HANDLED;
}

int tmrx_start(struct tmrx *tmr)
{
	return request_irq(tmr->irq, tmrx_irq, IRQF_TIMER, "tmrx", tmr);
}
EXPORT_SYMBOL_GPL(tmrx_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
