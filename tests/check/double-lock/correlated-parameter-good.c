// SPDX-License-Identifier: GPL-2.0-only
/*
 * The caller that has the lock says true: the helper neither takes nor releases it.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct kfifo_dev {
	spinlock_t lock;
	u32 in, out;
};

static void kf_drain(struct kfifo_dev *kf, bool locked)
{
	if (!locked)
		spin_lock(&kf->lock);
	kf->out = kf->in;
	if (!locked)
		spin_unlock(&kf->lock);
}

static ssize_t kf_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct kfifo_dev *kf = file->private_data;

	spin_lock(&kf->lock);
	if (kf->in - kf->out + len > PAGE_SIZE)
		kf_drain(kf, true);
	kf->in += len;
	spin_unlock(&kf->lock);
	return len;
}

static int kf_release(struct inode *inode, struct file *file)
{
	kf_drain(file->private_data, false);
	return 0;
}

const struct file_operations kf_fops = {
	.owner = THIS_MODULE,
	.write = kf_write,
	.release = kf_release,
};

/*
 * unspin-test
 * expect-nothing
 */
