// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pipe's lock is exchanged for the stage's, and irqs are restored at the end.
 * The second irqsave overwrites the flags of the first with "irqs off".
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct pipex_stage {
	spinlock_t lock;
	unsigned int items;
};

struct pipex {
	spinlock_t lock;
	struct pipex_stage *current_stage;
};

void pipex_advance(struct pipex *pipe)
{
	struct pipex_stage *stage;
	unsigned long flags;

	spin_lock_irqsave(&pipe->lock, flags);
	stage = pipe->current_stage;
	spin_lock_irqsave(&stage->lock, flags);
	spin_unlock(&pipe->lock);
	stage->items++;
	spin_unlock_irqrestore(&stage->lock, flags);
}
EXPORT_SYMBOL_GPL(pipex_advance);

/*
 * unspin-test
 * expect: flags-reuse | struct pipex.lock, struct pipex_stage.lock | pipex_advance
 */
