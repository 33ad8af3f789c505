// SPDX-License-Identifier: GPL-2.0-only
/*
 * The element is still locked when elem_retire() locks it.
 */
#include <linux/device.h>
#include <linux/list.h>
#include <linux/spinlock.h>

struct elem {
	struct list_head node;
	spinlock_t lock;
	unsigned int age;
	bool retired;
};

struct pool {
	struct list_head elems;
};

static void elem_retire(struct elem *elem)
{
	spin_lock(&elem->lock);
	elem->retired = true;
	spin_unlock(&elem->lock);
}

static ssize_t expire_store(struct device *dev, struct device_attribute *attr, const char *buf,
			    size_t len)
{
	struct pool *pool = dev_get_drvdata(dev);
	struct elem *elem;

	list_for_each_entry(elem, &pool->elems, node) {
		spin_lock(&elem->lock);
		if (elem->retired) {
			spin_unlock(&elem->lock);
			continue;
		}
		if (++elem->age > 100)
			elem_retire(elem);
		spin_unlock(&elem->lock);
	}
	return len;
}
DEVICE_ATTR_WO(expire);

/*
 * unspin-test
 * expect: double-lock | struct elem.lock | expire_store elem_retire
 */
