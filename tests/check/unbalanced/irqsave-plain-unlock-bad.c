// SPDX-License-Identifier: GPL-2.0-only
/*
 * spin_lock_irqsave() is answered with spin_unlock(): the lock is free again, but irqs stay off.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct wdtx {
	spinlock_t lock;
	void __iomem *regs;
	unsigned long pings;
};

void wdtx_ping(struct wdtx *wd)
{
	unsigned long flags;

	spin_lock_irqsave(&wd->lock, flags);
	writel(1, wd->regs);
	wd->pings++;
	spin_unlock(&wd->lock);
}
EXPORT_SYMBOL_GPL(wdtx_ping);

/*
 * unspin-test
 * expect: unbalanced | struct wdtx.lock | wdtx_ping
 */
