// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hard interrupt handler runs with irqs off; the unlock_irq in macx_count() switches
 * them on before the handler has quieted its device.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>

struct macx {
	spinlock_t stats_lock;
	u64 carries;
	void __iomem *regs;
};

static void macx_count(struct macx *mac, u32 n)
{
	spin_lock_irq(&mac->stats_lock);
	mac->carries += n;
	spin_unlock_irq(&mac->stats_lock);
}

static irqreturn_t macx_irq(int irq, void *data)
{
	struct macx *mac = data;
	u32 carry = readl(mac->regs);

	if (!carry)
		return IRQ_NONE;
	macx_count(mac, carry);
	writel(carry, mac->regs);
	return IRQ_HANDLED;
}

static ssize_t carries_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct macx *mac = dev_get_drvdata(dev);

	macx_count(mac, 0);
	return sysfs_emit(buf, "%llu\n", mac->carries);
}
static DEVICE_ATTR_RO(carries);

static int macx_probe(struct platform_device *pdev)
{
	struct macx *mac;

	mac = devm_kzalloc(&pdev->dev, sizeof(*mac), GFP_KERNEL);
	if (!mac)
		return -ENOMEM;
	spin_lock_init(&mac->stats_lock);
	mac->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(mac->regs))
		return PTR_ERR(mac->regs);
	platform_set_drvdata(pdev, mac);
	return devm_request_irq(&pdev->dev, platform_get_irq(pdev, 0), macx_irq, 0, "macx", mac);
}

static struct platform_driver macx_driver = {
	.probe = macx_probe,
	.driver.name = "macx",
};

/*
 * unspin-test
 * expect: irq-enabled-early | struct macx.stats_lock | macx_irq macx_count
 */
