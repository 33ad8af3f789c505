// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trylock does not wait, and lockdep exempts it.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct conx {
	raw_spinlock_t lock;
	spinlock_t fifo_lock;
	void __iomem *regs;
	unsigned int dropped;
};

void conx_write(struct conx *con, u8 c)
{
	unsigned long flags;

	raw_spin_lock_irqsave(&con->lock, flags);
	if (spin_trylock(&con->fifo_lock)) {
		writeb(c, con->regs);
		spin_unlock(&con->fifo_lock);
	} else {
		con->dropped++;
	}
	raw_spin_unlock_irqrestore(&con->lock, flags);
}
EXPORT_SYMBOL_GPL(conx_write);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
