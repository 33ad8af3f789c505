// SPDX-License-Identifier: GPL-2.0-only
/*
 * The two orders stand in branches of different options, which can both be on.
 */
#include <linux/device.h>
#include <linux/mutex.h>
#include <linux/sysfs.h>

struct bat {
	struct mutex adc_lock;
	struct mutex led_lock;
	u32 level, led;
};

static ssize_t level_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct bat *bat = dev_get_drvdata(dev);
	u32 level;

	mutex_lock(&bat->adc_lock);
	level = bat->level;
#ifdef CONFIG_BAT_LED
	mutex_lock(&bat->led_lock);
	bat->led = level;
	mutex_unlock(&bat->led_lock);
#endif
	mutex_unlock(&bat->adc_lock);
	return sysfs_emit(buf, "%u\n", level);
}
DEVICE_ATTR_RO(level);

static ssize_t led_store(struct device *dev, struct device_attribute *attr, const char *buf,
			 size_t len)
{
	struct bat *bat = dev_get_drvdata(dev);

	mutex_lock(&bat->led_lock);
	bat->led = len;
#ifdef CONFIG_BAT_ADC
	mutex_lock(&bat->adc_lock);
	bat->level = 0;
	mutex_unlock(&bat->adc_lock);
#endif
	mutex_unlock(&bat->led_lock);
	return len;
}
DEVICE_ATTR_WO(led);

/*
 * unspin-test
 * expect: lock-order | struct bat.adc_lock, struct bat.led_lock | level_show led_store
 */
