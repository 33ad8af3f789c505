// SPDX-License-Identifier: GPL-2.0-only
/*
 * IRQF_NO_THREAD keeps the handler out of a thread on PREEMPT_RT too, where its spinlock_t sleeps.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct tmrx {
	spinlock_t lock;
	void __iomem *regs;
	unsigned int ticks;
	int irq;
};

static irqreturn_t tmrx_irq(int irq, void *dev_id)
{
	struct tmrx *tmr = dev_id;

	spin_lock(&tmr->lock);
	tmr->ticks++;
	writel(1, tmr->regs);
	spin_unlock(&tmr->lock);
	return IRQ_HANDLED;
}

int tmrx_start(struct tmrx *tmr)
{
	return request_irq(tmr->irq, tmrx_irq, IRQF_SHARED | IRQF_NO_THREAD, "tmrx", tmr);
}
EXPORT_SYMBOL_GPL(tmrx_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct tmrx.lock | tmrx_irq
 */
