// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two irqsaves with one variable stand in different branches.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct camx {
	spinlock_t lock;
	spinlock_t isp_lock;
	void __iomem *regs;
	bool frames;
};

void camx_stop(struct camx *cam, bool streaming)
{
	unsigned long flags;

	if (streaming) {
		spin_lock_irqsave(&cam->lock, flags);
		cam->frames = false;
		spin_unlock_irqrestore(&cam->lock, flags);
	} else {
		spin_lock_irqsave(&cam->isp_lock, flags);
		writel(0, cam->regs);
		spin_unlock_irqrestore(&cam->isp_lock, flags);
	}
}
EXPORT_SYMBOL_GPL(camx_stop);

/*
 * unspin-test
 * expect-nothing
 */
