// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timeout leaves through the same restore as success.
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
	int err = 0;

	local_irq_save(flags);
	while (readb(regs + 4) & I8042X_FULL) {
		if (!--tries) {
			err = -ETIMEDOUT;
			goto out;
		}
		udelay(10);
	}
	writeb(command, regs);
out:
	local_irq_restore(flags);
	return err;
}
EXPORT_SYMBOL_GPL(i8042x_command);

/*
 * unspin-test
 * expect-nothing
 */
