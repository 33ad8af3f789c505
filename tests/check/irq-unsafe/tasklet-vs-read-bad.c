// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tasklet takes the lock in softirq; cam_read() holds it with bottom halves on, so the
 * tasklet can run on top of it and spins.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/uaccess.h>

struct cam {
	struct miscdevice misc;
	void __iomem *regs;
	struct tasklet_struct tasklet;
	spinlock_t lock;
	u32 frames;
};

static void cam_tasklet(struct tasklet_struct *t)
{
	struct cam *cam = from_tasklet(cam, t, tasklet);

	spin_lock(&cam->lock);
	cam->frames += readl(cam->regs);
	spin_unlock(&cam->lock);
}

static irqreturn_t cam_irq(int irq, void *data)
{
	struct cam *cam = data;

	tasklet_schedule(&cam->tasklet);
	return IRQ_HANDLED;
}

static ssize_t cam_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct cam *cam = container_of(file->private_data, struct cam, misc);
	u32 frames;

	spin_lock(&cam->lock);
	frames = cam->frames;
	cam->frames = 0;
	spin_unlock(&cam->lock);
	return simple_read_from_buffer(buf, len, pos, &frames, sizeof(frames));
}

static const struct file_operations cam_fops = {
	.owner = THIS_MODULE,
	.read = cam_read,
};

int cam_register(struct cam *cam, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&cam->lock);
	tasklet_setup(&cam->tasklet, cam_tasklet);
	ret = devm_request_irq(dev, irq, cam_irq, 0, "cam", cam);
	if (ret)
		return ret;
	cam->misc.minor = MISC_DYNAMIC_MINOR;
	cam->misc.name = "cam";
	cam->misc.fops = &cam_fops;
	return misc_register(&cam->misc);
}

/*
 * unspin-test
 * expect: irq-unsafe | struct cam.lock | cam_tasklet cam_read
 */
