// SPDX-License-Identifier: GPL-2.0-only
/*
 * GFP_NOWAIT lets reclaim run elsewhere and fails instead of sleeping.
 */
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/spinlock.h>

static struct {
	spinlock_t lock;
	struct list_head free;
	unsigned int nr_free;
} pgpool = {
	.lock = __SPIN_LOCK_UNLOCKED(pgpool.lock),
	.free = LIST_HEAD_INIT(pgpool.free),
};

void pgpool_refill(unsigned int want)
{
	gfp_t gfp = GFP_NOWAIT | __GFP_NOWARN;
	struct page *page;

	spin_lock(&pgpool.lock);
	while (pgpool.nr_free < want) {
		page = alloc_pages(gfp, 0);
		if (!page)
			break;
		list_add(&page->lru, &pgpool.free);
		pgpool.nr_free++;
	}
	spin_unlock(&pgpool.lock);
}
EXPORT_SYMBOL_GPL(pgpool_refill);

/*
 * unspin-test
 * expect-nothing
 */
