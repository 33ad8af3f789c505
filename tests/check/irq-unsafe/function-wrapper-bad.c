// SPDX-License-Identifier: GPL-2.0-only
/*
 * dsp_lock() and dsp_unlock() are the driver's own names for the plain lock. dsp_irq() calls
 * them in hardirq and dsp_release() in process context with irqs on.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

struct dsp {
	struct miscdevice misc;
	void __iomem *regs;
	spinlock_t lock;
	u32 pending;
};

static void dsp_lock(struct dsp *dsp)
{
	spin_lock(&dsp->lock);
}

static void dsp_unlock(struct dsp *dsp)
{
	spin_unlock(&dsp->lock);
}

static irqreturn_t dsp_irq(int irq, void *data)
{
	struct dsp *dsp = data;

	dsp_lock(dsp);
	dsp->pending |= readl(dsp->regs);
	dsp_unlock(dsp);
	return IRQ_HANDLED;
}

static int dsp_release(struct inode *inode, struct file *file)
{
	struct dsp *dsp = container_of(file->private_data, struct dsp, misc);

	dsp_lock(dsp);
	dsp->pending = 0;
	dsp_unlock(dsp);
	return 0;
}

static const struct file_operations dsp_fops = {
	.owner = THIS_MODULE,
	.release = dsp_release,
};

int dsp_register(struct dsp *dsp, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&dsp->lock);
	ret = devm_request_irq(dev, irq, dsp_irq, 0, "dsp", dsp);
	if (ret)
		return ret;
	dsp->misc.minor = MISC_DYNAMIC_MINOR;
	dsp->misc.name = "dsp";
	dsp->misc.fops = &dsp_fops;
	return misc_register(&dsp->misc);
}

/*
 * unspin-test
 * expect: irq-unsafe | struct dsp.lock | dsp_irq dsp_release dsp_lock
 */
