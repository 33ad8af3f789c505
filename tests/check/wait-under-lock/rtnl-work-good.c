// SPDX-License-Identifier: GPL-2.0-only
/*
 * The item only tries to get the RTNL and queues itself again if it is taken, so that the wait
 * in ndo_stop ends.
 */
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

struct vnic {
	struct net_device *netdev;
	struct work_struct reset_work;
	u32 resets;
};

static void vnic_reset(struct work_struct *work)
{
	struct vnic *vnic = container_of(work, struct vnic, reset_work);

	if (!rtnl_trylock()) {
		schedule_work(&vnic->reset_work);
		return;
	}
	vnic->resets++;
	netif_carrier_on(vnic->netdev);
	rtnl_unlock();
}

static void vnic_tx_timeout(struct net_device *dev, unsigned int txqueue)
{
	struct vnic *vnic = netdev_priv(dev);

	schedule_work(&vnic->reset_work);
}

static int vnic_stop(struct net_device *dev)
{
	struct vnic *vnic = netdev_priv(dev);

	netif_stop_queue(dev);
	cancel_work_sync(&vnic->reset_work);
	return 0;
}

const struct net_device_ops vnic_netdev_ops = {
	.ndo_stop = vnic_stop,
	.ndo_tx_timeout = vnic_tx_timeout,
};

void vnic_init(struct net_device *dev)
{
	struct vnic *vnic = netdev_priv(dev);

	vnic->netdev = dev;
	INIT_WORK(&vnic->reset_work, vnic_reset);
}

/*
 * unspin-test
 * expect-nothing
 */
