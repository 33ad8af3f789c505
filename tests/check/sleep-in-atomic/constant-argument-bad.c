// SPDX-License-Identifier: GPL-2.0-only
/*
 * phyc_wait() sleeps or spins as its caller says.
 * phyc_set_mode() holds the spinlock and yet lets it sleep.
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/spinlock.h>

#define PHYC_MODE	0x00
#define PHYC_STAT	0x04
#define PHYC_BUSY	BIT(7)

struct phyc {
	spinlock_t lock;
	void __iomem *regs;
};

static int phyc_wait(struct phyc *phy, bool can_sleep)
{
	int ms;

	for (ms = 0; ms < 20; ms++) {
		if (!(readl(phy->regs + PHYC_STAT) & PHYC_BUSY))
			return 0;
		if (can_sleep)
			msleep(1);
		else
			mdelay(1);
	}
	return -EBUSY;
}

int phyc_power_on(struct phyc *phy)
{
	return phyc_wait(phy, true);
}
EXPORT_SYMBOL_GPL(phyc_power_on);

int phyc_set_mode(struct phyc *phy, u32 mode)
{
	int err;

	spin_lock(&phy->lock);
	writel(mode, phy->regs + PHYC_MODE);
	err = phyc_wait(phy, true);
	spin_unlock(&phy->lock);
	return err;
}
EXPORT_SYMBOL_GPL(phyc_set_mode);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct phyc.lock | phyc_set_mode phyc_wait msleep
 */
