// SPDX-License-Identifier: GPL-2.0-only
/*
 * IRQ_WORK_INIT_HARD work runs in the interrupt itself on PREEMPT_RT too.
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
	log->work = IRQ_WORK_INIT_HARD(nmilog_flush);
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
 * expect: wait-context | struct nmilog.lock | nmilog_flush
 */
