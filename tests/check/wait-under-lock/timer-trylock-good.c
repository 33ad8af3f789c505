// SPDX-License-Identifier: GPL-2.0-only
/*
 * rate_timer() only tries to get the lock and leaves the update to its next run: the holder's
 * wait for it ends.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct rate {
	struct timer_list timer;
	spinlock_t lock;
	u32 count, last;
};

static void rate_timer(struct timer_list *t)
{
	struct rate *rate = from_timer(rate, t, timer);

	if (spin_trylock(&rate->lock)) {
		rate->last = rate->count;
		spin_unlock(&rate->lock);
	}
	mod_timer(&rate->timer, jiffies + HZ);
}

static ssize_t reset_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct rate *rate = dev_get_drvdata(dev);

	spin_lock_bh(&rate->lock);
	rate->count = 0;
	timer_delete_sync(&rate->timer);
	spin_unlock_bh(&rate->lock);
	mod_timer(&rate->timer, jiffies + HZ);
	return len;
}
DEVICE_ATTR_WO(reset);

void rate_start(struct rate *rate)
{
	spin_lock_init(&rate->lock);
	timer_setup(&rate->timer, rate_timer, 0);
	mod_timer(&rate->timer, jiffies + HZ);
}

/*
 * unspin-test
 * expect-nothing
 */
