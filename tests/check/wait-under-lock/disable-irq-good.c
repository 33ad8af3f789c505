// SPDX-License-Identifier: GPL-2.0-only
/*
 * disable_irq_nosync() does not wait. A thread that is running already gets the mutex later.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/mutex.h>

struct accel {
	void __iomem *regs;
	int irq;
	struct mutex lock;
	u32 range;
};

static irqreturn_t accel_thread(int irq, void *data)
{
	struct accel *accel = data;

	mutex_lock(&accel->lock);
	writel(accel->range, accel->regs);
	mutex_unlock(&accel->lock);
	return IRQ_HANDLED;
}

static ssize_t range_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct accel *accel = dev_get_drvdata(dev);
	u32 range;

	if (kstrtou32(buf, 0, &range))
		return -EINVAL;
	mutex_lock(&accel->lock);
	disable_irq_nosync(accel->irq);
	accel->range = range;
	enable_irq(accel->irq);
	mutex_unlock(&accel->lock);
	return len;
}
DEVICE_ATTR_WO(range);

int accel_init(struct device *dev, struct accel *accel)
{
	mutex_init(&accel->lock);
	return devm_request_threaded_irq(dev, accel->irq, NULL, accel_thread, IRQF_ONESHOT,
					 "accel", accel);
}

/*
 * unspin-test
 * expect-nothing
 */
