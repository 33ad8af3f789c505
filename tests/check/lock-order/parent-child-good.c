// SPDX-License-Identifier: GPL-2.0-only
/*
 * port_release() lets the port go before it takes the hub's lock; hub first, port second is
 * the only order left.
 */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/pm.h>

struct hub {
	struct mutex lock;
	struct list_head ports;
	unsigned int active;
};

struct hub_port {
	struct hub *hub;
	struct list_head node;
	struct mutex lock;
	bool on;
};

static int hub_suspend(struct device *dev)
{
	struct hub *hub = dev_get_drvdata(dev);
	struct hub_port *port;

	mutex_lock(&hub->lock);
	list_for_each_entry(port, &hub->ports, node) {
		mutex_lock(&port->lock);
		port->on = false;
		mutex_unlock(&port->lock);
	}
	hub->active = 0;
	mutex_unlock(&hub->lock);
	return 0;
}

static int port_release(struct inode *inode, struct file *file)
{
	struct hub_port *port = file->private_data;
	struct hub *hub = port->hub;

	mutex_lock(&port->lock);
	port->on = false;
	mutex_unlock(&port->lock);
	mutex_lock(&hub->lock);
	hub->active--;
	mutex_unlock(&hub->lock);
	return 0;
}

const struct file_operations port_fops = {
	.owner = THIS_MODULE,
	.release = port_release,
};

const struct dev_pm_ops hub_pm_ops = {
	.suspend = hub_suspend,
};

/*
 * unspin-test
 * expect-nothing
 */
