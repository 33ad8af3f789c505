// SPDX-License-Identifier: GPL-2.0-only
/*
 * codec_kick() is shared and takes the lock that it is given. In hardirq that is the PCI
 * device's, which is otherwise taken with irqs off; the platform device has no interrupt.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>

struct codec_pci {
	void __iomem *regs;
	spinlock_t lock;
};

struct codec_plat {
	void __iomem *regs;
	spinlock_t lock;
};

static void codec_kick(void __iomem *regs, u32 cmd, spinlock_t *lock)
{
	spin_lock(lock);
	writel(cmd, regs);
	spin_unlock(lock);
}

static irqreturn_t pci_irq(int irq, void *data)
{
	struct codec_pci *codec = data;

	codec_kick(codec->regs, 1, &codec->lock);
	return IRQ_HANDLED;
}

static ssize_t mute_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct codec_pci *codec = dev_get_drvdata(dev);

	spin_lock_irq(&codec->lock);
	writel(2, codec->regs);
	spin_unlock_irq(&codec->lock);
	return len;
}
DEVICE_ATTR_WO(mute);

static ssize_t rate_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct codec_plat *codec = dev_get_drvdata(dev);

	codec_kick(codec->regs, 3, &codec->lock);
	return len;
}
DEVICE_ATTR_WO(rate);

int codec_init_pci(struct pci_dev *pdev, struct codec_pci *codec)
{
	spin_lock_init(&codec->lock);
	return devm_request_irq(&pdev->dev, pdev->irq, pci_irq, IRQF_SHARED, "codec", codec);
}

int codec_init_plat(struct platform_device *pdev, struct codec_plat *codec, int irq)
{
	spin_lock_init(&codec->lock);
	return 0;
}

/*
 * unspin-test
 * expect-nothing
 */
