// SPDX-License-Identifier: GPL-2.0-only
/*
 * wdt_probe() takes the lock before it registers the handler: nobody else knows the device
 * yet, so irqs may stay on.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#define WDT_TIMEOUT 0x00
#define WDT_ACK 0x04

struct wdt {
	void __iomem *regs;
	spinlock_t lock;
	u32 barks;
};

static void wdt_set_timeout(struct wdt *wdt, u32 seconds)
{
	lockdep_assert_held(&wdt->lock);
	writel(seconds * 32768, wdt->regs + WDT_TIMEOUT);
}

static irqreturn_t wdt_irq(int irq, void *data)
{
	struct wdt *wdt = data;

	spin_lock(&wdt->lock);
	wdt->barks++;
	writel(1, wdt->regs + WDT_ACK);
	spin_unlock(&wdt->lock);
	return IRQ_HANDLED;
}

static int wdt_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct wdt *wdt;
	int irq;
	int ret;

	wdt = devm_kzalloc(dev, sizeof(*wdt), GFP_KERNEL);
	if (!wdt)
		return -ENOMEM;
	wdt->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(wdt->regs))
		return PTR_ERR(wdt->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, wdt);
	spin_lock_init(&wdt->lock);
	spin_lock(&wdt->lock);
	wdt_set_timeout(wdt, 30);
	spin_unlock(&wdt->lock);
	ret = devm_request_irq(dev, irq, wdt_irq, 0, "wdt", wdt);
	if (ret)
		return ret;
	return 0;
}

static struct platform_driver wdt_driver = {
	.driver = { .name = "wdt" },
	.probe = wdt_probe,
};
module_platform_driver(wdt_driver);

/*
 * unspin-test
 * expect-nothing
 */
