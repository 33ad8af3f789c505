// SPDX-License-Identifier: GPL-2.0-only
/*
 * `lock` points to the same mutex as &pwm->lock, which is taken again under its own name.
 */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/mutex.h>

struct pwmdev {
	void __iomem *regs;
	struct mutex lock;
	u32 period;
};

static ssize_t period_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t len)
{
	struct pwmdev *pwm = dev_get_drvdata(dev);
	struct mutex *lock = &pwm->lock;
	u32 period;

	if (kstrtou32(buf, 0, &period))
		return -EINVAL;
	mutex_lock(lock);
	pwm->period = period;

	mutex_lock(&pwm->lock);
	writel(period, pwm->regs);
	mutex_unlock(&pwm->lock);
	mutex_unlock(lock);
	return len;
}
DEVICE_ATTR_WO(period);

/*
 * unspin-test
 * expect: double-lock | struct pwmdev.lock | period_store
 */
