// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two calls below the spinlock, pmx_settle() waits for the multiplexer with usleep_range().
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/spinlock.h>

#define PMX_IOC_SELECT	_IOW('p', 1, int)

struct pmx {
	spinlock_t lock;
	void __iomem *regs;
	u32 shadow;
};

static int pmx_settle(struct pmx *pmx)
{
	int tries;

	for (tries = 0; tries < 10; tries++) {
		if (readl(pmx->regs) == pmx->shadow)
			return 0;
		usleep_range(100, 200);
	}
	return -ETIMEDOUT;
}

static int pmx_apply(struct pmx *pmx, u32 mode)
{
	pmx->shadow = mode;
	writel(mode, pmx->regs);
	return pmx_settle(pmx);
}

static long pmx_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct pmx *pmx = file->private_data;
	int err;

	if (cmd != PMX_IOC_SELECT)
		return -ENOTTY;
	spin_lock(&pmx->lock);
	err = pmx_apply(pmx, arg);
	spin_unlock(&pmx->lock);
	return err;
}

static const struct file_operations pmx_fops = {
	.unlocked_ioctl = pmx_ioctl,
};

/*
 * unspin-test
 * expect: sleep-in-atomic | struct pmx.lock | pmx_ioctl pmx_apply pmx_settle usleep_range
 */
