// SPDX-License-Identifier: GPL-2.0-only
/*
 * stat_add() takes stat_lock plainly, since its callers are meant to have irqs off.
 * stat_flush() calls it with irqs on, and disk_irq() takes the same lock.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

struct disk {
	struct miscdevice misc;
	void __iomem *regs;
	spinlock_t queue_lock;
	spinlock_t stat_lock;
	u64 sectors;
};

static void stat_add(struct disk *disk, u32 n)
{
	spin_lock(&disk->stat_lock);
	disk->sectors += n;
	spin_unlock(&disk->stat_lock);
}

static irqreturn_t disk_irq(int irq, void *data)
{
	struct disk *disk = data;

	stat_add(disk, readl(disk->regs));
	return IRQ_HANDLED;
}

static ssize_t disk_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct disk *disk = container_of(file->private_data, struct disk, misc);
	unsigned long flags;

	spin_lock_irqsave(&disk->queue_lock, flags);
	writel(len, disk->regs);
	stat_add(disk, len / 512);
	spin_unlock_irqrestore(&disk->queue_lock, flags);
	return len;
}

static int stat_flush(struct file *file, fl_owner_t id)
{
	struct disk *disk = container_of(file->private_data, struct disk, misc);

	stat_add(disk, 1);
	return 0;
}

static const struct file_operations disk_fops = {
	.owner = THIS_MODULE,
	.write = disk_write,
	.flush = stat_flush,
};

int disk_register(struct disk *disk, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&disk->queue_lock);
	spin_lock_init(&disk->stat_lock);
	ret = devm_request_irq(dev, irq, disk_irq, 0, "disk", disk);
	if (ret)
		return ret;
	disk->misc.minor = MISC_DYNAMIC_MINOR;
	disk->misc.name = "disk";
	disk->misc.fops = &disk_fops;
	return misc_register(&disk->misc);
}

/*
 * unspin-test
 * expect: irq-unsafe | struct disk.stat_lock | disk_irq stat_flush stat_add
 */
