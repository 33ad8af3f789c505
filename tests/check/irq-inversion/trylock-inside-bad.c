// SPDX-License-Identifier: GPL-2.0-only
/*
 * Under cmd_lock, which the interrupt takes, scan_store() waits for led_lock; blink_store()
 * holds led_lock with irqs on.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct nvm {
	void __iomem *regs;
	spinlock_t cmd_lock;
	spinlock_t led_lock;
	u32 done, led;
};

static irqreturn_t nvm_irq(int irq, void *data)
{
	struct nvm *nvm = data;

	spin_lock(&nvm->cmd_lock);
	nvm->done = readl(nvm->regs);
	spin_unlock(&nvm->cmd_lock);
	return IRQ_HANDLED;
}

static ssize_t scan_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct nvm *nvm = dev_get_drvdata(dev);

	spin_lock_irq(&nvm->cmd_lock);
	writel(1, nvm->regs);
	spin_lock(&nvm->led_lock);
	nvm->led ^= 1;
	spin_unlock(&nvm->led_lock);
	spin_unlock_irq(&nvm->cmd_lock);
	return len;
}
static DEVICE_ATTR_WO(scan);

static ssize_t blink_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct nvm *nvm = dev_get_drvdata(dev);

	spin_lock(&nvm->led_lock);
	nvm->led = !nvm->led;
	spin_unlock(&nvm->led_lock);
	return len;
}
static DEVICE_ATTR_WO(blink);

static struct attribute *nvm_attrs[] = {
	&dev_attr_scan.attr,
	&dev_attr_blink.attr,
	NULL
};
ATTRIBUTE_GROUPS(nvm);

static int nvm_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct nvm *nvm;
	int irq;

	nvm = devm_kzalloc(dev, sizeof(*nvm), GFP_KERNEL);
	if (!nvm)
		return -ENOMEM;
	nvm->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(nvm->regs))
		return PTR_ERR(nvm->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, nvm);
	spin_lock_init(&nvm->cmd_lock);
	spin_lock_init(&nvm->led_lock);
	return devm_request_irq(dev, irq, nvm_irq, 0, "nvm", nvm);
}

static struct platform_driver nvm_driver = {
	.driver = {
		.name = "nvm",
		.dev_groups = nvm_groups,
	},
	.probe = nvm_probe,
};
module_platform_driver(nvm_driver);

/*
 * unspin-test
 * expect: irq-inversion | struct nvm.cmd_lock, struct nvm.led_lock | nvm_irq scan_store blink_store
 */
