// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard(spinlock_irqsave) keeps irqs off to the end of level_store().
 */
#include <linux/cleanup.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct dac {
	void __iomem *regs;
	spinlock_t lock;
	u32 level;
	u32 underruns;
};

static irqreturn_t dac_irq(int irq, void *data)
{
	struct dac *dac = data;

	scoped_guard(spinlock, &dac->lock) {
		writel(dac->level, dac->regs);
		dac->underruns++;
	}
	return IRQ_HANDLED;
}

static ssize_t level_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct dac *dac = dev_get_drvdata(dev);
	u32 level;

	if (kstrtou32(buf, 0, &level))
		return -EINVAL;
	guard(spinlock_irqsave)(&dac->lock);
	if (level > 4095)
		return -ERANGE;
	dac->level = level;
	return len;
}
static DEVICE_ATTR_WO(level);

static struct attribute *dac_attrs[] = {
	&dev_attr_level.attr,
	NULL
};
ATTRIBUTE_GROUPS(dac);

static int dac_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct dac *dac;
	int irq;

	dac = devm_kzalloc(dev, sizeof(*dac), GFP_KERNEL);
	if (!dac)
		return -ENOMEM;
	dac->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(dac->regs))
		return PTR_ERR(dac->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, dac);
	spin_lock_init(&dac->lock);
	return devm_request_irq(dev, irq, dac_irq, 0, "dac", dac);
}

static struct platform_driver dac_driver = {
	.driver = {
		.name = "dac",
		.dev_groups = dac_groups,
	},
	.probe = dac_probe,
};
module_platform_driver(dac_driver);

/*
 * unspin-test
 * expect-nothing
 */
