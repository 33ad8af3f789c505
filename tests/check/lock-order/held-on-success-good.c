// SPDX-License-Identifier: GPL-2.0-only
/*
 * chan_write() takes the pool lock only where chan_get() failed, that is, without the
 * channel's lock.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct dchan {
	struct mutex lock;
	bool dead;
	u32 used;
};

DEFINE_MUTEX(dpool_lock);
static u32 dpool_free;

/* Returns 0 with the channel locked, or an error. */
static int chan_get(struct dchan *chan)
{
	mutex_lock(&chan->lock);
	if (chan->dead) {
		mutex_unlock(&chan->lock);
		return -ENODEV;
	}
	return 0;
}

static ssize_t chan_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct dchan *chan = file->private_data;
	int ret = chan_get(chan);

	if (ret) {
		mutex_lock(&dpool_lock);
		dpool_free++;
		mutex_unlock(&dpool_lock);
		return ret;
	}
	chan->used += len;
	mutex_unlock(&chan->lock);
	return len;
}

static int chan_open(struct inode *inode, struct file *file)
{
	struct dchan *chan = file->private_data;

	mutex_lock(&dpool_lock);
	dpool_free--;
	mutex_lock(&chan->lock);
	chan->used = 0;
	mutex_unlock(&chan->lock);
	mutex_unlock(&dpool_lock);
	return 0;
}

const struct file_operations chan_fops = {
	.owner = THIS_MODULE,
	.open = chan_open,
	.write = chan_write,
};

/*
 * unspin-test
 * expect-nothing
 */
