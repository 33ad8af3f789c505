// SPDX-License-Identifier: GPL-2.0-only
/*
 * scoped_guard() gives state_lock back at the end of its block, before hw_lock is taken.
 */
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct lidar {
	struct mutex state_lock;
	struct mutex hw_lock;
	u32 state, angle;
};

static ssize_t lidar_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct lidar *lidar = file->private_data;

	scoped_guard(mutex, &lidar->state_lock) {
		if (lidar->state)
			return -EBUSY;
		lidar->state = 1;
	}

	guard(mutex)(&lidar->hw_lock);
	lidar->angle = len;
	return len;
}

static int lidar_release(struct inode *inode, struct file *file)
{
	struct lidar *lidar = file->private_data;

	guard(mutex)(&lidar->hw_lock);
	lidar->angle = 0;
	scoped_guard(mutex, &lidar->state_lock)
		lidar->state = 0;
	return 0;
}

const struct file_operations lidar_fops = {
	.owner = THIS_MODULE,
	.write = lidar_write,
	.release = lidar_release,
};

/*
 * unspin-test
 * expect-nothing
 */
