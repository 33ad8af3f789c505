// SPDX-License-Identifier: GPL-2.0-only
/*
 * evt_write() gives the device's lock back before it takes list_lock, so list_lock never has
 * to be got by someone whom an interrupt waits for.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct evt {
	struct miscdevice misc;
	struct list_head node;
	spinlock_t lock;
	u32 count;
};

static LIST_HEAD(evt_list);
static DEFINE_SPINLOCK(list_lock);

static irqreturn_t evt_irq(int irq, void *data)
{
	struct evt *evt = data;

	spin_lock(&evt->lock);
	evt->count++;
	spin_unlock(&evt->lock);
	return IRQ_HANDLED;
}

static int evt_open(struct inode *inode, struct file *file)
{
	struct evt *evt = container_of(file->private_data, struct evt, misc);

	spin_lock(&list_lock);
	list_add_tail(&evt->node, &evt_list);
	spin_unlock(&list_lock);
	return 0;
}

static ssize_t evt_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct evt *evt = container_of(file->private_data, struct evt, misc);

	spin_lock_irq(&evt->lock);
	evt->count = 0;
	spin_unlock_irq(&evt->lock);
	spin_lock(&list_lock);
	list_del_init(&evt->node);
	spin_unlock(&list_lock);
	return len;
}

static const struct file_operations evt_fops = {
	.owner = THIS_MODULE,
	.open = evt_open,
	.write = evt_write,
};

int evt_register(struct evt *evt, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&evt->lock);
	ret = devm_request_irq(dev, irq, evt_irq, 0, "evt", evt);
	if (ret)
		return ret;
	evt->misc.minor = MISC_DYNAMIC_MINOR;
	evt->misc.name = "evt";
	evt->misc.fops = &evt_fops;
	return misc_register(&evt->misc);
}

/*
 * unspin-test
 * expect-nothing
 */
