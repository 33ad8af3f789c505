// SPDX-License-Identifier: GPL-2.0-only
/*
 * The irqsave under local_irq_save() overwrites the flags that the final restore needs.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct oswd {
	spinlock_t lock;
	void __iomem *regs;
	unsigned int timeout;
};

void oswd_feed(struct oswd *wd)
{
	unsigned long flags;

	local_irq_save(flags);
	writel(0xaaaa, wd->regs);
	spin_lock_irqsave(&wd->lock, flags);
	writel(wd->timeout, wd->regs + 4);
	spin_unlock_irqrestore(&wd->lock, flags);
	writel(0x5555, wd->regs);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(oswd_feed);

/*
 * unspin-test
 * expect: flags-reuse | struct oswd.lock | oswd_feed
 */
