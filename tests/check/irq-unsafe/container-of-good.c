// SPDX-License-Identifier: GPL-2.0-only
/*
 * duty_store() holds the device's lock with irqs off, so chan_irq() of any channel must wait.
 */
#include <linux/container_of.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct chan {
	unsigned int id;
	u32 done;
};

struct dma_dev {
	void __iomem *regs;
	spinlock_t lock;
	u32 duty;
	struct chan chan;
};

static irqreturn_t chan_irq(int irq, void *data)
{
	struct chan *chan = data;
	struct dma_dev *dma = container_of(chan, struct dma_dev, chan);

	spin_lock(&dma->lock);
	chan->done += dma->duty;
	writel(BIT(chan->id), dma->regs);
	spin_unlock(&dma->lock);
	return IRQ_HANDLED;
}

static ssize_t duty_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct dma_dev *dma = dev_get_drvdata(dev);
	u32 duty;

	if (kstrtou32(buf, 0, &duty))
		return -EINVAL;
	spin_lock_irq(&dma->lock);
	dma->duty = duty;
	spin_unlock_irq(&dma->lock);
	return len;
}
static DEVICE_ATTR_WO(duty);

static struct attribute *dma_dev_attrs[] = {
	&dev_attr_duty.attr,
	NULL
};
ATTRIBUTE_GROUPS(dma_dev);

static int dma_dev_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct dma_dev *dma_dev;
	int irq;

	dma_dev = devm_kzalloc(dev, sizeof(*dma_dev), GFP_KERNEL);
	if (!dma_dev)
		return -ENOMEM;
	dma_dev->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(dma_dev->regs))
		return PTR_ERR(dma_dev->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, dma_dev);
	spin_lock_init(&dma_dev->lock);
	return devm_request_irq(dev, irq, chan_irq, 0, "dma", &dma_dev->chan);
}

static struct platform_driver dma_dev_driver = {
	.driver = {
		.name = "dma_dev",
		.dev_groups = dma_dev_groups,
	},
	.probe = dma_dev_probe,
};
module_platform_driver(dma_dev_driver);

/*
 * unspin-test
 * expect-nothing
 */
