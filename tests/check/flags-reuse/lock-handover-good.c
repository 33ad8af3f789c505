// SPDX-License-Identifier: GPL-2.0-only
/*
 * The pipe's lock is exchanged for the stage's, and irqs are restored at the end.
 * The second lock is taken plainly, and released with the first one's flags.
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
	spin_lock(&stage->lock);
	spin_unlock(&pipe->lock);
	stage->items++;
	spin_unlock_irqrestore(&stage->lock, flags);
}
EXPORT_SYMBOL_GPL(pipex_advance);

/*
 * unspin-test
 * expect-nothing
 */
