// SPDX-License-Identifier: GPL-2.0-only
/*
 * Other irq_works run in a thread on PREEMPT_RT.
 */
#include <linux/irq_work.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct wakex {
	rwlock_t lock;
	struct irq_work work;
	wait_queue_head_t queue;
};

static void wakex_run(struct irq_work *work);

static struct wakex wakex = {
	.lock = __RW_LOCK_UNLOCKED(wakex.lock),
	.work = IRQ_WORK_INIT(wakex_run),
};

static void wakex_run(struct irq_work *work)
{
	read_lock(&wakex.lock);
	wake_up(&wakex.queue);
	read_unlock(&wakex.lock);
}

void wakex_kick(void)
{
	irq_work_queue(&wakex.work);
}
EXPORT_SYMBOL_GPL(wakex_kick);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
