// SPDX-License-Identifier: GPL-2.0-only
/*
 * sync_lock is taken and given back under the same condition, before buf_lock is taken. No
 * path holds both in that order.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct memdev {
	struct mutex sync_lock;
	struct mutex buf_lock;
	u64 synced, written;
};

static ssize_t mem_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct memdev *mem = file->private_data;
	bool sync = file->f_flags & O_SYNC;

	if (sync)
		mutex_lock(&mem->sync_lock);
	mem->synced = mem->written;
	if (sync)
		mutex_unlock(&mem->sync_lock);

	mutex_lock(&mem->buf_lock);
	mem->written += len;
	mutex_unlock(&mem->buf_lock);
	return len;
}

static int mem_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct memdev *mem = file->private_data;

	mutex_lock(&mem->buf_lock);
	mutex_lock(&mem->sync_lock);
	mem->synced = mem->written;
	mutex_unlock(&mem->sync_lock);
	mutex_unlock(&mem->buf_lock);
	return 0;
}

const struct file_operations mem_fops = {
	.owner = THIS_MODULE,
	.write = mem_write,
	.fsync = mem_fsync,
};

/*
 * unspin-test
 * expect-nothing
 */
