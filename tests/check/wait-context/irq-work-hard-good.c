// SPDX-License-Identifier: GPL-2.0-only
/*
 * Work from init_irq_work() is left to a thread on PREEMPT_RT.
 */
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct nmilog {
	spinlock_t lock;
	struct irq_work work;
	unsigned int flushed;
};

static void nmilog_flush(struct irq_work *work)
{
	struct nmilog *log = container_of(work, struct nmilog, work);

	spin_lock(&log->lock);
	log->flushed++;
	spin_unlock(&log->lock);
}

void nmilog_init(struct nmilog *log)
{
	spin_lock_init(&log->lock);
	init_irq_work(&log->work, nmilog_flush);
}
EXPORT_SYMBOL_GPL(nmilog_init);

void nmilog_kick(struct nmilog *log)
{
	irq_work_queue(&log->work);
}
EXPORT_SYMBOL_GPL(nmilog_kick);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
