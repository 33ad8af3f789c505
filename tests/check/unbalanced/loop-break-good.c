// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device's lock is released before the break.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct busx_dev {
	struct list_head node;
	struct mutex lock;
	bool busy;
	bool suspended;
};

struct busx {
	struct list_head devices;
};

int busx_suspend(struct busx *bus)
{
	struct busx_dev *dev;
	int err = 0;

	list_for_each_entry(dev, &bus->devices, node) {
		mutex_lock(&dev->lock);
		if (dev->busy) {
			mutex_unlock(&dev->lock);
			err = -EBUSY;
			break;
		}
		dev->suspended = true;
		mutex_unlock(&dev->lock);
	}
	return err;
}
EXPORT_SYMBOL_GPL(busx_suspend);

/*
 * unspin-test
 * expect-nothing
 */
