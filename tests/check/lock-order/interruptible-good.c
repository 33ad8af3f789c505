// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both take the device's lock first. The early return leaves with nothing held.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>

struct gnss {
	struct mutex lock;
	struct mutex read_lock;
	u32 fix;
};

static ssize_t gnss_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct gnss *gnss = file->private_data;
	u32 fix;

	mutex_lock(&gnss->lock);
	if (mutex_lock_interruptible(&gnss->read_lock)) {
		mutex_unlock(&gnss->lock);
		return -ERESTARTSYS;
	}
	fix = gnss->fix;
	mutex_unlock(&gnss->read_lock);
	mutex_unlock(&gnss->lock);
	return simple_read_from_buffer(buf, len, pos, &fix, sizeof(fix));
}

static ssize_t gnss_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct gnss *gnss = file->private_data;

	mutex_lock(&gnss->lock);
	if (mutex_lock_interruptible(&gnss->read_lock)) {
		mutex_unlock(&gnss->lock);
		return -ERESTARTSYS;
	}
	gnss->fix = 0;
	mutex_unlock(&gnss->read_lock);
	mutex_unlock(&gnss->lock);
	return len;
}

const struct file_operations gnss_fops = {
	.owner = THIS_MODULE,
	.read = gnss_read,
	.write = gnss_write,
};

/*
 * unspin-test
 * expect-nothing
 */
