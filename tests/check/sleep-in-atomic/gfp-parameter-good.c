// SPDX-License-Identifier: GPL-2.0-only
/*
 * dq_new() passes its gfp argument on. dq_requeue() calls it with the queue's lock held
 * and says GFP_ATOMIC; the caller that says GFP_KERNEL holds nothing.
 */
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct dq_entry {
	struct list_head node;
	u64 sector;
};

struct dq {
	spinlock_t lock;
	struct list_head pending;
};

static struct dq_entry *dq_new(u64 sector, gfp_t gfp)
{
	struct dq_entry *e = kmalloc(sizeof(*e), gfp);

	if (e)
		e->sector = sector;
	return e;
}

int dq_submit(struct dq *q, u64 sector)
{
	struct dq_entry *e = dq_new(sector, GFP_KERNEL);

	if (!e)
		return -ENOMEM;
	spin_lock_irq(&q->lock);
	list_add_tail(&e->node, &q->pending);
	spin_unlock_irq(&q->lock);
	return 0;
}
EXPORT_SYMBOL_GPL(dq_submit);

int dq_requeue(struct dq *q, u64 sector)
{
	struct dq_entry *e;
	unsigned long flags;
	int err = -ENOMEM;

	spin_lock_irqsave(&q->lock, flags);
	e = dq_new(sector, GFP_ATOMIC);
	if (e) {
		list_add(&e->node, &q->pending);
		err = 0;
	}
	spin_unlock_irqrestore(&q->lock, flags);
	return err;
}
EXPORT_SYMBOL_GPL(dq_requeue);

/*
 * unspin-test
 * expect-nothing
 */
