// SPDX-License-Identifier: GPL-2.0-only
/*
 * mutex_lock_interruptible() may return -EINTR without the lock; the result is kept for
 * the caller, but the path goes on to the unlock.
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
	if (!err) {
		writel(1, scope->regs);
		scope->armed = true;
	}
	mutex_unlock(&scope->lock);
	return err;
}
EXPORT_SYMBOL_GPL(scopex_arm);

/*
 * unspin-test
 * expect: unbalanced | struct scopex.lock | scopex_arm
 */
