// SPDX-License-Identifier: GPL-2.0-only
/*
 * request_irq() makes touch_irq() a hard interrupt handler; it can come on top of
 * threshold_store(), which holds the lock with irqs on.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct touch {
	void __iomem *regs;
	spinlock_t lock;
	u32 threshold;
	bool down;
};

static irqreturn_t touch_irq(int irq, void *data)
{
	struct touch *touch = data;

	spin_lock(&touch->lock);
	touch->down = readl(touch->regs) > touch->threshold;
	spin_unlock(&touch->lock);
	return IRQ_HANDLED;
}

static ssize_t threshold_store(struct device *dev, struct device_attribute *attr,
			       const char *buf, size_t len)
{
	struct touch *touch = dev_get_drvdata(dev);
	u32 threshold;

	if (kstrtou32(buf, 0, &threshold))
		return -EINVAL;
	spin_lock(&touch->lock);
	touch->threshold = threshold;
	spin_unlock(&touch->lock);
	return len;
}
static DEVICE_ATTR_WO(threshold);

static struct attribute *touch_attrs[] = {
	&dev_attr_threshold.attr,
	NULL
};
ATTRIBUTE_GROUPS(touch);

static int touch_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct touch *touch;
	int irq;

	touch = devm_kzalloc(dev, sizeof(*touch), GFP_KERNEL);
	if (!touch)
		return -ENOMEM;
	touch->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(touch->regs))
		return PTR_ERR(touch->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, touch);
	spin_lock_init(&touch->lock);
	return devm_request_irq(dev, irq, touch_irq, 0, "touch", touch);
}

static struct platform_driver touch_driver = {
	.driver = {
		.name = "touch",
		.dev_groups = touch_groups,
	},
	.probe = touch_probe,
};
module_platform_driver(touch_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct touch.lock | touch_irq threshold_store
 */
