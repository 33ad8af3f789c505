// SPDX-License-Identifier: GPL-2.0-only
/*
 * spin_lock_bh() keeps softirqs away, but the lock is taken in a hard interrupt: fifo_irq()
 * can come while fifo_ioctl() holds it, and spins for ever.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

#define FIFO_CTRL 0x04
#define FIFO_LEVEL 0x08
#define FIFO_IOC_RESET _IO('f', 1)

struct fifo {
	struct miscdevice misc;
	void __iomem *regs;
	spinlock_t lock;
	unsigned int level;
};

static irqreturn_t fifo_irq(int irq, void *data)
{
	struct fifo *fifo = data;

	spin_lock(&fifo->lock);
	fifo->level = readl(fifo->regs + FIFO_LEVEL);
	spin_unlock(&fifo->lock);
	return IRQ_HANDLED;
}

static long fifo_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct fifo *fifo = container_of(file->private_data, struct fifo, misc);

	if (cmd != FIFO_IOC_RESET)
		return -ENOTTY;
	spin_lock_bh(&fifo->lock);
	fifo->level = 0;
	writel(1, fifo->regs + FIFO_CTRL);
	spin_unlock_bh(&fifo->lock);
	return 0;
}

static const struct file_operations fifo_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = fifo_ioctl,
};

int fifo_register(struct fifo *fifo, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&fifo->lock);
	ret = devm_request_irq(dev, irq, fifo_irq, 0, "fifo", fifo);
	if (ret)
		return ret;
	fifo->misc.minor = MISC_DYNAMIC_MINOR;
	fifo->misc.name = "fifo";
	fifo->misc.fops = &fifo_fops;
	return misc_register(&fifo->misc);
}

/*
 * unspin-test
 * expect: irq-unsafe | struct fifo.lock | fifo_irq fifo_ioctl
 */
