// SPDX-License-Identifier: GPL-2.0-only
/*
 * The irq thread, as all process context, takes the lock with irqs off.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct gyro {
	void __iomem *regs;
	spinlock_t lock;
	u32 pending;
};

static irqreturn_t gyro_irq(int irq, void *data)
{
	struct gyro *gyro = data;

	spin_lock(&gyro->lock);
	gyro->pending |= readl(gyro->regs);
	spin_unlock(&gyro->lock);
	return IRQ_WAKE_THREAD;
}

static irqreturn_t gyro_thread(int irq, void *data)
{
	struct gyro *gyro = data;

	spin_lock_irq(&gyro->lock);
	gyro->pending = 0;
	spin_unlock_irq(&gyro->lock);
	return IRQ_HANDLED;
}

static int gyro_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct gyro *gyro;
	int irq;

	gyro = devm_kzalloc(dev, sizeof(*gyro), GFP_KERNEL);
	if (!gyro)
		return -ENOMEM;
	gyro->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(gyro->regs))
		return PTR_ERR(gyro->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, gyro);
	spin_lock_init(&gyro->lock);
	return devm_request_threaded_irq(dev, irq, gyro_irq, gyro_thread, 0, "gyro", gyro);
}

static struct platform_driver gyro_driver = {
	.driver = { .name = "gyro" },
	.probe = gyro_probe,
};
module_platform_driver(gyro_driver);

/*
 * unspin-test
 * expect-nothing
 */
