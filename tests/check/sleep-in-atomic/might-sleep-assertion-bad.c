// SPDX-License-Identifier: GPL-2.0-only
/*
 * xcore_shutdown() says with might_sleep() that its callers must be able to sleep.
 * xcore_put() calls it with the spinlock held.
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
	if (last)
		xcore_shutdown(x);
	spin_unlock(&x->lock);
}
EXPORT_SYMBOL_GPL(xcore_put);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct xcore.lock | xcore_put xcore_shutdown might_sleep
 */
