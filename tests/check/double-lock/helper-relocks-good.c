// SPDX-License-Identifier: GPL-2.0-only
/*
 * laser_write() calls the variant that expects the lock to be held.
 */
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct laser {
	void __iomem *regs;
	struct mutex lock;
	u32 power;
};

static void __laser_off(struct laser *laser)
{
	lockdep_assert_held(&laser->lock);
	laser->power = 0;
	writel(0, laser->regs);
}

static void laser_off(struct laser *laser)
{
	mutex_lock(&laser->lock);
	__laser_off(laser);
	mutex_unlock(&laser->lock);
}

static ssize_t laser_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct laser *laser = file->private_data;

	mutex_lock(&laser->lock);
	if (!len)
		__laser_off(laser);
	else
		laser->power = len;
	mutex_unlock(&laser->lock);
	return len;
}

static int laser_release(struct inode *inode, struct file *file)
{
	laser_off(file->private_data);
	return 0;
}

const struct file_operations laser_fops = {
	.owner = THIS_MODULE,
	.write = laser_write,
	.release = laser_release,
};

/*
 * unspin-test
 * expect-nothing
 */
