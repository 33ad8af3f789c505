// SPDX-License-Identifier: GPL-2.0-only
/*
 * nandc_wait_ready() sleeps with its caller's spinlock held.
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

#define NANDC_CMD	0x00
#define NANDC_STAT	0x04
#define NANDC_READY	BIT(6)

struct nandc {
	spinlock_t lock;
	void __iomem *regs;
	bool busy;
};

static int nandc_wait_ready(struct nandc *nc)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (readl(nc->regs + NANDC_STAT) & NANDC_READY)
			return 0;
		usleep_range(50, 100);
	}
	return -EIO;
}

int nandc_erase(struct nandc *nc, u32 block)
{
	int err = -EBUSY;

	spin_lock_irq(&nc->lock);
	if (!nc->busy) {
		nc->busy = true;
		writel(block, nc->regs + NANDC_CMD);
		err = nandc_wait_ready(nc);
		nc->busy = false;
	}
	spin_unlock_irq(&nc->lock);
	return err;
}
EXPORT_SYMBOL_GPL(nandc_erase);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct nandc.lock | nandc_erase nandc_wait_ready usleep_range
 */
