// SPDX-License-Identifier: GPL-2.0-only
/*
 * write() takes cfg_lock and then io_lock, release() takes them the other way round: two
 * threads that have one each wait for each other for ever.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct tuner {
	struct mutex cfg_lock;
	struct mutex io_lock;
	u32 freq;
	bool busy;
};

static ssize_t tuner_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct tuner *tuner = file->private_data;

	mutex_lock(&tuner->cfg_lock);
	mutex_lock(&tuner->io_lock);
	tuner->busy = true;
	tuner->freq = len;
	mutex_unlock(&tuner->io_lock);
	mutex_unlock(&tuner->cfg_lock);
	return len;
}

static int tuner_release(struct inode *inode, struct file *file)
{
	struct tuner *tuner = file->private_data;

	mutex_lock(&tuner->io_lock);
	mutex_lock(&tuner->cfg_lock);
	tuner->busy = false;
	tuner->freq = 0;
	mutex_unlock(&tuner->cfg_lock);
	mutex_unlock(&tuner->io_lock);
	return 0;
}

const struct file_operations tuner_fops = {
	.owner = THIS_MODULE,
	.write = tuner_write,
	.release = tuner_release,
};

/*
 * unspin-test
 * expect: lock-order | struct tuner.cfg_lock, struct tuner.io_lock | tuner_write tuner_release
 */
