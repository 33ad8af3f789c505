// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nothing here says who calls bus_xfer() or how, but it waits for the answer, so it may sleep:
 * its caller is in process context with irqs on, and the lock switches them off.
 */
#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>

#define BUS_CMD 0x00
#define BUS_STATUS 0x04

struct bus {
	void __iomem *regs;
	spinlock_t lock;
	struct completion done;
	u32 status;
};

struct bus_ops {
	int (*xfer)(struct bus *bus, u32 cmd);
};

static irqreturn_t bus_irq(int irq, void *data)
{
	struct bus *bus = data;

	spin_lock(&bus->lock);
	bus->status |= readl(bus->regs + BUS_STATUS);
	complete(&bus->done);
	spin_unlock(&bus->lock);
	return IRQ_HANDLED;
}

static int bus_xfer(struct bus *bus, u32 cmd)
{
	spin_lock_irq(&bus->lock);
	bus->status = 0;
	reinit_completion(&bus->done);
	writel(cmd, bus->regs + BUS_CMD);
	spin_unlock_irq(&bus->lock);
	return wait_for_completion_interruptible(&bus->done);
}

const struct bus_ops bus_ops = {
	.xfer = bus_xfer,
};

int bus_setup(struct device *dev, struct bus *bus, int irq)
{
	spin_lock_init(&bus->lock);
	init_completion(&bus->done);
	return devm_request_irq(dev, irq, bus_irq, 0, "bus", bus);
}

/*
 * unspin-test
 * expect-nothing
 */
