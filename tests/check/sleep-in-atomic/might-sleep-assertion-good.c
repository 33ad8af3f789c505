// SPDX-License-Identifier: GPL-2.0-only
/*
 * xcore_shutdown() says with might_sleep() that its callers must be able to sleep.
 * xcore_put() calls it after the unlock.
 */
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct xcore {
	spinlock_t lock;
	unsigned int users;
	void __iomem *regs;
};

static void xcore_shutdown(struct xcore *x)
{
	might_sleep();
	writel(0, x->regs);
}

void xcore_put(struct xcore *x)
{
	bool last;

	spin_lock(&x->lock);
	last = --x->users == 0;
	spin_unlock(&x->lock);
	if (last)
		xcore_shutdown(x);
}
EXPORT_SYMBOL_GPL(xcore_put);

/*
 * unspin-test
 * expect-nothing
 */
