// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state is changed under the spinlock, and the interrupt freed after it.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/spinlock.h>

struct adcb {
	spinlock_t lock;
	void __iomem *regs;
	int irq;
	unsigned int users;
};

static irqreturn_t adcb_irq(int irq, void *data)
{
	struct adcb *adc = data;

	writel(readl(adc->regs), adc->regs);
	return IRQ_HANDLED;
}

static int adcb_open(struct inode *inode, struct file *file)
{
	struct adcb *adc = file->private_data;
	int err;

	err = request_irq(adc->irq, adcb_irq, 0, "adcb", adc);
	if (err)
		return err;
	spin_lock(&adc->lock);
	adc->users++;
	spin_unlock(&adc->lock);
	return 0;
}

static int adcb_release(struct inode *inode, struct file *file)
{
	struct adcb *adc = file->private_data;

	spin_lock(&adc->lock);
	adc->users--;
	spin_unlock(&adc->lock);
	free_irq(adc->irq, adc);
	return 0;
}

static const struct file_operations adcb_fops = {
	.open = adcb_open,
	.release = adcb_release,
};

/*
 * unspin-test
 * expect-nothing
 */
