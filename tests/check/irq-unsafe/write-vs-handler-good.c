// SPDX-License-Identifier: GPL-2.0-only
/*
 * gain_store() keeps irqs off while it holds the lock, so adc_irq() cannot interrupt it there.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#define ADC_GAIN 0x10

struct adc {
	void __iomem *regs;
	spinlock_t lock; /* gain and its register */
	u32 gain;
};

static irqreturn_t adc_irq(int irq, void *data)
{
	struct adc *adc = data;

	spin_lock(&adc->lock);
	writel(adc->gain, adc->regs + ADC_GAIN);
	spin_unlock(&adc->lock);
	return IRQ_HANDLED;
}

static ssize_t gain_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct adc *adc = dev_get_drvdata(dev);
	unsigned long flags;
	u32 gain;

	if (kstrtou32(buf, 0, &gain))
		return -EINVAL;
	spin_lock_irqsave(&adc->lock, flags);
	adc->gain = gain;
	writel(gain, adc->regs + ADC_GAIN);
	spin_unlock_irqrestore(&adc->lock, flags);
	return len;
}
static DEVICE_ATTR_WO(gain);

static struct attribute *adc_attrs[] = {
	&dev_attr_gain.attr,
	NULL
};
ATTRIBUTE_GROUPS(adc);

static int adc_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct adc *adc;
	int irq;

	adc = devm_kzalloc(dev, sizeof(*adc), GFP_KERNEL);
	if (!adc)
		return -ENOMEM;
	adc->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(adc->regs))
		return PTR_ERR(adc->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, adc);
	spin_lock_init(&adc->lock);
	return devm_request_irq(dev, irq, adc_irq, 0, "adc", adc);
}

static struct platform_driver adc_driver = {
	.driver = {
		.name = "adc",
		.dev_groups = adc_groups,
	},
	.probe = adc_probe,
};
module_platform_driver(adc_driver);

/*
 * unspin-test
 * expect-nothing
 */
