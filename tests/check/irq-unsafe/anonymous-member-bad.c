// SPDX-License-Identifier: GPL-2.0-only
/*
 * The transmit half is an anonymous struct in the device; its lock is taken by a timer in
 * softirq and by fault_show() with bottom halves on. (The receive half's lock is another
 * class, and only the timer's.)
 */
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>
#include <linux/sysfs.h>
#include <linux/timer.h>

struct radio {
	struct timer_list timer;
	struct {
		spinlock_t lock;
		u32 faults;
	} tx, rx;
};

static void radio_timer(struct timer_list *t)
{
	struct radio *radio = from_timer(radio, t, timer);

	spin_lock(&radio->tx.lock);
	radio->tx.faults++;
	spin_unlock(&radio->tx.lock);
}

static ssize_t fault_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct radio *radio = dev_get_drvdata(dev);
	u32 faults;

	spin_lock(&radio->tx.lock);
	faults = radio->tx.faults;
	spin_unlock(&radio->tx.lock);
	spin_lock(&radio->rx.lock);
	faults += radio->rx.faults;
	spin_unlock(&radio->rx.lock);
	mod_timer(&radio->timer, jiffies + HZ);
	return sysfs_emit(buf, "%u\n", faults);
}
static DEVICE_ATTR_RO(fault);

static struct attribute *radio_attrs[] = {
	&dev_attr_fault.attr,
	NULL
};
ATTRIBUTE_GROUPS(radio);

static void radio_remove(struct platform_device *pdev)
{
	struct radio *radio = platform_get_drvdata(pdev);

	timer_shutdown_sync(&radio->timer);
}

static int radio_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct radio *radio;

	radio = devm_kzalloc(dev, sizeof(*radio), GFP_KERNEL);
	if (!radio)
		return -ENOMEM;
	platform_set_drvdata(pdev, radio);
	spin_lock_init(&radio->tx.lock);
	spin_lock_init(&radio->rx.lock);
	timer_setup(&radio->timer, radio_timer, 0);
	return 0;
}

static struct platform_driver radio_driver = {
	.driver = {
		.name = "radio",
		.dev_groups = radio_groups,
	},
	.probe = radio_probe,
	.remove = radio_remove,
};
module_platform_driver(radio_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct radio.tx.lock | radio_timer fault_show
 */
