// SPDX-License-Identifier: GPL-2.0-only
/*
 * The serial core calls break_ctl in process context with irqs on and without the port lock;
 * sio_irq() takes that lock in hardirq.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/serial_core.h>

#define SIO_CTRL 0x00
#define SIO_STATUS 0x04
#define SIO_TXEN BIT(0)
#define SIO_BREAK BIT(1)

static void sio_set_ctrl(struct uart_port *port, u32 bits, bool on)
{
	u32 ctrl = readl(port->membase + SIO_CTRL);

	writel(on ? ctrl | bits : ctrl & ~bits, port->membase + SIO_CTRL);
}

static irqreturn_t sio_irq(int irq, void *data)
{
	struct uart_port *port = data;

	spin_lock(&port->lock);
	if (readl(port->membase + SIO_STATUS))
		port->icount.rx++;
	spin_unlock(&port->lock);
	return IRQ_HANDLED;
}

static void sio_start_tx(struct uart_port *port)
{
	sio_set_ctrl(port, SIO_TXEN, true);
}

static void sio_break_ctl(struct uart_port *port, int state)
{

	spin_lock(&port->lock);
	sio_set_ctrl(port, SIO_BREAK, state);
	spin_unlock(&port->lock);
}

static int sio_startup(struct uart_port *port)
{
	return request_irq(port->irq, sio_irq, 0, "sio", port);
}

static void sio_shutdown(struct uart_port *port)
{
	free_irq(port->irq, port);
}

const struct uart_ops sio_ops = {
	.start_tx = sio_start_tx,
	.break_ctl = sio_break_ctl,
	.startup = sio_startup,
	.shutdown = sio_shutdown,
};

/*
 * unspin-test
 * expect: irq-unsafe | struct uart_port.lock | sio_irq sio_break_ctl
 */
