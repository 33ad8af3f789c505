// SPDX-License-Identifier: GPL-2.0-only
/*
 * prox_release() frees the irq first and takes the mutex then.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct prox {
	void __iomem *regs;
	int irq;
	struct mutex lock;
	u32 distance;
};

static irqreturn_t prox_thread(int irq, void *data)
{
	struct prox *prox = data;

	mutex_lock(&prox->lock);
	prox->distance = readl(prox->regs);
	mutex_unlock(&prox->lock);
	return IRQ_HANDLED;
}

static int prox_open(struct inode *inode, struct file *file)
{
	struct prox *prox = file->private_data;

	return request_threaded_irq(prox->irq, NULL, prox_thread, IRQF_ONESHOT, "prox", prox);
}

static int prox_release(struct inode *inode, struct file *file)
{
	struct prox *prox = file->private_data;

	free_irq(prox->irq, prox);
	mutex_lock(&prox->lock);
	prox->distance = 0;
	mutex_unlock(&prox->lock);
	return 0;
}

const struct file_operations prox_fops = {
	.owner = THIS_MODULE,
	.open = prox_open,
	.release = prox_release,
};

/*
 * unspin-test
 * expect-nothing
 */
