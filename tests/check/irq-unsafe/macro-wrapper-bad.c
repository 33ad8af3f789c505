// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock is taken through a macro that expands to the plain spin_lock(); in process context
 * that leaves irqs on, and spi_irq() takes the same lock.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct spidev {
	void __iomem *regs;
	spinlock_t lock;
	u32 mode;
	u32 done;
};

#define spidev_lock(s) spin_lock(&(s)->lock)
#define spidev_unlock(s) spin_unlock(&(s)->lock)
#define spidev_lock_irq(s) spin_lock_irq(&(s)->lock)
#define spidev_unlock_irq(s) spin_unlock_irq(&(s)->lock)

static irqreturn_t spi_irq(int irq, void *data)
{
	struct spidev *spidev = data;

	spidev_lock(spidev);
	spidev->done++;
	writel(spidev->mode, spidev->regs);
	spidev_unlock(spidev);
	return IRQ_HANDLED;
}

static ssize_t mode_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct spidev *spidev = dev_get_drvdata(dev);
	u32 mode;

	if (kstrtou32(buf, 0, &mode))
		return -EINVAL;
	spidev_lock(spidev);
	spidev->mode = mode;
	spidev_unlock(spidev);
	return len;
}
static DEVICE_ATTR_WO(mode);

static struct attribute *spidev_attrs[] = {
	&dev_attr_mode.attr,
	NULL
};
ATTRIBUTE_GROUPS(spidev);

static int spidev_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct spidev *spidev;
	int irq;

	spidev = devm_kzalloc(dev, sizeof(*spidev), GFP_KERNEL);
	if (!spidev)
		return -ENOMEM;
	spidev->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(spidev->regs))
		return PTR_ERR(spidev->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, spidev);
	spin_lock_init(&spidev->lock);
	return devm_request_irq(dev, irq, spi_irq, IRQF_SHARED, "spidev", spidev);
}

static struct platform_driver spidev_driver = {
	.driver = {
		.name = "spidev",
		.dev_groups = spidev_groups,
	},
	.probe = spidev_probe,
};
module_platform_driver(spidev_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct spidev.lock | spi_irq mode_store
 */
