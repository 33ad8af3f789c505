// SPDX-License-Identifier: GPL-2.0-only
/*
 * Against the order, gem_evict() only tries to get the object's lock; an object that is busy
 * is left alone. It never waits, so there is no cycle.
 */
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct gem_dev {
	spinlock_t lru_lock;
	struct list_head lru;
};

struct gem {
	struct gem_dev *dev;
	struct list_head node;
	spinlock_t lock;
	bool resident;
};

static int gem_release(struct inode *inode, struct file *file)
{
	struct gem *gem = file->private_data;

	spin_lock(&gem->lock);
	gem->resident = false;
	spin_lock(&gem->dev->lru_lock);
	list_del_init(&gem->node);
	spin_unlock(&gem->dev->lru_lock);
	spin_unlock(&gem->lock);
	return 0;
}

static int gem_flush(struct file *file, fl_owner_t id)
{
	struct gem *first = file->private_data;
	struct gem_dev *dev = first->dev;
	struct gem *gem;

	spin_lock(&dev->lru_lock);
	list_for_each_entry(gem, &dev->lru, node) {
		if (!spin_trylock(&gem->lock))
			continue;
		gem->resident = false;
		spin_unlock(&gem->lock);
	}
	spin_unlock(&dev->lru_lock);
	return 0;
}

const struct file_operations gem_fops = {
	.owner = THIS_MODULE,
	.flush = gem_flush,
	.release = gem_release,
};

/*
 * unspin-test
 * expect-nothing
 */
