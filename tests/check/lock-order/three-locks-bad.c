// SPDX-License-Identifier: GPL-2.0-only
/*
 * No two of the functions disagree, but the three together go round: dev_lock, then
 * queue_lock; queue_lock, then stat_lock; stat_lock, then dev_lock.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct crypt {
	struct mutex dev_lock, queue_lock, stat_lock;
	u32 users, queued, bytes;
};

static int crypt_open(struct inode *inode, struct file *file)
{
	struct crypt *crypt = file->private_data;

	mutex_lock(&crypt->dev_lock);
	crypt->users++;
	mutex_lock(&crypt->queue_lock);
	crypt->queued = 0;
	mutex_unlock(&crypt->queue_lock);
	mutex_unlock(&crypt->dev_lock);
	return 0;
}

static ssize_t crypt_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct crypt *crypt = file->private_data;

	mutex_lock(&crypt->queue_lock);
	crypt->queued++;
	mutex_lock(&crypt->stat_lock);
	crypt->bytes += len;
	mutex_unlock(&crypt->stat_lock);
	mutex_unlock(&crypt->queue_lock);
	return len;
}

static int crypt_flush(struct file *file, fl_owner_t id)
{
	struct crypt *crypt = file->private_data;

	mutex_lock(&crypt->stat_lock);
	crypt->bytes = 0;
	mutex_lock(&crypt->dev_lock);
	crypt->users--;
	mutex_unlock(&crypt->dev_lock);
	mutex_unlock(&crypt->stat_lock);
	return 0;
}

const struct file_operations crypt_fops = {
	.owner = THIS_MODULE,
	.open = crypt_open,
	.write = crypt_write,
	.flush = crypt_flush,
};

/*
 * unspin-test
 * expect: lock-order | struct crypt.dev_lock, struct crypt.queue_lock, struct crypt.stat_lock | crypt_open crypt_write crypt_flush
 */
