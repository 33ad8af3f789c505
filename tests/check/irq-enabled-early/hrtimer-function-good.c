// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plain spin_lock is enough in the hrtimer's function, since irqs are off there.
 */
#include <linux/hrtimer.h>
#include <linux/io.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct pcsp {
	spinlock_t lock;
	struct hrtimer timer;
	ktime_t period;
	unsigned int pos, len;
	void __iomem *regs;
};

static enum hrtimer_restart pcsp_tick(struct hrtimer *timer)
{
	struct pcsp *chip = container_of(timer, struct pcsp, timer);
	bool more;

	spin_lock(&chip->lock);
	writel(chip->pos, chip->regs);
	more = ++chip->pos < chip->len;
	spin_unlock(&chip->lock);
	if (!more)
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, chip->period);
	return HRTIMER_RESTART;
}

void pcsp_start(struct pcsp *chip)
{
	hrtimer_init(&chip->timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	chip->timer.function = pcsp_tick;
	spin_lock_irq(&chip->lock);
	chip->pos = 0;
	spin_unlock_irq(&chip->lock);
	hrtimer_start(&chip->timer, chip->period, HRTIMER_MODE_REL);
}
EXPORT_SYMBOL_GPL(pcsp_start);

/*
 * unspin-test
 * expect-nothing
 */
