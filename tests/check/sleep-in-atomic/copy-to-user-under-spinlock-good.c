// SPDX-License-Identifier: GPL-2.0-only
/*
 * The record is copied to the stack under the spinlock, and to user space after it.
 */
#include <linux/fs.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

#define EVLOG_SIZE	64

struct evlog_record {
	u64 stamp;
	u32 code;
	u32 value;
};

struct evlog {
	spinlock_t lock;
	unsigned int head, tail;
	struct evlog_record ring[EVLOG_SIZE];
};

static ssize_t evlog_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct evlog *log = file->private_data;
	struct evlog_record *from;
	struct evlog_record record;
	ssize_t ret = sizeof(*from);

	if (len < sizeof(*from))
		return -EINVAL;

	spin_lock_irq(&log->lock);
	if (log->head == log->tail) {
		spin_unlock_irq(&log->lock);
		return 0;
	}
	from = &log->ring[log->tail % EVLOG_SIZE];
	record = *from;
	log->tail++;
	spin_unlock_irq(&log->lock);

	if (copy_to_user(buf, &record, sizeof(record)))
		ret = -EFAULT;
	return ret;
}

static const struct file_operations evlog_fops = {
	.read = evlog_read,
};

/*
 * unspin-test
 * expect-nothing
 */
