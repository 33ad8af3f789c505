// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader keeps irqs off, so no interrupt can come between it and its unlock.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

struct sel {
	struct miscdevice misc;
	void __iomem *regs;
	spinlock_t dev_lock;
	rwlock_t map_lock;
	u32 status, map;
};

static irqreturn_t sel_irq(int irq, void *data)
{
	struct sel *sel = data;

	spin_lock(&sel->dev_lock);
	sel->status = readl(sel->regs);
	spin_unlock(&sel->dev_lock);
	return IRQ_HANDLED;
}

static ssize_t sel_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct sel *sel = container_of(file->private_data, struct sel, misc);

	spin_lock_irq(&sel->dev_lock);
	write_lock(&sel->map_lock);
	sel->map = sel->status;
	write_unlock(&sel->map_lock);
	spin_unlock_irq(&sel->dev_lock);
	return len;
}

static ssize_t sel_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct sel *sel = container_of(file->private_data, struct sel, misc);
	u32 map;

	read_lock_irq(&sel->map_lock);
	map = sel->map;
	read_unlock_irq(&sel->map_lock);
	return simple_read_from_buffer(buf, len, pos, &map, sizeof(map));
}

static const struct file_operations sel_fops = {
	.owner = THIS_MODULE,
	.read = sel_read,
	.write = sel_write,
};

int sel_register(struct sel *sel, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&sel->dev_lock);
	rwlock_init(&sel->map_lock);
	ret = devm_request_irq(dev, irq, sel_irq, 0, "sel", sel);
	if (ret)
		return ret;
	sel->misc.minor = MISC_DYNAMIC_MINOR;
	sel->misc.name = "sel";
	sel->misc.fops = &sel_fops;
	return misc_register(&sel->misc);
}

/*
 * unspin-test
 * expect-nothing
 */
