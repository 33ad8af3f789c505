// SPDX-License-Identifier: GPL-2.0-only
/*
 * The member lies beside the lock that it is saved with, so only the lock's holder touches
 * it. Unusual, but right.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct mctrl {
	void __iomem *regs;
};

struct mctrl_chan {
	spinlock_t lock;
	unsigned long irqflags;
	struct mctrl *ctrl;
	unsigned int offset;
	u32 sequence;
};

void mctrl_send(struct mctrl_chan *chan, u32 word)
{
	spin_lock_irqsave(&chan->lock, chan->irqflags);
	writel(chan->sequence++, chan->ctrl->regs + chan->offset);
	writel(word, chan->ctrl->regs + chan->offset + 4);
	spin_unlock_irqrestore(&chan->lock, chan->irqflags);
}
EXPORT_SYMBOL_GPL(mctrl_send);

/*
 * unspin-test
 * expect-nothing
 */
