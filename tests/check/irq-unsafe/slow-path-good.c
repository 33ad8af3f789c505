// SPDX-License-Identifier: GPL-2.0-only
/*
 * The handler never asks for the slow path: pump_flush() sleeps on all paths to
 * the lock, so it is not reached from there.
 */
#include <linux/delay.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>

struct pump {
	void __iomem *regs;
	spinlock_t lock;
	unsigned int drops;
	int irq;
};

static void pump_settle(struct pump *pump)
{
	if (readl(pump->regs))
		msleep(20);
	else
		usleep_range(100, 200);
}

static void pump_flush(struct pump *pump)
{
	writel(1, pump->regs);
	pump_settle(pump);
	spin_lock(&pump->lock);
	pump->drops++;
	spin_unlock(&pump->lock);
}

static void pump_step(struct pump *pump, bool slow)
{
	writel(0, pump->regs);
	if (slow)
		pump_flush(pump);
}

static irqreturn_t pump_irq(int irq, void *data)
{
	pump_step(data, false);
	return IRQ_HANDLED;
}

static ssize_t drops_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct pump *pump = dev_get_drvdata(dev);
	unsigned int drops;

	pump_step(pump, true);
	spin_lock(&pump->lock);
	drops = pump->drops;
	spin_unlock(&pump->lock);
	return sysfs_emit(buf, "%u\n", drops);
}
static DEVICE_ATTR_RO(drops);

static struct attribute *pump_attrs[] = {
	&dev_attr_drops.attr,
	NULL
};
ATTRIBUTE_GROUPS(pump);

static int pump_probe(struct platform_device *pdev)
{
	struct pump *pump = devm_kzalloc(&pdev->dev, sizeof(*pump), GFP_KERNEL);

	if (!pump)
		return -ENOMEM;
	spin_lock_init(&pump->lock);
	platform_set_drvdata(pdev, pump);
	pump->irq = platform_get_irq(pdev, 0);
	return devm_request_irq(&pdev->dev, pump->irq, pump_irq, 0, "pump", pump);
}

static struct platform_driver pump_driver = {
	.driver = {
		.name = "pump",
		.dev_groups = pump_groups,
	},
	.probe = pump_probe,
};
module_platform_driver(pump_driver);

/*
 * unspin-test
 * expect-nothing
 */
