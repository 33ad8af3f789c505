// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both locks are taken with _irq. Releasing the inner one so switches irqs on for the
 * rest of the outer region.
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
	spin_lock_irq(&br->rx.lock);
	swap(br->tx.credits, br->rx.credits);
	spin_unlock_irq(&br->rx.lock);
	br->swaps++;
	spin_unlock_irq(&br->tx.lock);
}
EXPORT_SYMBOL_GPL(bridgex_swap);

/*
 * unspin-test
 * expect: irq-enabled-early | struct bridgex.rx.lock, struct bridgex.tx.lock | bridgex_swap
 */
