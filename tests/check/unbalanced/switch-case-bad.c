// SPDX-License-Identifier: GPL-2.0-only
/*
 * The new case returns, where the others break to the unlock.
 */
#include <linux/fs.h>
#include <linux/mutex.h>

#define DACX_ENABLE	_IO('d', 1)
#define DACX_DISABLE	_IO('d', 2)
#define DACX_STATUS	_IO('d', 3)

struct dacx {
	struct mutex lock;
	bool enabled;
};

static long dacx_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct dacx *dac = file->private_data;
	long ret = 0;

	mutex_lock(&dac->lock);
	switch (cmd) {
	case DACX_ENABLE:
		dac->enabled = true;
		break;
	case DACX_DISABLE:
		dac->enabled = false;
		break;
	case DACX_STATUS:
		return dac->enabled;
	default:
		ret = -ENOTTY;
		break;
	}
	mutex_unlock(&dac->lock);
	return ret;
}

static const struct file_operations dacx_fops = {
	.unlocked_ioctl = dacx_ioctl,
};

/*
 * unspin-test
 * expect: unbalanced | struct dacx.lock | dacx_ioctl
 */
