// SPDX-License-Identifier: GPL-2.0-only
/*
 * Irqs are off in stop_tx already, so the driver's own lock is taken plainly.
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

	spin_lock(&dp->dma_lock);
	dp->running = false;
	writel(0, port->membase);
	spin_unlock(&dp->dma_lock);
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
 * expect-nothing
 */
