// SPDX-License-Identifier: GPL-2.0-only
/*
 * The frame buffer is allocated with GFP_KERNEL in a hard interrupt handler, where
 * nothing may sleep.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#define FCAP_STATUS	0x04
#define FCAP_DONE	BIT(0)

struct fcap_frame {
	struct list_head node;
	u32 stamp;
};

struct fcap {
	void __iomem *regs;
	struct list_head frames;
};

static irqreturn_t fcap_irq(int irq, void *data)
{
	struct fcap *fc = data;
	struct fcap_frame *frame;

	if (!(readl(fc->regs + FCAP_STATUS) & FCAP_DONE))
		return IRQ_NONE;
	frame = kmalloc(sizeof(*frame), GFP_KERNEL);
	if (frame) {
		frame->stamp = readl(fc->regs);
		list_add_tail(&frame->node, &fc->frames);
	}
	writel(FCAP_DONE, fc->regs + FCAP_STATUS);
	return IRQ_HANDLED;
}

static int fcap_probe(struct platform_device *pdev)
{
	struct fcap *fc;
	int irq;

	fc = devm_kzalloc(&pdev->dev, sizeof(*fc), GFP_KERNEL);
	if (!fc)
		return -ENOMEM;
	INIT_LIST_HEAD(&fc->frames);
	fc->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(fc->regs))
		return PTR_ERR(fc->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	return devm_request_irq(&pdev->dev, irq, fcap_irq, 0, "fcap", fc);
}

static struct platform_driver fcap_driver = {
	.probe = fcap_probe,
	.driver.name = "fcap",
};

/*
 * unspin-test
 * expect: sleep-in-atomic |  | fcap_irq kmalloc
 */
