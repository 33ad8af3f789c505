// SPDX-License-Identifier: GPL-2.0-only
/*
 * portx_trylock() says whether it got the lock, as its annotation does.
 * portx_flush() does not look.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct portx {
	spinlock_t lock;
	bool gone;
	void __iomem *regs;
};

static bool portx_trylock(struct portx *port)
	__cond_acquires(&port->lock)
{
	if (!spin_trylock(&port->lock))
		return false;
	if (port->gone) {
		spin_unlock(&port->lock);
		return false;
	}
	return true;
}

void portx_flush(struct portx *port)
{
	portx_trylock(port);
	writel(0, port->regs);
	spin_unlock(&port->lock);
}
EXPORT_SYMBOL_GPL(portx_flush);

/*
 * unspin-test
 * expect: unbalanced | struct portx.lock | portx_flush
 */
