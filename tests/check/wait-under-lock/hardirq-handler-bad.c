// SPDX-License-Identifier: GPL-2.0-only
/*
 * disable_hardirq() spins until a handler that runs on another CPU has ended; eth_irq() spins
 * for the lock.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/spinlock.h>

struct ethq {
	void __iomem *regs;
	int irq;
	spinlock_t lock;
	u32 pending;
};

static irqreturn_t eth_irq(int irq, void *data)
{
	struct ethq *q = data;

	spin_lock(&q->lock);
	q->pending = readl(q->regs);
	spin_unlock(&q->lock);
	return IRQ_HANDLED;
}

static ssize_t mask_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct ethq *q = dev_get_drvdata(dev);
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	q->pending = 0;
	disable_hardirq(q->irq);
	spin_unlock_irqrestore(&q->lock, flags);
	return len;
}
DEVICE_ATTR_WO(mask);

int ethq_init(struct device *dev, struct ethq *q)
{
	spin_lock_init(&q->lock);
	return devm_request_irq(dev, q->irq, eth_irq, 0, "ethq", q);
}

/*
 * unspin-test
 * expect: wait-under-lock | struct ethq.lock, irq:eth_irq | eth_irq mask_store
 */
