// SPDX-License-Identifier: GPL-2.0-only
/*
 * The function returns at once if it was interrupted.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct scopex {
	struct mutex lock;
	void __iomem *regs;
	bool armed;
};

int scopex_arm(struct scopex *scope)
{
	int err;

	err = mutex_lock_interruptible(&scope->lock);
	if (err)
		return err;
	writel(1, scope->regs);
	scope->armed = true;
	mutex_unlock(&scope->lock);
	return 0;
}
EXPORT_SYMBOL_GPL(scopex_arm);

/*
 * unspin-test
 * expect-nothing
 */
