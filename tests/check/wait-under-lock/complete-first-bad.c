// SPDX-License-Identifier: GPL-2.0-only
/*
 * The irq thread signals the completion with the mutex held, so it needs the mutex first,
 * which the waiter holds.
 */
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct i3c {
	void __iomem *regs;
	int irq;
	struct completion done;
	struct mutex lock;
	u32 transfers;
};

static irqreturn_t i3c_thread(int irq, void *data)
{
	struct i3c *i3c = data;

	mutex_lock(&i3c->lock);
	i3c->transfers++;
	complete(&i3c->done);
	mutex_unlock(&i3c->lock);
	return IRQ_HANDLED;
}

static ssize_t i3c_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct i3c *i3c = file->private_data;

	mutex_lock(&i3c->lock);
	reinit_completion(&i3c->done);
	writel(len, i3c->regs);
	wait_for_completion(&i3c->done);
	mutex_unlock(&i3c->lock);
	return 0;
}

int i3c_init(struct device *dev, struct i3c *i3c)
{
	mutex_init(&i3c->lock);
	init_completion(&i3c->done);
	return devm_request_threaded_irq(dev, i3c->irq, NULL, i3c_thread, IRQF_ONESHOT, "i3c",
					 i3c);
}

const struct file_operations i3c_fops = {
	.owner = THIS_MODULE,
	.read = i3c_read,
};

/*
 * unspin-test
 * expect: wait-under-lock | struct i3c.lock, completion:struct i3c.done | i3c_thread i3c_read
 */
