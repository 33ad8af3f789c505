// SPDX-License-Identifier: GPL-2.0-only
/*
 * tape_retry() is called after the lock was given back; each round takes it anew.
 */
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct tape {
	void __iomem *regs;
	struct mutex lock;
	unsigned int tries;
};

static int tape_retry(struct tape *tape);

static int tape_rewind(struct tape *tape)
{
	int ret = 0;
	bool failed;

	mutex_lock(&tape->lock);
	writel(1, tape->regs);
	failed = readl(tape->regs);
	mutex_unlock(&tape->lock);
	if (failed)
		ret = tape_retry(tape);
	return ret;
}

static int tape_retry(struct tape *tape)
{
	if (!tape->tries--)
		return -EIO;
	return tape_rewind(tape);
}

static int tape_release(struct inode *inode, struct file *file)
{
	return tape_rewind(file->private_data);
}

const struct file_operations tape_fops = {
	.owner = THIS_MODULE,
	.release = tape_release,
};

/*
 * unspin-test
 * expect-nothing
 */
