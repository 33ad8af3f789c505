// SPDX-License-Identifier: GPL-2.0-only
/*
 * printk() may be called anywhere, and a trylock does not wait.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct logx {
	spinlock_t lock;
	unsigned int lost;
	int irq;
};

static irqreturn_t logx_irq(int irq, void *dev_id)
{
	struct logx *log = dev_id;

	if (spin_trylock(&log->lock)) {
		log->lost++;
		spin_unlock(&log->lock);
	}
	pr_warn("logx: lost one\n");
	return IRQ_HANDLED;
}

int logx_start(struct logx *log)
{
	return request_irq(log->irq, logx_irq, IRQF_SHARED | IRQF_NO_THREAD, "logx", log);
}
EXPORT_SYMBOL_GPL(logx_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
