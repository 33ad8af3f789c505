// SPDX-License-Identifier: GPL-2.0-only
/*
 * clk_prepare_enable() takes the clock framework's mutex; the caller holds a spinlock.
 */
#include <linux/clk.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct pwmx {
	spinlock_t lock;
	struct clk *clk;
	void __iomem *regs;
	unsigned int running;
};

int pwmx_start(struct pwmx *pwm, u32 duty)
{
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(&pwm->lock, flags);
	if (!pwm->running) {
		err = clk_prepare_enable(pwm->clk);
		if (err)
			goto out;
	}
	pwm->running++;
	writel(duty, pwm->regs);
out:
	spin_unlock_irqrestore(&pwm->lock, flags);
	return err;
}
EXPORT_SYMBOL_GPL(pwmx_start);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct pwmx.lock | pwmx_start clk_prepare_enable
 */
