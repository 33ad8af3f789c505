// SPDX-License-Identifier: GPL-2.0-only
/*
 * smbx_claim() returns 0 with the lock held, or an error without it.
 * smbx_read() takes the result for a truth value, and uses the bus when it was not claimed.
 */
#include <linux/io.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct smbx {
	struct mutex lock;
	bool dead;
	void __iomem *regs;
};

static int smbx_claim(struct smbx *bus)
{
	int err;

	err = mutex_lock_interruptible(&bus->lock);
	if (err)
		return err;
	if (bus->dead) {
		mutex_unlock(&bus->lock);
		return -ENXIO;
	}
	return 0;
}

int smbx_read(struct smbx *bus, unsigned int reg)
{
	int val;

	if (!smbx_claim(bus))
		return -EAGAIN;
	val = readl(bus->regs + reg);
	mutex_unlock(&bus->lock);
	return val;
}
EXPORT_SYMBOL_GPL(smbx_read);

/*
 * unspin-test
 * expect: unbalanced | struct smbx.lock | smbx_read
 */
