// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock is dropped around the callback.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct echo {
	spinlock_t lock;
	void (*done)(struct echo *echo);
	u32 queued, finished;
};

static void echo_done(struct echo *echo)
{
	spin_lock(&echo->lock);
	echo->queued++;
	spin_unlock(&echo->lock);
}

static int echo_open(struct inode *inode, struct file *file)
{
	struct echo *echo = file->private_data;

	echo->done = echo_done;
	return 0;
}

static ssize_t echo_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct echo *echo = file->private_data;

	spin_lock(&echo->lock);
	echo->finished++;
	spin_unlock(&echo->lock);
	echo->done(echo);
	spin_lock(&echo->lock);
	echo->queued--;
	spin_unlock(&echo->lock);
	return len;
}

const struct file_operations echo_fops = {
	.owner = THIS_MODULE,
	.open = echo_open,
	.write = echo_write,
};

/*
 * unspin-test
 * expect-nothing
 */
