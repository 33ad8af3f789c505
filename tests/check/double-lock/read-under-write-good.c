// SPDX-License-Identifier: GPL-2.0-only
/*
 * rule_write() gives the write lock back before rules_total() takes it for reading.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct rules {
	rwlock_t lock;
	u32 count, added;
};

static u32 rules_total(struct rules *rules)
{
	u32 total;

	read_lock(&rules->lock);
	total = rules->count + rules->added;
	read_unlock(&rules->lock);
	return total;
}

static ssize_t rule_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct rules *rules = file->private_data;
	u32 total;

	write_lock(&rules->lock);
	rules->added++;
	write_unlock(&rules->lock);
	total = rules_total(rules);
	return total > 1000 ? -ENOSPC : len;
}

const struct file_operations rule_fops = {
	.owner = THIS_MODULE,
	.write = rule_write,
};

/*
 * unspin-test
 * expect-nothing
 */
