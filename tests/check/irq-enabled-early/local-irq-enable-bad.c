// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtcx_index() ends with local_irq_enable() though its caller saved irqs and still wants
 * them off for the second access.
 */
#include <linux/io.h>
#include <linux/irqflags.h>
#include <linux/module.h>

static void rtcx_index(void __iomem *regs, u8 index)
{
	local_irq_disable();
	writeb(index, regs);
	readb(regs);
	local_irq_enable();
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
 * expect: irq-enabled-early |  | rtcx_set rtcx_index
 */
