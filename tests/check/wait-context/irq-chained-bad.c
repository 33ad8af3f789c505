// SPDX-License-Identifier: GPL-2.0-only
/*
 * A chained handler is called by the flow handler of its parent, never in a thread.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct combx {
	spinlock_t lock;
	void __iomem *regs;
	unsigned int irq;
	u32 pending;
};

static void combx_demux(struct irq_desc *desc)
{
	struct combx *comb = irq_desc_get_handler_data(desc);

	spin_lock(&comb->lock);
	comb->pending = readl(comb->regs);
	spin_unlock(&comb->lock);
}

int combx_start(struct combx *comb)
{
	irq_set_chained_handler_and_data(comb->irq, combx_demux, comb);
	return 0;
}
EXPORT_SYMBOL_GPL(combx_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct combx.lock | combx_demux
 */
