// SPDX-License-Identifier: GPL-2.0-only
/*
 * On a timeout the function returns between local_irq_save() and local_irq_restore().
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/irqflags.h>
#include <linux/module.h>

#define I8042X_FULL	BIT(1)

int i8042x_command(void __iomem *regs, u8 command)
{
	unsigned long flags;
	int tries = 100;

	local_irq_save(flags);
	while (readb(regs + 4) & I8042X_FULL) {
		if (!--tries)
			return -ETIMEDOUT;
		udelay(10);
	}
	writeb(command, regs);
	local_irq_restore(flags);
	return 0;
}
EXPORT_SYMBOL_GPL(i8042x_command);

/*
 * unspin-test
 * expect: unbalanced |  | i8042x_command
 */
