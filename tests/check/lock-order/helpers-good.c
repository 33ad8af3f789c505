// SPDX-License-Identifier: GPL-2.0-only
/*
 * scan_store() calls the helper after it gave the bus lock back.
 */
#include <linux/device.h>
#include <linux/io.h>
#include <linux/mutex.h>

struct rmi {
	void __iomem *regs;
	struct mutex page_lock;
	struct mutex bus_lock;
	u8 page;
};

static void rmi_xfer(struct rmi *rmi, u8 val)
{
	mutex_lock(&rmi->bus_lock);
	writeb(val, rmi->regs);
	mutex_unlock(&rmi->bus_lock);
}

static void rmi_set_page(struct rmi *rmi, u8 page)
{
	mutex_lock(&rmi->page_lock);
	rmi->page = page;
	mutex_unlock(&rmi->page_lock);
}

static ssize_t page_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct rmi *rmi = dev_get_drvdata(dev);

	mutex_lock(&rmi->page_lock);
	rmi->page++;
	rmi_xfer(rmi, rmi->page);
	mutex_unlock(&rmi->page_lock);
	return len;
}
DEVICE_ATTR_WO(page);

static ssize_t scan_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct rmi *rmi = dev_get_drvdata(dev);

	mutex_lock(&rmi->bus_lock);
	writeb(0xff, rmi->regs);
	mutex_unlock(&rmi->bus_lock);
	rmi_set_page(rmi, 0);
	return len;
}
DEVICE_ATTR_WO(scan);

/*
 * unspin-test
 * expect-nothing
 */
