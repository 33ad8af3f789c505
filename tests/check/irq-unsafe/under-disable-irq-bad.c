// SPDX-License-Identifier: GPL-2.0-only
/*
 * reload_store() holds the lock with irqs on and the device's interrupt enabled.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct fpga {
	void __iomem *regs;
	int irq;
	spinlock_t lock;
	u32 errors;
};

static irqreturn_t fpga_irq(int irq, void *data)
{
	struct fpga *fpga = data;

	spin_lock(&fpga->lock);
	fpga->errors += readl(fpga->regs);
	spin_unlock(&fpga->lock);
	return IRQ_HANDLED;
}

static ssize_t reload_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t len)
{
	struct fpga *fpga = dev_get_drvdata(dev);

	spin_lock(&fpga->lock);
	writel(1, fpga->regs);
	fpga->errors = 0;
	spin_unlock(&fpga->lock);
	return len;
}
static DEVICE_ATTR_WO(reload);

static struct attribute *fpga_attrs[] = {
	&dev_attr_reload.attr,
	NULL
};
ATTRIBUTE_GROUPS(fpga);

static int fpga_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct fpga *fpga;
	int irq;

	fpga = devm_kzalloc(dev, sizeof(*fpga), GFP_KERNEL);
	if (!fpga)
		return -ENOMEM;
	fpga->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(fpga->regs))
		return PTR_ERR(fpga->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, fpga);
	fpga->irq = irq;
	spin_lock_init(&fpga->lock);
	return devm_request_irq(dev, fpga->irq, fpga_irq, 0, "fpga", fpga);
}

static struct platform_driver fpga_driver = {
	.driver = {
		.name = "fpga",
		.dev_groups = fpga_groups,
	},
	.probe = fpga_probe,
};
module_platform_driver(fpga_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct fpga.lock | fpga_irq reload_store
 */
