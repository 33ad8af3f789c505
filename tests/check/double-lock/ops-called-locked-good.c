// SPDX-License-Identifier: GPL-2.0-only
/*
 * modem_start_tx() relies on the lock that its caller holds. set_termios is called without it
 * and takes it.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/serial_core.h>

#define MODEM_CTRL 0x00
#define MODEM_DIV 0x04
#define MODEM_TXEN BIT(0)

static void modem_start_tx(struct uart_port *port)
{
	writel(readl(port->membase + MODEM_CTRL) | MODEM_TXEN, port->membase + MODEM_CTRL);
}

static void modem_set_termios(struct uart_port *port, struct ktermios *termios,
			      const struct ktermios *old)
{
	unsigned int baud = uart_get_baud_rate(port, termios, old, 9600, 115200);
	unsigned long flags;

	spin_lock_irqsave(&port->lock, flags);
	uart_update_timeout(port, termios->c_cflag, baud);
	writel(port->uartclk / baud, port->membase + MODEM_DIV);
	spin_unlock_irqrestore(&port->lock, flags);
}

const struct uart_ops modem_ops = {
	.start_tx = modem_start_tx,
	.set_termios = modem_set_termios,
};

/*
 * unspin-test
 * expect-nothing
 */
