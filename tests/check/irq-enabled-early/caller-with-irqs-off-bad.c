// SPDX-License-Identifier: GPL-2.0-only
/*
 * qx_account() uses _irq, which is right for callers with irqs on.
 * qx_requeue() calls it inside its irqsave region.
 */
#include <linux/fs.h>
#include <linux/spinlock.h>

struct qx {
	spinlock_t lock;
	spinlock_t stat_lock;
	unsigned int queued;
	u64 total;
};

static void qx_account(struct qx *q, unsigned int n)
{
	spin_lock_irq(&q->stat_lock);
	q->total += n;
	spin_unlock_irq(&q->stat_lock);
}

static void qx_requeue(struct qx *q, unsigned int n)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	q->queued += n;
	qx_account(q, n);
	spin_unlock_irqrestore(&q->lock, flags);
}

static ssize_t qx_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct qx *q = file->private_data;

	qx_requeue(q, len);
	return len;
}

static int qx_flush(struct file *file, fl_owner_t id)
{
	qx_account(file->private_data, 0);
	return 0;
}

static const struct file_operations qx_fops = {
	.write = qx_write,
	.flush = qx_flush,
};

/*
 * unspin-test
 * expect: irq-enabled-early | struct qx.lock, struct qx.stat_lock | qx_requeue qx_account
 */
