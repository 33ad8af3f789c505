// SPDX-License-Identifier: GPL-2.0-only
/*
 * The last kref_put() runs gadget_free() at once, under the lock that gadget_free() takes.
 */
#include <linux/fs.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct gadget {
	struct kref ref;
	struct list_head node;
	bool open;
};

static LIST_HEAD(gadgets);
static DEFINE_MUTEX(gadgets_lock);

static void gadget_free(struct kref *ref)
{
	struct gadget *gadget = container_of(ref, struct gadget, ref);

	mutex_lock(&gadgets_lock);
	list_del(&gadget->node);
	mutex_unlock(&gadgets_lock);
	kfree(gadget);
}

static int gadget_open(struct inode *inode, struct file *file)
{
	struct gadget *gadget = kzalloc(sizeof(*gadget), GFP_KERNEL);

	if (!gadget)
		return -ENOMEM;
	kref_init(&gadget->ref);
	mutex_lock(&gadgets_lock);
	list_add(&gadget->node, &gadgets);
	gadget->open = true;
	mutex_unlock(&gadgets_lock);
	file->private_data = gadget;
	return 0;
}

static int gadget_release(struct inode *inode, struct file *file)
{
	struct gadget *gadget = file->private_data;

	mutex_lock(&gadgets_lock);
	gadget->open = false;
	kref_put(&gadget->ref, gadget_free);
	mutex_unlock(&gadgets_lock);
	return 0;
}

const struct file_operations gadget_fops = {
	.owner = THIS_MODULE,
	.open = gadget_open,
	.release = gadget_release,
};

/*
 * unspin-test
 * expect: double-lock | kref-release-bad.c:gadgets_lock | gadget_release gadget_free
 */
