// SPDX-License-Identifier: GPL-2.0-only
/*
 * The driver has a function of its own for request_irq(), and chooses between two poll
 * functions in a variable. Who runs in which context is known all the same.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/netdevice.h>

struct wrapx {
	spinlock_t lock;
	spinlock_t ring;
	struct napi_struct napi;
	struct net_device *netdev;
	bool msix;
	int events;
};

static irqreturn_t wrapx_irq(int irq, void *data)
{
	struct wrapx *w = data;

	spin_lock(&w->lock);
	w->events++;
	spin_unlock(&w->lock);
	return IRQ_HANDLED;
}

static int wrapx_poll(struct napi_struct *napi, int budget)
{
	struct wrapx *w = container_of(napi, struct wrapx, napi);

	spin_lock(&w->ring);
	w->events--;
	spin_unlock(&w->ring);
	return 0;
}

static int wrapx_poll_msix(struct napi_struct *napi, int budget)
{
	return 0;
}

static ssize_t events_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct wrapx *w = dev_get_drvdata(dev);
	int events;

	spin_lock(&w->lock);
	events = w->events;
	spin_unlock(&w->lock);
	spin_lock(&w->ring);
	events += w->events;
	spin_unlock(&w->ring);
	return sysfs_emit(buf, "%d\n", events);
}
static DEVICE_ATTR_RO(events);

static int wrapx_get_irq(struct wrapx *w, int irq, irq_handler_t handler)
{
	return request_irq(irq, handler, IRQF_SHARED, "wrapx", w);
}

static int wrapx_get_first(struct wrapx *w, irq_handler_t handler)
{
	return wrapx_get_irq(w, 1, handler);
}

int wrapx_start(struct wrapx *w)
{
	int (*poll)(struct napi_struct *napi, int budget);

	if (w->msix)
		poll = wrapx_poll_msix;
	else
		poll = wrapx_poll;
	netif_napi_add(w->netdev, &w->napi, poll);
	return wrapx_get_first(w, wrapx_irq);
}
EXPORT_SYMBOL_GPL(wrapx_start);

/*
 * unspin-test
 * expect: irq-unsafe | struct wrapx.lock | wrapx_irq events_show | events_show
 * expect: irq-unsafe | struct wrapx.ring | wrapx_poll events_show | events_show
 */
