// SPDX-License-Identifier: GPL-2.0-only
/*
 * The error path unlocks and then goes on to the common exit, which unlocks again.
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct fpga {
	struct mutex lock;
	void __iomem *regs;
	bool loaded;
};

int fpga_load(struct fpga *fpga, const u32 *image, size_t words)
{
	int err = 0;
	size_t i;

	mutex_lock(&fpga->lock);
	fpga->loaded = false;
	for (i = 0; i < words; i++)
		writel(image[i], fpga->regs);
	msleep(10);
	if (!readl(fpga->regs + 4)) {
		mutex_unlock(&fpga->lock);
		err = -EIO;
		goto out;
	}
	fpga->loaded = true;
out:
	mutex_unlock(&fpga->lock);
	return err;
}
EXPORT_SYMBOL_GPL(fpga_load);

/*
 * unspin-test
 * expect: unbalanced | struct fpga.lock | fpga_load
 */
