// SPDX-License-Identifier: GPL-2.0-only
/*
 * node_charge() locks the parent, then the child; node_account() locks the parent again.
 */
#include <linux/device.h>
#include <linux/spinlock.h>

struct cgnode {
	struct cgnode *parent;
	spinlock_t lock;
	u32 usage, peak;
};

static void node_account(struct cgnode *node)
{
	spin_lock(&node->lock);
	node->peak = max(node->peak, node->usage);
	spin_unlock(&node->lock);
}

static void node_charge(struct cgnode *child, u32 n)
{
	struct cgnode *parent = child->parent;

	spin_lock(&parent->lock);
	spin_lock_nested(&child->lock, SINGLE_DEPTH_NESTING);
	child->usage += n;
	parent->usage += n;
	spin_unlock(&child->lock);
	node_account(parent);
	spin_unlock(&parent->lock);
}

static ssize_t usage_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct cgnode *node = dev_get_drvdata(dev);
	u32 n;

	if (kstrtou32(buf, 0, &n))
		return -EINVAL;
	node_charge(node, n);
	return len;
}
DEVICE_ATTR_WO(usage);

/*
 * unspin-test
 * expect: double-lock | struct cgnode.lock | usage_store node_charge node_account
 */
