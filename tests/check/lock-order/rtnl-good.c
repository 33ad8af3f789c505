// SPDX-License-Identifier: GPL-2.0-only
/*
 * The work item takes the RTNL first and the device's mutex inside, as ndo_stop does.
 */
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>

struct swdev {
	struct net_device *netdev;
	struct work_struct work;
	struct mutex lock;
	bool up;
};

static void sw_work(struct work_struct *work)
{
	struct swdev *sw = container_of(work, struct swdev, work);

	rtnl_lock();
	mutex_lock(&sw->lock);
	if (sw->up)
		netif_carrier_on(sw->netdev);
	mutex_unlock(&sw->lock);
	rtnl_unlock();
}

static int sw_stop(struct net_device *dev)
{
	struct swdev *sw = netdev_priv(dev);

	mutex_lock(&sw->lock);
	sw->up = false;
	mutex_unlock(&sw->lock);
	return 0;
}

const struct net_device_ops sw_netdev_ops = {
	.ndo_stop = sw_stop,
};

void sw_init(struct net_device *dev)
{
	struct swdev *sw = netdev_priv(dev);

	sw->netdev = dev;
	mutex_init(&sw->lock);
	INIT_WORK(&sw->work, sw_work);
	schedule_work(&sw->work);
}

/*
 * unspin-test
 * expect-nothing
 */
