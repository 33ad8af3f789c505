// SPDX-License-Identifier: GPL-2.0-only
/*
 * rule_write() asks for the rwlock as a reader while it holds it as the writer: it waits for
 * itself.
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
	total = rules_total(rules);
	write_unlock(&rules->lock);
	return total > 1000 ? -ENOSPC : len;
}

const struct file_operations rule_fops = {
	.owner = THIS_MODULE,
	.write = rule_write,
};

/*
 * unspin-test
 * expect: double-lock | struct rules.lock | rule_write rules_total
 */
