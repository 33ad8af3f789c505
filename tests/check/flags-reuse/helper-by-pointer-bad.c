// SPDX-License-Identifier: GPL-2.0-only
/*
 * tape_eject() hands its live flags variable to the helper, which saves into it again.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct tape {
	spinlock_t lock;
	spinlock_t cmd_lock;
	void __iomem *regs;
	bool loaded;
};

static void tape_cmd_begin(struct tape *tape, unsigned long *flags)
	__acquires(&tape->cmd_lock)
{
	spin_lock_irqsave(&tape->cmd_lock, *flags);
}

static void tape_cmd_end(struct tape *tape, unsigned long *flags)
	__releases(&tape->cmd_lock)
{
	spin_unlock_irqrestore(&tape->cmd_lock, *flags);
}

void tape_eject(struct tape *tape)
{
	unsigned long flags;

	spin_lock_irqsave(&tape->lock, flags);
	if (tape->loaded) {
		tape_cmd_begin(tape, &flags);
		writel(1, tape->regs);
		tape_cmd_end(tape, &flags);
		tape->loaded = false;
	}
	spin_unlock_irqrestore(&tape->lock, flags);
}
EXPORT_SYMBOL_GPL(tape_eject);

/*
 * unspin-test
 * expect: flags-reuse | struct tape.lock, struct tape.cmd_lock | tape_eject
 */
