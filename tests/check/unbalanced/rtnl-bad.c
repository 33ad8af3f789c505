// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device is not there, and RTNL stays locked: from here on no network configuration works.
 */
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

int linkx_set_mtu(struct net *net, int ifindex, int mtu)
{
	struct net_device *dev;
	int err;

	rtnl_lock();
	dev = __dev_get_by_index(net, ifindex);
	if (!dev)
		return -ENODEV;
	err = dev_set_mtu(dev, mtu);
	rtnl_unlock();
	return err;
}
EXPORT_SYMBOL_GPL(linkx_set_mtu);

/*
 * unspin-test
 * expect: unbalanced | rtnl_mutex | linkx_set_mtu
 */
