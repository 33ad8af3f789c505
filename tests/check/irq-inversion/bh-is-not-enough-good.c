// SPDX-License-Identifier: GPL-2.0-only
/*
 * wl_change_mtu() turns hard irqs off.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/netdevice.h>
#include <linux/spinlock.h>

struct wl {
	void __iomem *regs;
	int irq;
	spinlock_t hw_lock;
	spinlock_t addr_lock;
	u32 mtu, sent;
};

static irqreturn_t wl_irq(int irq, void *data)
{
	struct wl *wl = data;

	spin_lock(&wl->hw_lock);
	wl->sent = readl(wl->regs);
	spin_unlock(&wl->hw_lock);
	return IRQ_HANDLED;
}

static netdev_tx_t wl_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct wl *wl = netdev_priv(dev);
	unsigned long flags;

	spin_lock_irqsave(&wl->hw_lock, flags);
	spin_lock(&wl->addr_lock);
	writel(min(skb->len, wl->mtu), wl->regs);
	spin_unlock(&wl->addr_lock);
	spin_unlock_irqrestore(&wl->hw_lock, flags);
	dev_consume_skb_any(skb);
	return NETDEV_TX_OK;
}

static int wl_change_mtu(struct net_device *dev, int mtu)
{
	struct wl *wl = netdev_priv(dev);

	spin_lock_irq(&wl->addr_lock);
	wl->mtu = mtu;
	spin_unlock_irq(&wl->addr_lock);
	WRITE_ONCE(dev->mtu, mtu);
	return 0;
}

static int wl_open(struct net_device *dev)
{
	struct wl *wl = netdev_priv(dev);

	return request_irq(wl->irq, wl_irq, 0, dev->name, wl);
}

static int wl_stop(struct net_device *dev)
{
	struct wl *wl = netdev_priv(dev);

	free_irq(wl->irq, wl);
	return 0;
}

const struct net_device_ops wl_netdev_ops = {
	.ndo_open = wl_open,
	.ndo_stop = wl_stop,
	.ndo_start_xmit = wl_start_xmit,
	.ndo_change_mtu = wl_change_mtu,
};

/*
 * unspin-test
 * expect-nothing
 */
