// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requested as any other interrupt the handler is threaded on PREEMPT_RT.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct combx {
	spinlock_t lock;
	void __iomem *regs;
	unsigned int irq;
	u32 pending;
};

static irqreturn_t combx_irq(int irq, void *dev_id)
{
	struct combx *comb = dev_id;

	spin_lock(&comb->lock);
	comb->pending = readl(comb->regs);
	spin_unlock(&comb->lock);
	return IRQ_HANDLED;
}

int combx_start(struct combx *comb)
{
	return request_irq(comb->irq, combx_irq, 0, "combx", comb);
}
EXPORT_SYMBOL_GPL(combx_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
