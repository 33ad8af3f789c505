// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each channel has its lock, but all of them save into the controller's one member: two
 * channels on two CPUs overwrite each other's flags.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct mctrl {
	void __iomem *regs;
	unsigned long irqflags;
};

struct mctrl_chan {
	spinlock_t lock;
	struct mctrl *ctrl;
	unsigned int offset;
	u32 sequence;
};

void mctrl_send(struct mctrl_chan *chan, u32 word)
{
	spin_lock_irqsave(&chan->lock, chan->ctrl->irqflags);
	writel(chan->sequence++, chan->ctrl->regs + chan->offset);
	writel(word, chan->ctrl->regs + chan->offset + 4);
	spin_unlock_irqrestore(&chan->lock, chan->ctrl->irqflags);
}
EXPORT_SYMBOL_GPL(mctrl_send);

/*
 * unspin-test
 * expect: flags-reuse | struct mctrl_chan.lock | mctrl_send
 */
