// SPDX-License-Identifier: GPL-2.0-only
/*
 * FBX_LOCK() and BLIT_LOCK() both use the variable named flags of the function around
 * them, which does not show where they are nested.
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
#define BLIT_LOCK(fb)	spin_lock_irqsave(&(fb)->blit_lock, flags)
#define BLIT_UNLOCK(fb)	spin_unlock_irqrestore(&(fb)->blit_lock, flags)

void fbx_blank(struct fbx *fb, bool blank)
{
	unsigned long flags;

	FBX_LOCK(fb);
	fb->blank = blank;
	BLIT_LOCK(fb);
	writel(blank, fb->regs);
	BLIT_UNLOCK(fb);
	FBX_UNLOCK(fb);
}
EXPORT_SYMBOL_GPL(fbx_blank);

/*
 * unspin-test
 * expect: flags-reuse | struct fbx.lock, struct fbx.blit_lock | fbx_blank
 */
