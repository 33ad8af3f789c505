// SPDX-License-Identifier: GPL-2.0-only
/*
 * mac_start_xmit() turns irqs off for as long as it holds the lock. It may be called with irqs
 * off already (netpoll), so it saves their state.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/netdevice.h>

#define MAC_TX 0x00
#define MAC_RING 16

struct mac {
	void __iomem *regs;
	int irq;
	spinlock_t tx_lock; /* head and tail of the transmit ring */
	unsigned int head, tail;
};

static irqreturn_t mac_irq(int irq, void *data)
{
	struct net_device *dev = data;
	struct mac *mac = netdev_priv(dev);

	spin_lock(&mac->tx_lock);
	mac->tail = mac->head;
	netif_wake_queue(dev);
	spin_unlock(&mac->tx_lock);
	return IRQ_HANDLED;
}

static netdev_tx_t mac_start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct mac *mac = netdev_priv(dev);
	unsigned long flags;

	spin_lock_irqsave(&mac->tx_lock, flags);
	iowrite32_rep(mac->regs + MAC_TX, skb->data, skb->len / 4);
	if (++mac->head - mac->tail == MAC_RING)
		netif_stop_queue(dev);
	spin_unlock_irqrestore(&mac->tx_lock, flags);
	dev_consume_skb_any(skb);
	return NETDEV_TX_OK;
}

static int mac_open(struct net_device *dev)
{
	struct mac *mac = netdev_priv(dev);
	int ret = request_irq(mac->irq, mac_irq, 0, dev->name, dev);

	if (ret)
		return ret;
	netif_start_queue(dev);
	return 0;
}

static int mac_stop(struct net_device *dev)
{
	struct mac *mac = netdev_priv(dev);

	netif_stop_queue(dev);
	free_irq(mac->irq, dev);
	return 0;
}

const struct net_device_ops mac_netdev_ops = {
	.ndo_open = mac_open,
	.ndo_stop = mac_stop,
	.ndo_start_xmit = mac_start_xmit,
};

/*
 * unspin-test
 * expect-nothing
 */
