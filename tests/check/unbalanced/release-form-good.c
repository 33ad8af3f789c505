// SPDX-License-Identifier: GPL-2.0-only
/*
 * Forms that differ and yet fit: two locks exchange them, irqs and bottom halves are
 * switched by calls of their own, the flags leave through a pointer, a helper saves
 * them, and waiting drops an _irqsave lock by the _irq form, which only a caller with
 * irqs on may do.
 */
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

struct ledx {
	spinlock_t bank;
	spinlock_t ring;
	wait_queue_head_t idle;
	unsigned int lit;
};

void ledx_hand_over(struct ledx *led)
{
	unsigned long flags;

	spin_lock_irqsave(&led->bank, flags);
	spin_lock(&led->ring);
	spin_unlock(&led->bank);
	led->lit <<= 1;
	spin_unlock_irqrestore(&led->ring, flags);
}
EXPORT_SYMBOL_GPL(ledx_hand_over);

void ledx_by_hand(struct ledx *led)
{
	unsigned long flags;

	local_irq_save(flags);
	spin_lock(&led->bank);
	led->lit = 0;
	spin_unlock_irqrestore(&led->bank, flags);

	local_bh_disable();
	spin_lock(&led->ring);
	led->lit = 1;
	spin_unlock_bh(&led->ring);

	spin_lock_irq(&led->ring);
	led->lit = 2;
	spin_unlock(&led->ring);
	local_irq_enable();
}
EXPORT_SYMBOL_GPL(ledx_by_hand);

unsigned int ledx_off(struct ledx *led, unsigned long *flagsp)
{
	unsigned long flags;

	spin_lock_irqsave(&led->bank, flags);
	spin_unlock(&led->bank);
	*flagsp = flags;
	return led->lit;
}
EXPORT_SYMBOL_GPL(ledx_off);

static void ledx_lock(struct ledx *led, unsigned long *flags)
{
	spin_lock_irqsave(&led->bank, *flags);
}

void ledx_by_helper(struct ledx *led)
{
	unsigned long flags;

	ledx_lock(led, &flags);
	led->lit = 0;
	spin_unlock_irqrestore(&led->bank, flags);
}
EXPORT_SYMBOL_GPL(ledx_by_helper);

void ledx_drain(struct ledx *led)
{
	unsigned long flags;

	spin_lock_irqsave(&led->bank, flags);
	wait_event_lock_irq(led->idle, !led->lit, led->bank);
	led->lit = 1;
	spin_unlock_irqrestore(&led->bank, flags);
}
EXPORT_SYMBOL_GPL(ledx_drain);

/*
 * unspin-test
 * expect-nothing
 */
