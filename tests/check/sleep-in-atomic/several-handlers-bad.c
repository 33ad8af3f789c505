// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupt handler calls one of several functions through a table. One of them allocates
 * with GFP_KERNEL, which may sleep, and in hardirq context nobody may.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/slab.h>

#define ADAPTER_REPLY 0x08

struct adapter {
	void __iomem *regs;
	struct list_head replies;
	u32 faults;
};

struct reply {
	struct list_head list;
	u32 data;
};

typedef void (*reply_fn)(struct adapter *adapter, u32 data);

static reply_fn reply_fns[2];

static irqreturn_t adapter_irq(int irq, void *data)
{
	struct adapter *adapter = data;
	u32 reply = readl(adapter->regs + ADAPTER_REPLY);

	reply_fns[reply >> 31](adapter, reply);
	return IRQ_HANDLED;
}

static void reply_done(struct adapter *adapter, u32 data)
{
	struct reply *reply = kzalloc(sizeof(*reply), GFP_KERNEL);

	if (!reply)
		return;
	reply->data = data;
	list_add_tail(&reply->list, &adapter->replies);
}

static void reply_fault(struct adapter *adapter, u32 data)
{
	adapter->faults++;
}

static void adapter_set_reply(unsigned int n, reply_fn fn)
{
	reply_fns[n] = fn;
}

int adapter_setup(struct device *dev, struct adapter *adapter, int irq)
{
	adapter_set_reply(0, reply_done);
	adapter_set_reply(1, reply_fault);
	return devm_request_irq(dev, irq, adapter_irq, 0, "adapter", adapter);
}

/*
 * unspin-test
 * expect: sleep-in-atomic | | adapter_irq reply_done
 */
