// SPDX-License-Identifier: GPL-2.0-only
/*
 * log_note() is called where txn_begin() failed and the lock is not held.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct txlog {
	spinlock_t lock;
	u32 used, notes;
};

/* True with the lock held, or false without. */
static bool txn_begin(struct txlog *log, size_t need)
{
	spin_lock(&log->lock);
	if (log->used + need <= PAGE_SIZE)
		return true;
	spin_unlock(&log->lock);
	return false;
}

static void log_note(struct txlog *log)
{
	spin_lock(&log->lock);
	log->notes++;
	spin_unlock(&log->lock);
}

static ssize_t log_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct txlog *log = file->private_data;

	if (!txn_begin(log, len)) {
		log_note(log);
		return -ENOSPC;
	}
	log->used += len;
	spin_unlock(&log->lock);
	return len;
}

const struct file_operations log_fops = {
	.owner = THIS_MODULE,
	.write = log_write,
};

/*
 * unspin-test
 * expect-nothing
 */
