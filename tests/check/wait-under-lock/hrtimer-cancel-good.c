// SPDX-License-Identifier: GPL-2.0-only
/*
 * hrtimer_try_to_cancel() gives up if the callback runs; it sees `on` when it gets the lock.
 */
#include <linux/device.h>
#include <linux/hrtimer.h>
#include <linux/io.h>
#include <linux/spinlock.h>

struct buzz {
	void __iomem *regs;
	struct hrtimer hrt;
	spinlock_t lock;
	bool on;
};

static enum hrtimer_restart buzz_tick(struct hrtimer *hrt)
{
	struct buzz *buzz = container_of(hrt, struct buzz, hrt);
	enum hrtimer_restart again = HRTIMER_NORESTART;

	spin_lock(&buzz->lock);
	if (buzz->on) {
		writel(1, buzz->regs);
		hrtimer_forward_now(hrt, ms_to_ktime(1));
		again = HRTIMER_RESTART;
	}
	spin_unlock(&buzz->lock);
	return again;
}

static ssize_t off_store(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t len)
{
	struct buzz *buzz = dev_get_drvdata(dev);
	unsigned long flags;

	spin_lock_irqsave(&buzz->lock, flags);
	buzz->on = false;
	hrtimer_try_to_cancel(&buzz->hrt);
	spin_unlock_irqrestore(&buzz->lock, flags);
	return len;
}
DEVICE_ATTR_WO(off);

void buzz_start(struct buzz *buzz)
{
	spin_lock_init(&buzz->lock);
	buzz->on = true;
	hrtimer_init(&buzz->hrt, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	buzz->hrt.function = buzz_tick;
	hrtimer_start(&buzz->hrt, ms_to_ktime(1), HRTIMER_MODE_REL);
}

/*
 * unspin-test
 * expect-nothing
 */
