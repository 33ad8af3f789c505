// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reset pulse must not be interrupted, but msleep() with irqs off goes to the
 * scheduler, which switches them on again, or never comes back.
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/irqflags.h>
#include <linux/module.h>

#define BITBANG_CTRL	0x10
#define BITBANG_NRST	BIT(3)

struct bitbang {
	void __iomem *regs;
};

static void bitbang_reset_pulse(struct bitbang *bb)
{
	u32 ctrl = readl(bb->regs + BITBANG_CTRL);

	writel(ctrl & ~BITBANG_NRST, bb->regs + BITBANG_CTRL);
	msleep(2);
	writel(ctrl | BITBANG_NRST, bb->regs + BITBANG_CTRL);
}

void bitbang_reset(struct bitbang *bb)
{
	unsigned long flags;

	local_irq_save(flags);
	bitbang_reset_pulse(bb);
	local_irq_restore(flags);
}
EXPORT_SYMBOL_GPL(bitbang_reset);

/*
 * unspin-test
 * expect: sleep-in-atomic |  | bitbang_reset bitbang_reset_pulse msleep
 */
