// SPDX-License-Identifier: GPL-2.0-only
/*
 * limit_store() holds the host's lock with irqs off, since port_reset() takes it under a lock
 * of the interrupt.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/spinlock.h>

struct host {
	spinlock_t lock;
	u32 credits, limit;
};

struct port {
	struct host *host;
	void __iomem *regs;
	spinlock_t lock;
	u32 state;
};

static void host_charge(struct host *host, u32 n)
{
	spin_lock(&host->lock);
	host->credits = min(host->credits + n, host->limit);
	spin_unlock(&host->lock);
}

static void port_reset(struct port *port)
{
	port->state = 0;
	host_charge(port->host, 1);
}

static irqreturn_t port_irq(int irq, void *data)
{
	struct port *port = data;

	spin_lock(&port->lock);
	port->state = readl(port->regs);
	spin_unlock(&port->lock);
	return IRQ_HANDLED;
}

static ssize_t reset_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct port *port = dev_get_drvdata(dev);
	unsigned long flags;

	spin_lock_irqsave(&port->lock, flags);
	port_reset(port);
	spin_unlock_irqrestore(&port->lock, flags);
	return len;
}
DEVICE_ATTR_WO(reset);

static ssize_t limit_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct host *host = dev_get_drvdata(dev);
	u32 limit;

	if (kstrtou32(buf, 0, &limit))
		return -EINVAL;
	spin_lock_irq(&host->lock);
	host->limit = limit;
	spin_unlock_irq(&host->lock);
	return len;
}
DEVICE_ATTR_WO(limit);

int port_init(struct device *dev, struct port *port, int irq)
{
	spin_lock_init(&port->lock);
	return devm_request_irq(dev, irq, port_irq, IRQF_SHARED, "port", port);
}

/*
 * unspin-test
 * expect-nothing
 */
