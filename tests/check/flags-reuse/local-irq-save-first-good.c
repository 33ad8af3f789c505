// SPDX-License-Identifier: GPL-2.0-only
/*
 * With irqs off already, a plain spin_lock is enough.
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
	spin_lock(&wd->lock);
	writel(wd->timeout, wd->regs + 4);
	spin_unlock(&wd->lock);
	writel(0x5555, wd->regs);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(oswd_feed);

/*
 * unspin-test
 * expect-nothing
 */
