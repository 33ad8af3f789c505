// SPDX-License-Identifier: GPL-2.0-only
/*
 * The range check returns with the mutex held: the next writer waits for ever.
 */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/mutex.h>

struct tpad {
	struct mutex lock;
	u8 gain;
};

static ssize_t gain_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t count)
{
	struct tpad *tpad = dev_get_drvdata(dev);
	unsigned int gain;
	int err;

	err = kstrtouint(buf, 0, &gain);
	if (err)
		return err;

	mutex_lock(&tpad->lock);
	if (gain > 7)
		return -ERANGE;
	tpad->gain = gain;
	mutex_unlock(&tpad->lock);
	return count;
}
static DEVICE_ATTR_WO(gain);

/*
 * unspin-test
 * expect: unbalanced | struct tpad.lock | gain_store
 */
