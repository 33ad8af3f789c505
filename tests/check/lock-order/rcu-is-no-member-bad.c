// SPDX-License-Identifier: GPL-2.0-only
/*
 * route_write() takes the table's lock under a reader of the rwlock, route_release() writes
 * the rwlock under the table's lock.
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

	read_lock(&route->list_lock);
	spin_lock(&route->table_lock);
	route->hits += route->entries;
	spin_unlock(&route->table_lock);
	read_unlock(&route->list_lock);
	return len;
}

static int route_release(struct inode *inode, struct file *file)
{
	struct route *route = file->private_data;

	spin_lock(&route->table_lock);
	write_lock(&route->list_lock);
	route->entries--;
	write_unlock(&route->list_lock);
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
 * expect: lock-order | struct route.list_lock, struct route.table_lock | route_write route_release
 */
