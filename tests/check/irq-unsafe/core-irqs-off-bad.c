// SPDX-License-Identifier: GPL-2.0-only
/*
 * ser_update() takes reg_lock plainly. From start_tx and stop_tx that is right (the core holds
 * the port lock with irqs off), but tx_empty is called with irqs on, and ser_irq() takes
 * reg_lock.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/serial_core.h>

#define SER_CTRL 0x00
#define SER_TXEN BIT(0)
#define SER_ACK BIT(7)
#define SER_IDLE BIT(8)

struct ser_port {
	struct uart_port port;
	spinlock_t reg_lock; /* control register, shared with the modem lines */
};

static u32 ser_update(struct ser_port *ser, u32 clear, u32 set)
{
	u32 ctrl;

	spin_lock(&ser->reg_lock);
	ctrl = readl(ser->port.membase + SER_CTRL);
	writel((ctrl & ~clear) | set, ser->port.membase + SER_CTRL);
	spin_unlock(&ser->reg_lock);
	return ctrl;
}

static irqreturn_t ser_irq(int irq, void *data)
{
	struct ser_port *ser = data;

	ser_update(ser, 0, SER_ACK);
	return IRQ_HANDLED;
}

static void ser_start_tx(struct uart_port *port)
{
	ser_update(container_of(port, struct ser_port, port), 0, SER_TXEN);
}

static void ser_stop_tx(struct uart_port *port)
{
	ser_update(container_of(port, struct ser_port, port), SER_TXEN, 0);
}

static unsigned int ser_tx_empty(struct uart_port *port)
{
	u32 ctrl = ser_update(container_of(port, struct ser_port, port), 0, 0);

	return ctrl & SER_IDLE ? TIOCSER_TEMT : 0;
}

static int ser_startup(struct uart_port *port)
{
	struct ser_port *ser = container_of(port, struct ser_port, port);

	return request_irq(port->irq, ser_irq, 0, "ser", ser);
}

static void ser_shutdown(struct uart_port *port)
{
	free_irq(port->irq, container_of(port, struct ser_port, port));
}

const struct uart_ops ser_ops = {
	.tx_empty = ser_tx_empty,
	.start_tx = ser_start_tx,
	.stop_tx = ser_stop_tx,
	.startup = ser_startup,
	.shutdown = ser_shutdown,
};

/*
 * unspin-test
 * expect: irq-unsafe | struct ser_port.reg_lock | ser_tx_empty ser_update
 */
