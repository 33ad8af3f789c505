// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parameter stays: what is taken is what the caller has.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct treenode {
	raw_spinlock_t lock;
	struct treenode *parent;
	unsigned long mask;
};

static void treenode_report(struct treenode *node)
{
	while (node->parent) {
		node->mask = 0;
		raw_spin_lock(&node->lock);
		node->mask |= 1;
	}
	raw_spin_unlock(&node->lock);
}

static ssize_t treenode_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct treenode *node = file->private_data;

	raw_spin_lock(&node->lock);
	treenode_report(node);
	return len;
}

const struct file_operations treenode_fops = {
	.owner = THIS_MODULE,
	.write = treenode_write,
};

/*
 * unspin-test
 * expect: double-lock | struct treenode.lock | treenode_report
 */
