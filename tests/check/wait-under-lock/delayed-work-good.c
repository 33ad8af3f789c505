// SPDX-License-Identifier: GPL-2.0-only
/*
 * cancel_delayed_work() does not wait: an item that is running already sees `paused` when it
 * gets the mutex.
 */
#include <linux/cleanup.h>
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct scan {
	struct delayed_work dwork;
	struct mutex lock;
	bool paused;
	u32 rounds;
};

static void scan_work(struct work_struct *work)
{
	struct scan *scan = container_of(to_delayed_work(work), struct scan, dwork);

	guard(mutex)(&scan->lock);
	if (scan->paused)
		return;
	scan->rounds++;
	schedule_delayed_work(&scan->dwork, HZ);
}

static ssize_t pause_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct scan *scan = dev_get_drvdata(dev);

	guard(mutex)(&scan->lock);
	scan->paused = true;
	cancel_delayed_work(&scan->dwork);
	return len;
}
DEVICE_ATTR_WO(pause);

void scan_start(struct scan *scan)
{
	mutex_init(&scan->lock);
	INIT_DELAYED_WORK(&scan->dwork, scan_work);
	schedule_delayed_work(&scan->dwork, HZ);
}

/*
 * unspin-test
 * expect-nothing
 */
