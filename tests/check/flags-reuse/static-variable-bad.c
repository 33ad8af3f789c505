// SPDX-License-Identifier: GPL-2.0-only
/*
 * One static flags variable serves every port's lock.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct dbgport {
	spinlock_t lock;
	void __iomem *regs;
};

static unsigned long dbgport_flags;

void dbgport_puts(struct dbgport *port, const char *s)
{
	spin_lock_irqsave(&port->lock, dbgport_flags);
	while (*s)
		writeb(*s++, port->regs);
	spin_unlock_irqrestore(&port->lock, dbgport_flags);
}
EXPORT_SYMBOL_GPL(dbgport_puts);

/*
 * unspin-test
 * expect: flags-reuse | struct dbgport.lock | dbgport_puts
 */
