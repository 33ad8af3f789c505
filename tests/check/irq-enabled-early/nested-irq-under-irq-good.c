// SPDX-License-Identifier: GPL-2.0-only
/*
 * With irqs off already, the inner lock needs no irq switching of its own.
 */
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct bridgex {
	struct {
		spinlock_t lock;
		unsigned int credits;
	} tx, rx;
	unsigned long swaps;
};

void bridgex_swap(struct bridgex *br)
{
	spin_lock_irq(&br->tx.lock);
	spin_lock(&br->rx.lock);
	swap(br->tx.credits, br->rx.credits);
	spin_unlock(&br->rx.lock);
	br->swaps++;
	spin_unlock_irq(&br->tx.lock);
}
EXPORT_SYMBOL_GPL(bridgex_swap);

/*
 * unspin-test
 * expect-nothing
 */
