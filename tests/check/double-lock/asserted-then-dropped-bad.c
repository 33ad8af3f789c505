// SPDX-License-Identifier: GPL-2.0-only
/*
 * The middle function asserts the lock that the innermost one takes again.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct mkpool {
	spinlock_t lock;
	u32 count, limit;
};

static void mkpool_drop_one(struct mkpool *mk)
{
	cpu_relax();
	spin_lock(&mk->lock);
	mk->count--;
	spin_unlock(&mk->lock);
}

static void mkpool_shrink(struct mkpool *mk)
{
	lockdep_assert_held(&mk->lock);
	while (mk->count > mk->limit)
		mkpool_drop_one(mk);
}

static ssize_t mkpool_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct mkpool *mk = file->private_data;

	spin_lock(&mk->lock);
	mk->limit = len;
	mkpool_shrink(mk);
	spin_unlock(&mk->lock);
	return len;
}

const struct file_operations mkpool_fops = {
	.owner = THIS_MODULE,
	.write = mkpool_write,
};

/*
 * unspin-test
 * expect: double-lock | struct mkpool.lock | mkpool_write mkpool_drop_one
 */
