// SPDX-License-Identifier: GPL-2.0-only
/*
 * The raw lock is released before the register cache is asked to write.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct regx {
	spinlock_t lock;
	void __iomem *base;
	u32 cache[32];
};

struct pmux {
	raw_spinlock_t lock;
	struct regx *regs;
	unsigned int function[32];
};

static void regx_update(struct regx *regs, unsigned int reg, u32 value)
{
	unsigned long flags;

	spin_lock_irqsave(&regs->lock, flags);
	regs->cache[reg] = value;
	writel(value, regs->base + 4 * reg);
	spin_unlock_irqrestore(&regs->lock, flags);
}

static void pmux_route(struct pmux *pm, unsigned int pin, unsigned int function)
{
	regx_update(pm->regs, pin / 8, function << (pin % 8));
}

int pmux_select(struct pmux *pm, unsigned int pin, unsigned int function)
{
	unsigned long flags;

	if (pin >= ARRAY_SIZE(pm->function))
		return -EINVAL;
	raw_spin_lock_irqsave(&pm->lock, flags);
	pm->function[pin] = function;
	raw_spin_unlock_irqrestore(&pm->lock, flags);
	pmux_route(pm, pin, function);
	return 0;
}
EXPORT_SYMBOL_GPL(pmux_select);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
