// SPDX-License-Identifier: GPL-2.0-only
/*
 * aging_store() turns bottom halves off as well. Hard irqs may stay on: no hard interrupt
 * takes any of the two.
 */
#include <linux/device.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct fdb {
	struct timer_list timer;
	spinlock_t table_lock;
	spinlock_t aging_lock;
	struct list_head entries;
	unsigned long age;
};

static void fdb_timer(struct timer_list *t)
{
	struct fdb *fdb = from_timer(fdb, t, timer);

	spin_lock(&fdb->table_lock);
	if (!list_empty(&fdb->entries))
		list_del_init(fdb->entries.next);
	spin_unlock(&fdb->table_lock);
}

static ssize_t flush_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct fdb *fdb = dev_get_drvdata(dev);

	spin_lock_bh(&fdb->table_lock);
	INIT_LIST_HEAD(&fdb->entries);
	spin_lock(&fdb->aging_lock);
	mod_timer(&fdb->timer, jiffies + fdb->age);
	spin_unlock(&fdb->aging_lock);
	spin_unlock_bh(&fdb->table_lock);
	return len;
}
DEVICE_ATTR_WO(flush);

static ssize_t aging_store(struct device *dev, struct device_attribute *attr, const char *buf,
			   size_t len)
{
	struct fdb *fdb = dev_get_drvdata(dev);
	unsigned long age;

	if (kstrtoul(buf, 0, &age))
		return -EINVAL;
	spin_lock_bh(&fdb->aging_lock);
	fdb->age = age;
	spin_unlock_bh(&fdb->aging_lock);
	return len;
}
DEVICE_ATTR_WO(aging);

void fdb_init(struct fdb *fdb)
{
	spin_lock_init(&fdb->table_lock);
	spin_lock_init(&fdb->aging_lock);
	INIT_LIST_HEAD(&fdb->entries);
	timer_setup(&fdb->timer, fdb_timer, 0);
}

/*
 * unspin-test
 * expect-nothing
 */
