// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each function releases its lock by a form that does not fit the one that took it.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct ledx {
	spinlock_t bank;
	spinlock_t ring;
	spinlock_t slot;
	spinlock_t fade;
	spinlock_t glow;
	unsigned int lit;
};

/* irqs come on, though the caller may have had them off */
int ledx_light(struct ledx *led, unsigned int which)
{
	unsigned long flags;

	spin_lock_irqsave(&led->bank, flags);
	if (led->lit & 1u << which) {
		spin_unlock_irq(&led->bank);
		return -EBUSY;
	}
	led->lit |= 1u << which;
	spin_unlock_irqrestore(&led->bank, flags);
	return 0;
}
EXPORT_SYMBOL_GPL(ledx_light);

/* irqs stay off */
void ledx_rotate(struct ledx *led)
{
	spin_lock_irq(&led->ring);
	led->lit <<= 1;
	spin_unlock(&led->ring);
}
EXPORT_SYMBOL_GPL(ledx_rotate);

/* nothing has saved into flags */
void ledx_clear(struct ledx *led)
{
	unsigned long flags;

	spin_lock_irq(&led->slot);
	led->lit = 0;
	spin_unlock_irqrestore(&led->slot, flags);
}
EXPORT_SYMBOL_GPL(ledx_clear);

/* irqs stay off, and bottom halves are enabled once too often */
void ledx_fade(struct ledx *led)
{
	spin_lock_irq(&led->fade);
	led->lit >>= 1;
	spin_unlock_bh(&led->fade);
}
EXPORT_SYMBOL_GPL(ledx_fade);

void ledx_glow(struct ledx *led)
{
	spin_lock(&led->glow);
	led->lit |= 1;
	spin_unlock_bh(&led->glow);
}
EXPORT_SYMBOL_GPL(ledx_glow);

/*
 * unspin-test
 * expect: unbalanced | struct ledx.bank | ledx_light
 * expect: unbalanced | struct ledx.ring | ledx_rotate
 * expect: unbalanced | struct ledx.slot | ledx_clear
 * expect: unbalanced | struct ledx.fade | ledx_fade
 * expect: unbalanced | struct ledx.glow | ledx_glow
 */
