// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock that was taken is the one that is released.
 */
#include <linux/fs.h>
#include <linux/spinlock.h>

struct i2sx {
	struct {
		spinlock_t lock;
		unsigned int frames;
	} rx, tx;
};

static ssize_t i2sx_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct i2sx *i2s = file->private_data;

	spin_lock_irq(&i2s->rx.lock);
	i2s->rx.frames += len / 4;
	spin_unlock_irq(&i2s->rx.lock);
	return len;
}

static ssize_t i2sx_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct i2sx *i2s = file->private_data;

	spin_lock_irq(&i2s->tx.lock);
	i2s->tx.frames += len / 4;
	spin_unlock_irq(&i2s->tx.lock);
	return len;
}

static const struct file_operations i2sx_fops = {
	.read = i2sx_read,
	.write = i2sx_write,
};

/*
 * unspin-test
 * expect-nothing
 */
