// SPDX-License-Identifier: GPL-2.0-only
/*
 * chip_write() notes what it has to tell the core and tells it after the chip's lock is back.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/uaccess.h>

struct sensor;

struct sensor_ops {
	u32 (*get)(struct sensor *sensor);
};

struct sensor {
	const struct sensor_ops *ops;
	struct mutex lock;
	u32 events;
};

struct chip {
	struct sensor sensor;
	struct mutex lock;
	u32 value;
};

static ssize_t sensor_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct sensor *sensor = file->private_data;
	u32 value;

	mutex_lock(&sensor->lock);
	value = sensor->ops->get(sensor);
	mutex_unlock(&sensor->lock);
	return simple_read_from_buffer(buf, len, pos, &value, sizeof(value));
}

static void sensor_notify(struct sensor *sensor)
{
	mutex_lock(&sensor->lock);
	sensor->events++;
	mutex_unlock(&sensor->lock);
}

static u32 chip_get(struct sensor *sensor)
{
	struct chip *chip = container_of(sensor, struct chip, sensor);
	u32 value;

	mutex_lock(&chip->lock);
	value = chip->value;
	mutex_unlock(&chip->lock);
	return value;
}

const struct sensor_ops chip_sensor_ops = {
	.get = chip_get,
};

static ssize_t chip_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct chip *chip = container_of(file->private_data, struct chip, sensor);

	mutex_lock(&chip->lock);
	chip->value = len;
	mutex_unlock(&chip->lock);
	sensor_notify(&chip->sensor);
	return len;
}

const struct file_operations sensor_fops = {
	.owner = THIS_MODULE,
	.read = sensor_read,
	.write = chip_write,
};

/*
 * unspin-test
 * expect-nothing
 */
