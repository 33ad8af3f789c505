// SPDX-License-Identifier: GPL-2.0-only
/*
 * The core of the driver calls its parts through pointers that they hand to a function of the
 * core: port_event() and ring_event() run in hardirq context, and
 * events_show() switches irqs off while it holds their locks.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>

#define CORE_STATUS 0x04

struct core {
	void __iomem *regs;
	spinlock_t port_lock;
	spinlock_t ring_lock;
	void (*port)(struct core *core, u32 status);
	u32 events;
};

typedef void (*ring_fn)(struct core *core, u32 status);

static ring_fn ring_fns[4];

static irqreturn_t core_irq(int irq, void *data)
{
	struct core *core = data;
	u32 status = readl(core->regs + CORE_STATUS);

	if (status & 1)
		core->port(core, status);
	ring_fns[status >> 30](core, status);
	return IRQ_HANDLED;
}

static void core_set_port(struct core *core, void (*port)(struct core *core, u32 status))
{
	core->port = port;
}

static void core_set_ring(unsigned int n, ring_fn fn)
{
	ring_fns[n] = fn;
}

static void core_set_rings(ring_fn fn)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(ring_fns); i++)
		core_set_ring(i, fn);
}

static void port_event(struct core *core, u32 status)
{
	spin_lock(&core->port_lock);
	core->events += status;
	spin_unlock(&core->port_lock);
}

static void ring_event(struct core *core, u32 status)
{
	spin_lock(&core->ring_lock);
	core->events -= status;
	spin_unlock(&core->ring_lock);
}

static ssize_t events_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct core *core = dev_get_drvdata(dev);
	u32 events;

	spin_lock_irq(&core->port_lock);
	events = core->events;
	spin_unlock_irq(&core->port_lock);
	spin_lock_irq(&core->ring_lock);
	events += core->events;
	spin_unlock_irq(&core->ring_lock);
	return sysfs_emit(buf, "%u\n", events);
}
static DEVICE_ATTR_RO(events);

int core_setup(struct device *dev, struct core *core, int irq)
{
	core_set_port(core, port_event);
	core_set_rings(ring_event);
	return devm_request_irq(dev, irq, core_irq, 0, "core", core);
}

/*
 * unspin-test
 * expect-nothing
 */
