// SPDX-License-Identifier: GPL-2.0-only
/*
 * All devices share the list in one variable. While the second one is probed, the timer of
 * the first runs, and spins for the lock that sum_probe() holds with bottom halves on.
 */
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/timer.h>

struct sum_dev {
	struct list_head list;
	struct timer_list timer;
};

struct sum_drv {
	spinlock_t lock;
	struct list_head devs;
	unsigned long ticks;
};

static struct sum_drv sum = {
	.lock = __SPIN_LOCK_UNLOCKED(sum.lock),
	.devs = LIST_HEAD_INIT(sum.devs),
};

static void sum_timer(struct timer_list *t)
{
	struct sum_dev *dev = from_timer(dev, t, timer);

	spin_lock(&sum.lock);
	if (list_is_first(&dev->list, &sum.devs))
		sum.ticks++;
	spin_unlock(&sum.lock);
	mod_timer(&dev->timer, jiffies + HZ);
}

static int sum_probe(struct platform_device *pdev)
{
	struct sum_dev *dev;

	dev = devm_kzalloc(&pdev->dev, sizeof(*dev), GFP_KERNEL);
	if (!dev)
		return -ENOMEM;
	timer_setup(&dev->timer, sum_timer, 0);
	spin_lock(&sum.lock);
	list_add_tail(&dev->list, &sum.devs);
	spin_unlock(&sum.lock);
	mod_timer(&dev->timer, jiffies + HZ);
	return 0;
}

static struct platform_driver sum_driver = {
	.driver = { .name = "sum" },
	.probe = sum_probe,
};
module_platform_driver(sum_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct sum_drv.lock | sum_timer sum_probe
 */
