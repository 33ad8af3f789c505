// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock exists only with CONFIG_HBMX_SHARED.
 * Lock and unlock ask for the same option.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct hbmx {
	spinlock_t lock;
	void __iomem *regs;
};

void hbmx_flush(struct hbmx *hbm)
{
#ifdef CONFIG_HBMX_SHARED
	spin_lock(&hbm->lock);
#endif
	writel(1, hbm->regs);
	readl(hbm->regs);
#ifdef CONFIG_HBMX_SHARED
	spin_unlock(&hbm->lock);
#endif
}
EXPORT_SYMBOL_GPL(hbmx_flush);

/*
 * unspin-test
 * expect-nothing
 */
