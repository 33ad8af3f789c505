// SPDX-License-Identifier: GPL-2.0-only
/*
 * BLIT_LOCK() takes the variable as an argument, and gets another one.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct fbx {
	spinlock_t lock;
	spinlock_t blit_lock;
	void __iomem *regs;
	bool blank;
};

#define FBX_LOCK(fb)	spin_lock_irqsave(&(fb)->lock, flags)
#define FBX_UNLOCK(fb)	spin_unlock_irqrestore(&(fb)->lock, flags)
#define BLIT_LOCK(fb, f)	spin_lock_irqsave(&(fb)->blit_lock, f)
#define BLIT_UNLOCK(fb, f)	spin_unlock_irqrestore(&(fb)->blit_lock, f)

void fbx_blank(struct fbx *fb, bool blank)
{
	unsigned long flags, blit_flags;

	FBX_LOCK(fb);
	fb->blank = blank;
	BLIT_LOCK(fb, blit_flags);
	writel(blank, fb->regs);
	BLIT_UNLOCK(fb, blit_flags);
	FBX_UNLOCK(fb);
}
EXPORT_SYMBOL_GPL(fbx_blank);

/*
 * unspin-test
 * expect-nothing
 */
