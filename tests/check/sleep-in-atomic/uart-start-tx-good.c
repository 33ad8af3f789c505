// SPDX-License-Identifier: GPL-2.0-only
/*
 * The switching time of a few microseconds is spun away with udelay().
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/serial_core.h>

#define MXUART_CTRL	0x08
#define MXUART_TXEN	BIT(0)
#define MXUART_RTS	BIT(4)

static void mxuart_rs485_on(struct uart_port *port)
{
	u32 ctrl = readl(port->membase + MXUART_CTRL);

	writel(ctrl | MXUART_RTS, port->membase + MXUART_CTRL);
	udelay(5);
}

static void mxuart_start_tx(struct uart_port *port)
{
	u32 ctrl;

	if (port->rs485.flags & SER_RS485_ENABLED)
		mxuart_rs485_on(port);
	ctrl = readl(port->membase + MXUART_CTRL);
	writel(ctrl | MXUART_TXEN, port->membase + MXUART_CTRL);
}

static void mxuart_stop_tx(struct uart_port *port)
{
	u32 ctrl = readl(port->membase + MXUART_CTRL);

	writel(ctrl & ~MXUART_TXEN, port->membase + MXUART_CTRL);
}

static unsigned int mxuart_tx_empty(struct uart_port *port)
{
	return readl(port->membase + MXUART_CTRL) & MXUART_TXEN ? 0 : TIOCSER_TEMT;
}

static const struct uart_ops mxuart_ops = {
	.tx_empty = mxuart_tx_empty,
	.start_tx = mxuart_start_tx,
	.stop_tx = mxuart_stop_tx,
};

/*
 * unspin-test
 * expect-nothing
 */
