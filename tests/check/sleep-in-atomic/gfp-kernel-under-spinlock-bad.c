// SPDX-License-Identifier: GPL-2.0-only
/*
 * The filter list is guarded by a spinlock, and a new rule is allocated with it held:
 * GFP_KERNEL may reclaim and sleep, with preemption off.
 */
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>

struct canfilter_rule {
	struct list_head node;
	u32 id;
};

struct canfilter {
	spinlock_t lock;
	struct list_head rules;
	unsigned int count;
};

static int canfilter_add(struct canfilter *cf, u32 id)
{
	struct canfilter_rule *rule;

	spin_lock(&cf->lock);
	rule = kzalloc(sizeof(*rule), GFP_KERNEL);
	if (!rule) {
		spin_unlock(&cf->lock);
		return -ENOMEM;
	}
	rule->id = id;
	list_add_tail(&rule->node, &cf->rules);
	cf->count++;
	spin_unlock(&cf->lock);
	return 0;
}

static ssize_t canfilter_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct canfilter *cf = file->private_data;
	u32 id;
	int err;

	if (len != sizeof(id))
		return -EINVAL;
	if (copy_from_user(&id, buf, sizeof(id)))
		return -EFAULT;
	err = canfilter_add(cf, id);
	return err ? err : len;
}

static const struct file_operations canfilter_fops = {
	.write = canfilter_write,
};

/*
 * unspin-test
 * expect: sleep-in-atomic | struct canfilter.lock | canfilter_write canfilter_add kzalloc
 */
