// SPDX-License-Identifier: GPL-2.0-only
/*
 * map_store() holds map_lock with irqs off: no lock of the chain can be held when an interrupt
 * comes.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>

struct sdma {
	void __iomem *regs;
	spinlock_t ring_lock, desc_lock, map_lock; /* in this order */
	u32 head, free, maps;
};

static irqreturn_t sdma_irq(int irq, void *data)
{
	struct sdma *sdma = data;

	spin_lock(&sdma->ring_lock);
	sdma->head = readl(sdma->regs);
	spin_unlock(&sdma->ring_lock);
	return IRQ_HANDLED;
}

static ssize_t ring_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct sdma *sdma = dev_get_drvdata(dev);

	spin_lock_irq(&sdma->ring_lock);
	spin_lock(&sdma->desc_lock);
	sdma->free = sdma->head;
	spin_unlock(&sdma->desc_lock);
	spin_unlock_irq(&sdma->ring_lock);
	return len;
}
static DEVICE_ATTR_WO(ring);

static ssize_t desc_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct sdma *sdma = dev_get_drvdata(dev);

	spin_lock_irq(&sdma->desc_lock);
	spin_lock(&sdma->map_lock);
	sdma->maps += sdma->free;
	spin_unlock(&sdma->map_lock);
	spin_unlock_irq(&sdma->desc_lock);
	return len;
}
static DEVICE_ATTR_WO(desc);

static ssize_t map_store(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t len)
{
	struct sdma *sdma = dev_get_drvdata(dev);

	spin_lock_irq(&sdma->map_lock);
	sdma->maps = 0;
	spin_unlock_irq(&sdma->map_lock);
	return len;
}
static DEVICE_ATTR_WO(map);

static struct attribute *sdma_attrs[] = {
	&dev_attr_ring.attr,
	&dev_attr_desc.attr,
	&dev_attr_map.attr,
	NULL
};
ATTRIBUTE_GROUPS(sdma);

int sdma_init(struct device *dev, struct sdma *sdma, int irq)
{
	spin_lock_init(&sdma->ring_lock);
	spin_lock_init(&sdma->desc_lock);
	spin_lock_init(&sdma->map_lock);
	dev->groups = sdma_groups;
	return devm_request_irq(dev, irq, sdma_irq, 0, "sdma", sdma);
}

/*
 * unspin-test
 * expect-nothing
 */
