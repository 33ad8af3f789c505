// SPDX-License-Identifier: GPL-2.0-only
/*
 * set_bits() gets the lock as a parameter. pump_irq() calls it in hardirq, pump_write() with
 * irqs on: with the same lock, so the interrupt can spin for what pump_write() holds.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

#define PUMP_ACK BIT(0)
#define PUMP_RUN BIT(1)

struct pump {
	struct miscdevice misc;
	void __iomem *regs;
	spinlock_t lock;
};

static void set_bits(void __iomem *reg, u32 bits, spinlock_t *lock)
{
	spin_lock(lock);
	writel(readl(reg) | bits, reg);
	spin_unlock(lock);
}

static irqreturn_t pump_irq(int irq, void *data)
{
	struct pump *pump = data;

	set_bits(pump->regs, PUMP_ACK, &pump->lock);
	return IRQ_HANDLED;
}

static ssize_t pump_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct pump *pump = container_of(file->private_data, struct pump, misc);

	set_bits(pump->regs, PUMP_RUN, &pump->lock);
	return len;
}

static const struct file_operations pump_fops = {
	.owner = THIS_MODULE,
	.write = pump_write,
};

int pump_register(struct pump *pump, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&pump->lock);
	ret = devm_request_irq(dev, irq, pump_irq, 0, "pump", pump);
	if (ret)
		return ret;
	pump->misc.minor = MISC_DYNAMIC_MINOR;
	pump->misc.name = "pump";
	pump->misc.fops = &pump_fops;
	return misc_register(&pump->misc);
}

/*
 * unspin-test
 * expect: irq-unsafe | struct pump.lock | pump_irq pump_write set_bits
 */
