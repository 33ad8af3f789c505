// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus calls ops->power() with its lock held, which bus_irq() takes. The codec's power()
 * takes the codec's lock, and gain_store() holds that one with irqs on.
 */
#include <linux/fs.h>
#include <linux/interrupt.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct abus;

struct bus_ops {
	void (*power)(struct abus *bus, bool on);
};

struct abus {
	struct miscdevice misc;
	const struct bus_ops *ops;
	spinlock_t lock;
	u32 events;
};

struct codec {
	struct abus bus;
	spinlock_t lock;
	u32 gain;
	bool on;
};

static void codec_power(struct abus *bus, bool on)
{
	struct codec *codec = container_of(bus, struct codec, bus);

	spin_lock(&codec->lock);
	codec->on = on;
	spin_unlock(&codec->lock);
}

static const struct bus_ops codec_bus_ops = {
	.power = codec_power,
};

static ssize_t gain_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct codec *codec = dev_get_drvdata(dev);

	spin_lock(&codec->lock);
	codec->gain = codec->on ? 10 : 0;
	spin_unlock(&codec->lock);
	return len;
}
DEVICE_ATTR_WO(gain);

static irqreturn_t bus_irq(int irq, void *data)
{
	struct abus *bus = data;

	spin_lock(&bus->lock);
	bus->events++;
	spin_unlock(&bus->lock);
	return IRQ_HANDLED;
}

static int bus_release(struct inode *inode, struct file *file)
{
	struct abus *bus = container_of(file->private_data, struct abus, misc);

	spin_lock_irq(&bus->lock);
	bus->ops->power(bus, false);
	spin_unlock_irq(&bus->lock);
	return 0;
}

static const struct file_operations abus_fops = {
	.owner = THIS_MODULE,
	.release = bus_release,
};

int abus_register(struct abus *abus, struct device *dev, int irq)
{
	int ret;

	spin_lock_init(&abus->lock);
	abus->ops = &codec_bus_ops;
	ret = devm_request_irq(dev, irq, bus_irq, 0, "abus", abus);
	if (ret)
		return ret;
	abus->misc.minor = MISC_DYNAMIC_MINOR;
	abus->misc.name = "abus";
	abus->misc.fops = &abus_fops;
	return misc_register(&abus->misc);
}

/*
 * unspin-test
 * expect: irq-inversion | struct abus.lock, struct codec.lock | bus_irq bus_release codec_power gain_store
 */
