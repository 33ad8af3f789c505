// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtcx_index() restores the state that it found.
 */
#include <linux/io.h>
#include <linux/irqflags.h>
#include <linux/module.h>

static void rtcx_index(void __iomem *regs, u8 index)
{
	unsigned long flags;

	local_irq_save(flags);
	writeb(index, regs);
	readb(regs);
	local_irq_restore(flags);
}

void rtcx_set(void __iomem *regs, u8 index, u8 value)
{
	unsigned long flags;

	local_irq_save(flags);
	rtcx_index(regs, index);
	writeb(value, regs + 1);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(rtcx_set);

/*
 * unspin-test
 * expect-nothing
 */
