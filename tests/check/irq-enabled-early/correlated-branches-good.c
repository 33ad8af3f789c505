// SPDX-License-Identifier: GPL-2.0-only
/*
 * ssdx_log() switches irqs only if its caller says that they are on.
 * ssdx_abort() calls it with irqs off and says so.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct ssdx {
	spinlock_t lock;
	spinlock_t log_lock;
	unsigned int logged;
	bool dead;
};

static void ssdx_log(struct ssdx *ssd, bool irqs_on)
{
	if (irqs_on)
		spin_lock_irq(&ssd->log_lock);
	else
		spin_lock(&ssd->log_lock);
	ssd->logged++;
	if (irqs_on)
		spin_unlock_irq(&ssd->log_lock);
	else
		spin_unlock(&ssd->log_lock);
}

void ssdx_abort(struct ssdx *ssd)
{
	unsigned long flags;

	spin_lock_irqsave(&ssd->lock, flags);
	if (!ssd->dead) {
		ssd->dead = true;
		ssdx_log(ssd, false);
	}
	spin_unlock_irqrestore(&ssd->lock, flags);
}
EXPORT_SYMBOL_GPL(ssdx_abort);

/*
 * unspin-test
 * expect-nothing
 */
