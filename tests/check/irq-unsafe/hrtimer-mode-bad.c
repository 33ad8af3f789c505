// SPDX-License-Identifier: GPL-2.0-only
/*
 * An hrtimer of mode HRTIMER_MODE_REL expires in hardirq. Turning bottom halves off in
 * period_store() does not keep it away.
 */
#include <linux/hrtimer.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/spinlock.h>

struct sampler {
	void __iomem *regs;
	spinlock_t lock;
	struct hrtimer timer;
	u64 period;
	u64 sum;
};

static enum hrtimer_restart sampler_tick(struct hrtimer *timer)
{
	struct sampler *sampler = container_of(timer, struct sampler, timer);

	spin_lock(&sampler->lock);
	sampler->sum += readl(sampler->regs);
	hrtimer_forward_now(timer, ns_to_ktime(sampler->period));
	spin_unlock(&sampler->lock);
	return HRTIMER_RESTART;
}

static ssize_t period_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t len)
{
	struct sampler *sampler = dev_get_drvdata(dev);
	u32 us;

	if (kstrtou32(buf, 0, &us))
		return -EINVAL;
	spin_lock_bh(&sampler->lock);
	sampler->period = us * NSEC_PER_USEC;
	spin_unlock_bh(&sampler->lock);
	return len;
}
static DEVICE_ATTR_WO(period);

static struct attribute *sampler_attrs[] = {
	&dev_attr_period.attr,
	NULL
};
ATTRIBUTE_GROUPS(sampler);

static void sampler_remove(struct platform_device *pdev)
{
	struct sampler *sampler = platform_get_drvdata(pdev);

	hrtimer_cancel(&sampler->timer);
}

static int sampler_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct sampler *sampler;

	sampler = devm_kzalloc(dev, sizeof(*sampler), GFP_KERNEL);
	if (!sampler)
		return -ENOMEM;
	sampler->regs = devm_platform_ioremap_resource(pdev, 0);
	if (IS_ERR(sampler->regs))
		return PTR_ERR(sampler->regs);
	platform_set_drvdata(pdev, sampler);
	spin_lock_init(&sampler->lock);
	sampler->period = NSEC_PER_MSEC;
	hrtimer_init(&sampler->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	sampler->timer.function = sampler_tick;
	hrtimer_start(&sampler->timer, ms_to_ktime(1), HRTIMER_MODE_REL);
	return 0;
}

static struct platform_driver sampler_driver = {
	.driver = {
		.name = "sampler",
		.dev_groups = sampler_groups,
	},
	.probe = sampler_probe,
	.remove = sampler_remove,
};
module_platform_driver(sampler_driver);

/*
 * unspin-test
 * expect: irq-unsafe | struct sampler.lock | sampler_tick period_store
 */
