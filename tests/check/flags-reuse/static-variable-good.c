// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flags variable is on the stack.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct dbgport {
	spinlock_t lock;
	void __iomem *regs;
};

void dbgport_puts(struct dbgport *port, const char *s)
{
	unsigned long flags;

	spin_lock_irqsave(&port->lock, flags);
	while (*s)
		writeb(*s++, port->regs);
	spin_unlock_irqrestore(&port->lock, flags);
}
EXPORT_SYMBOL_GPL(dbgport_puts);

/*
 * unspin-test
 * expect-nothing
 */
