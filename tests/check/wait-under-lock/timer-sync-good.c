// SPDX-License-Identifier: GPL-2.0-only
/*
 * stop_store() waits for the timer after it gave the lock back.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct hb {
	struct timer_list timer;
	spinlock_t lock;
	u32 beats;
};

static void hb_timer(struct timer_list *t)
{
	struct hb *hb = from_timer(hb, t, timer);

	spin_lock(&hb->lock);
	hb->beats++;
	spin_unlock(&hb->lock);
}

static ssize_t stop_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct hb *hb = dev_get_drvdata(dev);

	spin_lock_bh(&hb->lock);
	hb->beats = 0;
	spin_unlock_bh(&hb->lock);
	timer_delete_sync(&hb->timer);
	return len;
}
DEVICE_ATTR_WO(stop);

void hb_start(struct hb *hb)
{
	spin_lock_init(&hb->lock);
	timer_setup(&hb->timer, hb_timer, 0);
	mod_timer(&hb->timer, jiffies + HZ);
}

/*
 * unspin-test
 * expect-nothing
 */
