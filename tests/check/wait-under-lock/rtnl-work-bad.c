// SPDX-License-Identifier: GPL-2.0-only
/*
 * ndo_stop is called with the RTNL held and waits for a work item that takes the RTNL.
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

	rtnl_lock();
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
 * expect: wait-under-lock | rtnl_mutex, work:struct vnic.reset_work | vnic_reset vnic_stop
 */
