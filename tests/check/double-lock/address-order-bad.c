// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order by address keeps two tasks apart, but not one object from itself: here both
 * parameters are the same endpoint, and its lock is taken twice.
 */
#include <linux/device.h>
#include <linux/spinlock.h>

struct ep {
	spinlock_t lock;
	struct ep *peer;
};

struct ep_pair {
	struct ep *in, *out;
};

static void ep_pair_lock(struct ep *a, struct ep *b)
{
	if (a < b) {
		spin_lock(&a->lock);
		spin_lock_nested(&b->lock, SINGLE_DEPTH_NESTING);
	} else {
		spin_lock(&b->lock);
		spin_lock_nested(&a->lock, SINGLE_DEPTH_NESTING);
	}
}

static void ep_link(struct ep *a, struct ep *b)
{
	ep_pair_lock(a, b);
	a->peer = b;
	b->peer = a;
	spin_unlock(&a->lock);
	spin_unlock(&b->lock);
}

static ssize_t link_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct ep_pair *pair = dev_get_drvdata(dev);

	ep_link(pair->in, pair->in);
	return len;
}
DEVICE_ATTR_WO(link);

/*
 * unspin-test
 * expect: double-lock | struct ep.lock | ep_pair_lock ep_link link_store
 */
