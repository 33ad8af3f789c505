// SPDX-License-Identifier: GPL-2.0-only
/*
 * modem_remove() takes the lock with irqs on while the handler is still registered.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct modem {
	void __iomem *regs;
	int irq;
	spinlock_t lock;
	struct list_head requests;
	u32 status;
};

static irqreturn_t modem_irq(int irq, void *data)
{
	struct modem *modem = data;

	spin_lock(&modem->lock);
	modem->status = readl(modem->regs);
	if (!list_empty(&modem->requests))
		list_del_init(modem->requests.next);
	spin_unlock(&modem->lock);
	return IRQ_HANDLED;
}

static void modem_remove(struct platform_device *pdev)
{
	struct modem *modem = platform_get_drvdata(pdev);

	spin_lock(&modem->lock);
	INIT_LIST_HEAD(&modem->requests);
	spin_unlock(&modem->lock);
	free_irq(modem->irq, modem);
}

static int modem_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct modem *modem;
	int irq;

	modem = devm_kzalloc(dev, sizeof(*modem), GFP_KERNEL);
	if (!modem)
		return -ENOMEM;
	modem->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(modem->regs))
		return PTR_ERR(modem->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, modem);
	modem->irq = irq;
	spin_lock_init(&modem->lock);
	INIT_LIST_HEAD(&modem->requests);
	return request_irq(irq, modem_irq, 0, "modem", modem);
}

static struct platform_driver modem_driver = {
	.driver = { .name = "modem" },
	.probe = modem_probe,
	.remove = modem_remove,
};
module_platform_driver(modem_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct modem.lock | modem_irq modem_remove
 */
