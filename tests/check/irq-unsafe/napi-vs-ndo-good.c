// SPDX-License-Identifier: GPL-2.0-only
/*
 * nic_change_mtu() takes the lock with bottom halves off. nic_set_rx_mode() needs no _bh: the
 * core calls it under the address list lock, with bottom halves already off.
 */
#include <linux/etherdevice.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/netdevice.h>

#define NIC_RX_COUNT 0x00
#define NIC_RX_MODE 0x04
#define NIC_RX_SIZE 0x08

struct nic {
	void __iomem *regs;
	struct napi_struct napi;
	spinlock_t lock; /* the receive registers */
	u64 packets;
};

static int nic_poll(struct napi_struct *napi, int budget)
{
	struct nic *nic = container_of(napi, struct nic, napi);
	int done;

	spin_lock(&nic->lock);
	done = min_t(int, readl(nic->regs + NIC_RX_COUNT), budget);
	nic->packets += done;
	spin_unlock(&nic->lock);
	if (done < budget)
		napi_complete_done(napi, done);
	return done;
}

static void nic_set_rx_mode(struct net_device *dev)
{
	struct nic *nic = netdev_priv(dev);

	spin_lock(&nic->lock);
	writel(dev->flags & IFF_PROMISC, nic->regs + NIC_RX_MODE);
	spin_unlock(&nic->lock);
}

static int nic_change_mtu(struct net_device *dev, int mtu)
{
	struct nic *nic = netdev_priv(dev);

	spin_lock_bh(&nic->lock);
	writel(mtu + ETH_HLEN, nic->regs + NIC_RX_SIZE);
	spin_unlock_bh(&nic->lock);
	WRITE_ONCE(dev->mtu, mtu);
	return 0;
}

static int nic_open(struct net_device *dev)
{
	struct nic *nic = netdev_priv(dev);

	napi_enable(&nic->napi);
	return 0;
}

static int nic_stop(struct net_device *dev)
{
	struct nic *nic = netdev_priv(dev);

	napi_disable(&nic->napi);
	return 0;
}

static const struct net_device_ops nic_netdev_ops = {
	.ndo_open = nic_open,
	.ndo_stop = nic_stop,
	.ndo_set_rx_mode = nic_set_rx_mode,
	.ndo_change_mtu = nic_change_mtu,
};

int nic_init_netdev(struct net_device *dev, void __iomem *regs)
{
	struct nic *nic = netdev_priv(dev);

	nic->regs = regs;
	spin_lock_init(&nic->lock);
	dev->netdev_ops = &nic_netdev_ops;
	netif_napi_add(dev, &nic->napi, nic_poll);
	return register_netdev(dev);
}

/*
 * unspin-test
 * expect-nothing
 */
