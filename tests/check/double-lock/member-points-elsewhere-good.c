// SPDX-License-Identifier: GPL-2.0-only
/*
 * The member that points to the lock is set to another lock between.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct ptwalk {
	spinlock_t *ptl;
	spinlock_t *next;
};

static void ptwalk_step(struct ptwalk *walk)
{
	spin_lock(walk->ptl);
	walk->ptl = walk->next;
	spin_lock(walk->ptl);
	spin_unlock(walk->ptl);
}

static ssize_t ptwalk_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	ptwalk_step(file->private_data);
	return len;
}

const struct file_operations ptwalk_fops = {
	.owner = THIS_MODULE,
	.write = ptwalk_write,
};

/*
 * unspin-test
 * expect-nothing
 */
