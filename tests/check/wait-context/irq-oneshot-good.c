// SPDX-License-Identifier: GPL-2.0-only
/*
 * Without IRQF_ONESHOT PREEMPT_RT moves the primary handler into a thread of its own.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct dwx {
	spinlock_t lock;
	void __iomem *regs;
	u32 status;
	int irq;
};

static irqreturn_t dwx_irq(int irq, void *dev_id)
{
	struct dwx *dw = dev_id;

	spin_lock(&dw->lock);
	dw->status |= readl(dw->regs);
	spin_unlock(&dw->lock);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t dwx_thread(int irq, void *dev_id)
{
	struct dwx *dw = dev_id;
	unsigned long flags;

	spin_lock_irqsave(&dw->lock, flags);
	dw->status = 0;
	spin_unlock_irqrestore(&dw->lock, flags);
	return IRQ_HANDLED;
}

int dwx_start(struct dwx *dw)
{
	return request_threaded_irq(dw->irq, dwx_irq, dwx_thread, 0, "dwx", dw);
}
EXPORT_SYMBOL_GPL(dwx_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
