// SPDX-License-Identifier: GPL-2.0-only
/*
 * NAPI polls in softirq; the receive ring is refilled with GFP_KERNEL there.
 */
#include <linux/netdevice.h>
#include <linux/slab.h>

#define GBE_RING	64

struct gbe {
	struct net_device *ndev;
	struct napi_struct napi;
	void *rx[GBE_RING];
};

static int gbe_refill(struct gbe *gbe, gfp_t gfp)
{
	int i;

	for (i = 0; i < GBE_RING; i++) {
		if (gbe->rx[i])
			continue;
		gbe->rx[i] = kmalloc(2048, gfp);
		if (!gbe->rx[i])
			return -ENOMEM;
	}
	return 0;
}

static int gbe_poll(struct napi_struct *napi, int budget)
{
	struct gbe *gbe = container_of(napi, struct gbe, napi);

	gbe_refill(gbe, GFP_KERNEL);
	napi_complete_done(napi, 0);
	return 0;
}

static int gbe_open(struct net_device *ndev)
{
	struct gbe *gbe = netdev_priv(ndev);
	int err;

	err = gbe_refill(gbe, GFP_KERNEL);
	if (err)
		return err;
	napi_enable(&gbe->napi);
	netif_start_queue(ndev);
	return 0;
}

static int gbe_init(struct net_device *ndev)
{
	struct gbe *gbe = netdev_priv(ndev);

	gbe->ndev = ndev;
	netif_napi_add(ndev, &gbe->napi, gbe_poll);
	return 0;
}

static const struct net_device_ops gbe_ops = {
	.ndo_init = gbe_init,
	.ndo_open = gbe_open,
};

/*
 * unspin-test
 * expect: sleep-in-atomic |  | gbe_poll gbe_refill kmalloc
 */
