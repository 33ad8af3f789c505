// SPDX-License-Identifier: GPL-2.0-only
/*
 * spin_lock_bh() is answered with spin_unlock() on the path that found nothing: bottom
 * halves stay off.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct mcastx_group {
	struct list_head node;
	u32 addr;
};

struct mcastx {
	spinlock_t lock;
	struct list_head groups;
};

int mcastx_leave(struct mcastx *mc, u32 addr)
{
	struct mcastx_group *g;

	spin_lock_bh(&mc->lock);
	list_for_each_entry(g, &mc->groups, node) {
		if (g->addr == addr) {
			list_del(&g->node);
			spin_unlock_bh(&mc->lock);
			kfree(g);
			return 0;
		}
	}
	spin_unlock(&mc->lock);
	return -ENOENT;
}
EXPORT_SYMBOL_GPL(mcastx_leave);

/*
 * unspin-test
 * expect: unbalanced | struct mcastx.lock | mcastx_leave
 */
