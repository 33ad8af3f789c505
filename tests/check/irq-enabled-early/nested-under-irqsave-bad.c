// SPDX-License-Identifier: GPL-2.0-only
/*
 * dmux_kick() holds the controller's lock with irqs off. The unlock_irq in dmux_push()
 * switches them on with that lock still held.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct dmux_chan {
	spinlock_t lock;
	void __iomem *regs;
	u32 next;
};

struct dmux {
	spinlock_t lock;
	unsigned long active;
	struct dmux_chan chan[4];
};

static void dmux_push(struct dmux_chan *chan)
{
	spin_lock_irq(&chan->lock);
	writel(chan->next, chan->regs);
	chan->next = 0;
	spin_unlock_irq(&chan->lock);
}

void dmux_kick(struct dmux *dm, unsigned int nr)
{
	unsigned long flags;

	spin_lock_irqsave(&dm->lock, flags);
	if (!__test_and_set_bit(nr, &dm->active))
		dmux_push(&dm->chan[nr]);
	spin_unlock_irqrestore(&dm->lock, flags);
}
EXPORT_SYMBOL_GPL(dmux_kick);

/*
 * unspin-test
 * expect: irq-enabled-early | struct dmux.lock, struct dmux_chan.lock | dmux_kick dmux_push
 */
