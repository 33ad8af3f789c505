// SPDX-License-Identifier: GPL-2.0-only
/*
 * The error path jumps back to where the lock is taken, with the lock held.
 */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

#define FLASH_CMD 0x00
#define FLASH_STATUS 0x04
#define FLASH_BUSY BIT(0)

struct flash {
	void __iomem *regs;
	struct mutex lock;
};

static ssize_t flash_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct flash *flash = file->private_data;
	int tries = 3;

retry:
	mutex_lock(&flash->lock);
	if (readl(flash->regs + FLASH_STATUS) & FLASH_BUSY) {
		if (!tries--) {
			mutex_unlock(&flash->lock);
			return -EBUSY;
		}
		usleep_range(100, 200);
		goto retry;
	}
	writel(len, flash->regs + FLASH_CMD);
	mutex_unlock(&flash->lock);
	return len;
}

const struct file_operations flash_fops = {
	.owner = THIS_MODULE,
	.write = flash_write,
};

/*
 * unspin-test
 * expect: double-lock | struct flash.lock | flash_write
 */
