// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two locks of one class are taken in the order of their addresses, so no two tasks can take
 * them the other way round; the subclass says so to lockdep.
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

	ep_link(pair->in, pair->out);
	return len;
}
DEVICE_ATTR_WO(link);

/*
 * unspin-test
 * expect-nothing
 */
