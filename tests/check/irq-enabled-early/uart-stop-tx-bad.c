// SPDX-License-Identifier: GPL-2.0-only
/*
 * serial_core calls stop_tx with port->lock held and irqs off; this one switches them on
 * when it is done with its own lock.
 */
#include <linux/container_of.h>
#include <linux/io.h>
#include <linux/serial_core.h>

struct dmaport {
	struct uart_port port;
	spinlock_t dma_lock;
	bool running;
};

static void dmaport_stop_tx(struct uart_port *port)
{
	struct dmaport *dp = container_of(port, struct dmaport, port);

	spin_lock_irq(&dp->dma_lock);
	dp->running = false;
	writel(0, port->membase);
	spin_unlock_irq(&dp->dma_lock);
}

static void dmaport_start_tx(struct uart_port *port)
{
	writel(1, port->membase);
}

static const struct uart_ops dmaport_ops = {
	.start_tx = dmaport_start_tx,
	.stop_tx = dmaport_stop_tx,
};

/*
 * unspin-test
 * expect: irq-enabled-early | struct uart_port.lock, struct dmaport.dma_lock | dmaport_stop_tx
 */
