// SPDX-License-Identifier: GPL-2.0-only
/*
 * atomic_dec_and_lock() returns true with the lock held when the last reference goes.
 * The lock is released for the pinned buffer too.
 */
#include <linux/atomic.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct poolx {
	spinlock_t lock;
	unsigned int used;
};

struct poolx_buf {
	struct list_head node;
	atomic_t refs;
	bool pinned;
};

void poolx_put(struct poolx *pool, struct poolx_buf *buf)
{
	if (!atomic_dec_and_lock(&buf->refs, &pool->lock))
		return;
	if (buf->pinned) {
		spin_unlock(&pool->lock);
		return;
	}
	list_del(&buf->node);
	pool->used--;
	spin_unlock(&pool->lock);
	kfree(buf);
}
EXPORT_SYMBOL_GPL(poolx_put);

/*
 * unspin-test
 * expect-nothing
 */
