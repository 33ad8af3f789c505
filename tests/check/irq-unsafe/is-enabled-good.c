// SPDX-License-Identifier: GPL-2.0-only
/*
 * trigger_store() takes the lock with irqs on only in a kernel in which the handler is not
 * registered, by the same IS_ENABLED().
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>

struct scope {
	void __iomem *regs;
	spinlock_t lock;
	u32 trigger;
};

static irqreturn_t scope_irq(int irq, void *data)
{
	struct scope *scope = data;

	spin_lock(&scope->lock);
	writel(scope->trigger, scope->regs);
	spin_unlock(&scope->lock);
	return IRQ_HANDLED;
}

static ssize_t trigger_store(struct device *dev, struct device_attribute *attr, const char *buf,
			     size_t len)
{
	struct scope *scope = dev_get_drvdata(dev);
	u32 trigger;

	if (kstrtou32(buf, 0, &trigger))
		return -EINVAL;
	if (IS_ENABLED(CONFIG_SCOPE_SLOW)) {
		spin_lock(&scope->lock);
		scope->trigger = trigger;
		spin_unlock(&scope->lock);
	} else {
		spin_lock_irq(&scope->lock);
		scope->trigger = trigger;
		spin_unlock_irq(&scope->lock);
	}
	return len;
}
static DEVICE_ATTR_WO(trigger);

static struct attribute *scope_attrs[] = {
	&dev_attr_trigger.attr,
	NULL
};
ATTRIBUTE_GROUPS(scope);

static int scope_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct scope *scope;
	int irq;

	scope = devm_kzalloc(dev, sizeof(*scope), GFP_KERNEL);
	if (!scope)
		return -ENOMEM;
	scope->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(scope->regs))
		return PTR_ERR(scope->regs);
	irq = platform_get_irq(pdev, 0);
	if (irq < 0)
		return irq;
	platform_set_drvdata(pdev, scope);
	spin_lock_init(&scope->lock);
	if (IS_ENABLED(CONFIG_SCOPE_SLOW))
		return 0;
	return devm_request_irq(dev, irq, scope_irq, 0, "scope", scope);
}

static struct platform_driver scope_driver = {
	.driver = {
		.name = "scope",
		.dev_groups = scope_groups,
	},
	.probe = scope_probe,
};
module_platform_driver(scope_driver);

/*
 * unspin-test
 * expect-nothing
 */
