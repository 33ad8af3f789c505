// SPDX-License-Identifier: GPL-2.0-only
/*
 * napi_disable() waits, and sleeps, until a running poll has ended; the poll wants the lock
 * that is held: two rules are broken at once.
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

	spin_lock_bh(&vmac->lock);
	napi_disable(&vmac->napi);
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
 * expect: wait-under-lock | struct vmac.lock, napi:struct vmac.napi | vmac_poll vmac_stop
 * expect: sleep-in-atomic | struct vmac.lock | vmac_stop
 */
