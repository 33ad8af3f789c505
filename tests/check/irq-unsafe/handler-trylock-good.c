// SPDX-License-Identifier: GPL-2.0-only
/*
 * stats_irq() only tries: where the lock is held it counts the interrupt elsewhere and leaves,
 * so it can interrupt a holder without harm.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

struct stats {
	struct miscdevice misc;
	void __iomem *regs;
	spinlock_t lock;
	u64 events;
	atomic_t missed;
};

static irqreturn_t stats_irq(int irq, void *data)
{
	struct stats *stats = data;

	if (!spin_trylock(&stats->lock)) {
		atomic_inc(&stats->missed);
		return IRQ_HANDLED;
	}
	stats->events += readl(stats->regs);
	spin_unlock(&stats->lock);
	return IRQ_HANDLED;
}

static ssize_t stats_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct stats *stats = container_of(file->private_data, struct stats, misc);
	u64 events;

	spin_lock(&stats->lock);
	events = stats->events + atomic_xchg(&stats->missed, 0);
	spin_unlock(&stats->lock);
	return simple_read_from_buffer(buf, len, pos, &events, sizeof(events));
}

static const struct file_operations stats_fops = {
	.owner = THIS_MODULE,
	.read = stats_read,
};

int stats_register(struct stats *stats, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&stats->lock);
	ret = devm_request_irq(dev, irq, stats_irq, 0, "stats", stats);
	if (ret)
		return ret;
	stats->misc.minor = MISC_DYNAMIC_MINOR;
	stats->misc.name = "stats";
	stats->misc.fops = &stats_fops;
	return misc_register(&stats->misc);
}

/*
 * unspin-test
 * expect-nothing
 */
