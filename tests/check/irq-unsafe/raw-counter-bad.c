// SPDX-License-Identifier: GPL-2.0-only
/*
 * The handler may not be threaded (IRQF_NO_THREAD), so its lock is a raw one; count_show()
 * takes it with irqs on, and the interrupt comes on top of it.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/sysfs.h>

struct counter {
	void __iomem *regs;
	raw_spinlock_t lock;
	u64 overflows;
};

static irqreturn_t counter_irq(int irq, void *data)
{
	struct counter *counter = data;

	raw_spin_lock(&counter->lock);
	counter->overflows++;
	writel(0, counter->regs);
	raw_spin_unlock(&counter->lock);
	return IRQ_HANDLED;
}

static ssize_t count_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct counter *counter = dev_get_drvdata(dev);
	u64 count;

	raw_spin_lock(&counter->lock);
	count = (counter->overflows << 32) + readl(counter->regs);
	raw_spin_unlock(&counter->lock);
	return sysfs_emit(buf, "%llu\n", count);
}
static DEVICE_ATTR_RO(count);

static struct attribute *counter_attrs[] = {
	&dev_attr_count.attr,
	NULL
};
ATTRIBUTE_GROUPS(counter);

static int counter_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct counter *counter;
	int irq;

	counter = devm_kzalloc(dev, sizeof(*counter), GFP_KERNEL);
	if (!counter)
		return -ENOMEM;
	counter->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(counter->regs))
		return PTR_ERR(counter->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, counter);
	raw_spin_lock_init(&counter->lock);
	return devm_request_irq(dev, irq, counter_irq, IRQF_NO_THREAD, "counter", counter);
}

static struct platform_driver counter_driver = {
	.driver = {
		.name = "counter",
		.dev_groups = counter_groups,
	},
	.probe = counter_probe,
};
module_platform_driver(counter_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct counter.lock | counter_irq count_show
 */
