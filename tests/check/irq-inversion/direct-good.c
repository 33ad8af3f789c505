// SPDX-License-Identifier: GPL-2.0-only
/*
 * pool_lock is held with irqs off everywhere, as everything that is taken under tx_lock must.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

struct can {
	struct miscdevice misc;
	void __iomem *regs;
	spinlock_t tx_lock;
	spinlock_t pool_lock; /* inside tx_lock */
	u32 queued, free;
};

static irqreturn_t can_irq(int irq, void *data)
{
	struct can *can = data;

	spin_lock(&can->tx_lock);
	can->queued = readl(can->regs);
	spin_unlock(&can->tx_lock);
	return IRQ_HANDLED;
}

static ssize_t can_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct can *can = container_of(file->private_data, struct can, misc);
	unsigned long flags;

	spin_lock_irqsave(&can->tx_lock, flags);
	spin_lock(&can->pool_lock);
	can->free--;
	spin_unlock(&can->pool_lock);
	can->queued++;
	spin_unlock_irqrestore(&can->tx_lock, flags);
	return len;
}

static long can_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct can *can = container_of(file->private_data, struct can, misc);
	unsigned long flags;

	spin_lock_irqsave(&can->pool_lock, flags);
	can->free += arg;
	spin_unlock_irqrestore(&can->pool_lock, flags);
	return 0;
}

static const struct file_operations can_fops = {
	.owner = THIS_MODULE,
	.write = can_write,
	.unlocked_ioctl = can_ioctl,
};

int can_register(struct can *can, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&can->tx_lock);
	spin_lock_init(&can->pool_lock);
	ret = devm_request_irq(dev, irq, can_irq, 0, "can", can);
	if (ret)
		return ret;
	can->misc.minor = MISC_DYNAMIC_MINOR;
	can->misc.name = "can";
	can->misc.fops = &can_fops;
	return misc_register(&can->misc);
}

/*
 * unspin-test
 * expect-nothing
 */
