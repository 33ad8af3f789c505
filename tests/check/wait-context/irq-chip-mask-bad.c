// SPDX-License-Identifier: GPL-2.0-only
/*
 * irq_chip.irq_mask is called with the interrupt descriptor's raw lock held.
 */
#include <linux/gpio/driver.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/spinlock.h>

struct gpioz {
	struct gpio_chip gc;
	spinlock_t lock;
	void __iomem *regs;
	u32 mask;
};

static void gpioz_irq_mask(struct irq_data *d)
{
	struct gpio_chip *gc = irq_data_get_irq_chip_data(d);
	struct gpioz *gz = gpiochip_get_data(gc);
	unsigned long flags;

	spin_lock_irqsave(&gz->lock, flags);
	gz->mask &= ~BIT(irqd_to_hwirq(d));
	writel(gz->mask, gz->regs);
	spin_unlock_irqrestore(&gz->lock, flags);
}

static const struct irq_chip gpioz_irq_chip = {
	.name = "gpioz",
	.irq_mask = gpioz_irq_mask,
	.flags = IRQCHIP_IMMUTABLE,
	GPIOCHIP_IRQ_RESOURCE_HELPERS,
};

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct irq_desc.lock, struct gpioz.lock | gpioz_irq_mask
 */
