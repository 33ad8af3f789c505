// SPDX-License-Identifier: GPL-2.0-only
/*
 * speed_store() takes the lock with bottom halves off; irqs may stay on, since no hard
 * interrupt takes it.
 */
#include <linux/io.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

#define LINK_SPEED 0x20
#define LINK_STATUS 0x24

struct link {
	void __iomem *regs;
	spinlock_t lock;
	struct timer_list timer;
	u32 speed;
	bool up;
};

static void link_timer(struct timer_list *t)
{
	struct link *link = from_timer(link, t, timer);

	spin_lock(&link->lock);
	link->up = readl(link->regs + LINK_STATUS) == link->speed;
	spin_unlock(&link->lock);
	mod_timer(&link->timer, jiffies + HZ);
}

static ssize_t speed_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct link *link = dev_get_drvdata(dev);
	u32 speed;

	if (kstrtou32(buf, 0, &speed))
		return -EINVAL;
	spin_lock_bh(&link->lock);
	link->speed = speed;
	writel(speed, link->regs + LINK_SPEED);
	spin_unlock_bh(&link->lock);
	return len;
}
static DEVICE_ATTR_WO(speed);

static struct attribute *link_attrs[] = {
	&dev_attr_speed.attr,
	NULL
};
ATTRIBUTE_GROUPS(link);

static void link_remove(struct platform_device *pdev)
{
	struct link *link = platform_get_drvdata(pdev);

	timer_shutdown_sync(&link->timer);
}

static int link_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct link *link;

	link = devm_kzalloc(dev, sizeof(*link), GFP_KERNEL);
	if (!link)
		return -ENOMEM;
	link->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(link->regs))
		return PTR_ERR(link->regs);
	platform_set_drvdata(pdev, link);
	spin_lock_init(&link->lock);
	timer_setup(&link->timer, link_timer, 0);
	mod_timer(&link->timer, jiffies + HZ);
	return 0;
}

static struct platform_driver link_driver = {
	.driver = {
		.name = "link",
		.dev_groups = link_groups,
	},
	.probe = link_probe,
	.remove = link_remove,
};
module_platform_driver(link_driver);

/*
 * unspin-test
 * expect-nothing
 */
