// SPDX-License-Identifier: GPL-2.0-only
/*
 * The spinlock_t is waited for inside the raw lock.
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
	spin_lock(&con->fifo_lock);
	writeb(c, con->regs);
	spin_unlock(&con->fifo_lock);
	raw_spin_unlock_irqrestore(&con->lock, flags);
}
EXPORT_SYMBOL_GPL(conx_write);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct conx.lock, struct conx.fifo_lock | conx_write
 */
