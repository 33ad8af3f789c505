// SPDX-License-Identifier: GPL-2.0-only
/*
 * Readers are in RCU read sides, for which nobody who holds a lock waits here: table_lock
 * under rcu_read_lock() and the other way round are both fine.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

struct route {
	rwlock_t list_lock;
	spinlock_t table_lock;
	u32 entries, hits;
};

static ssize_t route_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct route *route = file->private_data;

	rcu_read_lock();
	spin_lock(&route->table_lock);
	route->hits += route->entries;
	spin_unlock(&route->table_lock);
	rcu_read_unlock();
	return len;
}

static int route_release(struct inode *inode, struct file *file)
{
	struct route *route = file->private_data;

	spin_lock(&route->table_lock);
	rcu_read_lock();
	route->entries--;
	rcu_read_unlock();
	spin_unlock(&route->table_lock);
	return 0;
}

const struct file_operations route_fops = {
	.owner = THIS_MODULE,
	.write = route_write,
	.release = route_release,
};

/*
 * unspin-test
 * expect-nothing
 */
