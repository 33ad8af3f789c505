// SPDX-License-Identifier: GPL-2.0-only
/*
 * The port lock has its own macros.
 * fifox_flush() uses those that end in unlock_irq, inside an irqsave region.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct fifox_port {
	spinlock_t lock;
	void __iomem *regs;
};

struct fifox {
	spinlock_t lock;
	unsigned int nports;
	struct fifox_port port[8];
};

#define fifox_lock(p)			spin_lock_irq(&(p)->lock)
#define fifox_unlock(p)			spin_unlock_irq(&(p)->lock)
#define fifox_lock_save(p, flags)	spin_lock_irqsave(&(p)->lock, flags)
#define fifox_unlock_restore(p, flags)	spin_unlock_irqrestore(&(p)->lock, flags)

static void fifox_flush(struct fifox_port *port)
{
	fifox_lock(port);
	writel(0, port->regs);
	fifox_unlock(port);
}

void fifox_reset(struct fifox *fifo)
{
	unsigned long flags;
	unsigned int i;

	spin_lock_irqsave(&fifo->lock, flags);
	for (i = 0; i < fifo->nports; i++)
		fifox_flush(&fifo->port[i]);
	spin_unlock_irqrestore(&fifo->lock, flags);
}
EXPORT_SYMBOL_GPL(fifox_reset);

/*
 * unspin-test
 * expect: irq-enabled-early | struct fifox.lock, struct fifox_port.lock | fifox_reset fifox_flush
 */
