// SPDX-License-Identifier: GPL-2.0-only
/*
 * With O_SYNC, mem_write() still holds sync_lock when it takes buf_lock; mem_fsync() takes
 * them the other way round.
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

	mutex_lock(&mem->buf_lock);
	mem->written += len;
	mutex_unlock(&mem->buf_lock);
	if (sync)
		mutex_unlock(&mem->sync_lock);
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
 * expect: lock-order | struct memdev.sync_lock, struct memdev.buf_lock | mem_write mem_fsync
 */
