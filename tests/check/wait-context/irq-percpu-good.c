// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock of the per-CPU line's handler is raw.
 */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>

struct evtx {
	raw_spinlock_t lock;
	unsigned long events;
};

static struct evtx __percpu *evtx_cpu;

static void evtx_count(struct evtx *evt)
{
	raw_spin_lock(&evt->lock);
	evt->events++;
	raw_spin_unlock(&evt->lock);
}

static irqreturn_t evtx_irq(int irq, void *dev_id)
{
	evtx_count(dev_id);
	return IRQ_HANDLED;
}

int evtx_start(int irq)
{
	return request_percpu_irq(irq, evtx_irq, "evtx", evtx_cpu);
}
EXPORT_SYMBOL_GPL(evtx_start);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
