// SPDX-License-Identifier: GPL-2.0-only
/*
 * IRQF_NO_THREAD keeps the handler in hard interrupt context on PREEMPT_RT, where it must
 * not take a spinlock_t.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>

struct demux {
	spinlock_t lock;
	void __iomem *regs;
	u32 pending;
};

static irqreturn_t demux_irq(int irq, void *data)
{
	struct demux *dm = data;

	spin_lock(&dm->lock);
	dm->pending |= readl(dm->regs);
	spin_unlock(&dm->lock);
	return IRQ_HANDLED;
}

static int demux_probe(struct platform_device *pdev)
{
	struct demux *dm;
	int irq;

	dm = devm_kzalloc(&pdev->dev, sizeof(*dm), GFP_KERNEL);
	if (!dm)
		return -ENOMEM;
	spin_lock_init(&dm->lock);
	dm->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(dm->regs))
		return PTR_ERR(dm->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	return devm_request_irq(&pdev->dev, irq, demux_irq, IRQF_NO_THREAD, "demux", dm);
}

static struct platform_driver demux_driver = {
	.probe = demux_probe,
	.driver.name = "demux",
};

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct demux.lock | demux_irq
 */
