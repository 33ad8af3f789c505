// SPDX-License-Identifier: GPL-2.0-only
/*
 * wait_event_interruptible_lock_irq() drops the lock while it sleeps and takes it again
 * before it looks at the condition.
 */
#include <linux/fs.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/wait.h>

struct mbox {
	spinlock_t lock;
	wait_queue_head_t wait;
	bool full;
	u32 message;
};

static ssize_t mbox_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct mbox *mb = file->private_data;
	u32 message = 0;
	int err;

	if (len < sizeof(message))
		return -EINVAL;
	spin_lock_irq(&mb->lock);
	err = wait_event_interruptible_lock_irq(mb->wait, mb->full, mb->lock);
	if (!err) {
		message = mb->message;
		mb->full = false;
	}
	spin_unlock_irq(&mb->lock);
	if (err)
		return err;
	if (copy_to_user(buf, &message, sizeof(message)))
		return -EFAULT;
	return sizeof(message);
}

static const struct file_operations mbox_fops = {
	.read = mbox_read,
};

/*
 * unspin-test
 * expect-nothing
 */
