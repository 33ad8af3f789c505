// SPDX-License-Identifier: GPL-2.0-only
/*
 * copy_to_user() may fault a page in and sleep, here with interrupts off and the ring's
 * spinlock held.
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
	ssize_t ret = sizeof(*from);

	if (len < sizeof(*from))
		return -EINVAL;

	spin_lock_irq(&log->lock);
	if (log->head == log->tail) {
		spin_unlock_irq(&log->lock);
		return 0;
	}
	from = &log->ring[log->tail % EVLOG_SIZE];
	if (copy_to_user(buf, from, sizeof(*from)))
		ret = -EFAULT;
	else
		log->tail++;
	spin_unlock_irq(&log->lock);
	return ret;
}

static const struct file_operations evlog_fops = {
	.read = evlog_read,
};

/*
 * unspin-test
 * expect: sleep-in-atomic | struct evlog.lock | evlog_read copy_to_user
 */
