// SPDX-License-Identifier: GPL-2.0-only
/*
 * mutex_lock_interruptible() waits like the other one; that a signal may end the wait is no
 * way out for two tasks that get none.
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

	if (mutex_lock_interruptible(&gnss->read_lock))
		return -ERESTARTSYS;
	mutex_lock(&gnss->lock);
	fix = gnss->fix;
	mutex_unlock(&gnss->lock);
	mutex_unlock(&gnss->read_lock);
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
 * expect: lock-order | struct gnss.lock, struct gnss.read_lock | gnss_read gnss_write
 */
