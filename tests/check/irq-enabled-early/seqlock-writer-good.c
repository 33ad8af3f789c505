// SPDX-License-Identifier: GPL-2.0-only
/*
 * The seqlock's writer restores what it found.
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
	unsigned long flags;

	write_seqlock_irqsave(&clkx_seq, flags);
	clkx_mult = mult;
	write_sequnlock_irqrestore(&clkx_seq, flags);
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
 * expect-nothing
 */
