// SPDX-License-Identifier: GPL-2.0-only
/*
 * The seqlock's writer switches irqs on at its end, inside the irqsave region of its caller.
 */
#include <linux/module.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>

struct clkx {
	spinlock_t lock;
	unsigned long rate;
};

DEFINE_SEQLOCK(clkx_seq);
static unsigned long clkx_mult;

static void clkx_publish(unsigned long mult)
{
	write_seqlock_irq(&clkx_seq);
	clkx_mult = mult;
	write_sequnlock_irq(&clkx_seq);
}

void clkx_set_rate(struct clkx *clk, unsigned long rate)
{
	unsigned long flags;

	spin_lock_irqsave(&clk->lock, flags);
	clk->rate = rate;
	clkx_publish(rate / 1000);
	spin_unlock_irqrestore(&clk->lock, flags);
}
EXPORT_SYMBOL_GPL(clkx_set_rate);

/*
 * unspin-test
 * expect: irq-enabled-early | clkx_seq, struct clkx.lock | clkx_set_rate clkx_publish
 */
