// SPDX-License-Identifier: GPL-2.0-only
/*
 * vmac_stop() waits for the poll first and takes the lock then.
 */
#include <linux/netdevice.h>
#include <linux/spinlock.h>

struct vmac {
	struct napi_struct napi;
	spinlock_t lock;
	u32 ring;
};

static int vmac_poll(struct napi_struct *napi, int budget)
{
	struct vmac *vmac = container_of(napi, struct vmac, napi);

	spin_lock(&vmac->lock);
	vmac->ring++;
	spin_unlock(&vmac->lock);
	napi_complete_done(napi, 0);
	return 0;
}

static int vmac_open(struct net_device *dev)
{
	struct vmac *vmac = netdev_priv(dev);

	napi_enable(&vmac->napi);
	return 0;
}

static int vmac_stop(struct net_device *dev)
{
	struct vmac *vmac = netdev_priv(dev);

	napi_disable(&vmac->napi);
	spin_lock_bh(&vmac->lock);
	vmac->ring = 0;
	spin_unlock_bh(&vmac->lock);
	return 0;
}

const struct net_device_ops vmac_netdev_ops = {
	.ndo_open = vmac_open,
	.ndo_stop = vmac_stop,
};

void vmac_init(struct net_device *dev)
{
	struct vmac *vmac = netdev_priv(dev);

	spin_lock_init(&vmac->lock);
	netif_napi_add(dev, &vmac->napi, vmac_poll);
}

/*
 * unspin-test
 * expect-nothing
 */
