// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which lock is taken depends on CONFIG_METER_FAST, the handler on CONFIG_METER_IRQ: with the
 * second on and the first off, unit_store() holds the lock with irqs on.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct meter {
	void __iomem *regs;
	spinlock_t lock;
	u32 unit;
};

#ifdef CONFIG_METER_IRQ
static irqreturn_t meter_irq(int irq, void *data)
{
	struct meter *meter = data;

	spin_lock(&meter->lock);
	writel(meter->unit, meter->regs);
	spin_unlock(&meter->lock);
	return IRQ_HANDLED;
}

static int meter_setup_irq(struct device *dev, struct meter *meter, int irq)
{
	return devm_request_irq(dev, irq, meter_irq, 0, "meter", meter);
}
#else
static int meter_setup_irq(struct device *dev, struct meter *meter, int irq)
{
	return 0;
}
#endif

static ssize_t unit_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct meter *meter = dev_get_drvdata(dev);
	u32 unit;

	if (kstrtou32(buf, 0, &unit))
		return -EINVAL;
#ifdef CONFIG_METER_FAST
	spin_lock_irq(&meter->lock);
	meter->unit = unit;
	spin_unlock_irq(&meter->lock);
#else
	spin_lock(&meter->lock);
	meter->unit = unit;
	spin_unlock(&meter->lock);
#endif
	return len;
}
static DEVICE_ATTR_WO(unit);

static struct attribute *meter_attrs[] = {
	&dev_attr_unit.attr,
	NULL
};
ATTRIBUTE_GROUPS(meter);

static int meter_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct meter *meter;
	int irq;

	meter = devm_kzalloc(dev, sizeof(*meter), GFP_KERNEL);
	if (!meter)
		return -ENOMEM;
	meter->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(meter->regs))
		return PTR_ERR(meter->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, meter);
	spin_lock_init(&meter->lock);
	return meter_setup_irq(dev, meter, irq);
}

static struct platform_driver meter_driver = {
	.driver = {
		.name = "meter",
		.dev_groups = meter_groups,
	},
	.probe = meter_probe,
};
module_platform_driver(meter_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct meter.lock | meter_irq unit_store
 */
