// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock is a mutex, which may be held while pmx_settle() sleeps.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/mutex.h>

#define PMX_IOC_SELECT	_IOW('p', 1, int)

struct pmx {
	struct mutex lock;
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
	mutex_lock(&pmx->lock);
	err = pmx_apply(pmx, arg);
	mutex_unlock(&pmx->lock);
	return err;
}

static const struct file_operations pmx_fops = {
	.unlocked_ioctl = pmx_ioctl,
};

/*
 * unspin-test
 * expect-nothing
 */
