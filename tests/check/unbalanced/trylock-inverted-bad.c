// SPDX-License-Identifier: GPL-2.0-only
/*
 * mutex_trylock() says 1 when it got the lock, unlike down_trylock(): the test is the
 * wrong way round.
 */
#include <linux/fs.h>
#include <linux/mutex.h>

struct dfux {
	struct mutex lock;
	size_t received;
};

static ssize_t dfux_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct dfux *dfu = file->private_data;

	if (mutex_trylock(&dfu->lock))
		return -EBUSY;
	dfu->received += len;
	mutex_unlock(&dfu->lock);
	return len;
}

static const struct file_operations dfux_fops = {
	.write = dfux_write,
};

/*
 * unspin-test
 * expect: unbalanced | struct dfux.lock | dfux_write
 */
