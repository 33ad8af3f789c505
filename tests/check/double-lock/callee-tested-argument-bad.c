// SPDX-License-Identifier: GPL-2.0-only
/*
 * The helper takes the lock if it is told so; its caller goes by the opposite.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(chain_mutex);

struct chain {
	struct mutex mutex;
	int links;
};

static void chain_lock(struct chain *ch, bool all)
{
	if (all)
		mutex_lock(&chain_mutex);
	mutex_lock(&ch->mutex);
}

static void chain_unlock(struct chain *ch, bool all)
{
	mutex_unlock(&ch->mutex);
	if (all)
		mutex_unlock(&chain_mutex);
}

static ssize_t chain_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct chain *ch = file->private_data;
	bool all = ch->links > 1;

	chain_lock(ch, all);
	mutex_unlock(&ch->mutex);
	if (all) {
		mutex_lock(&chain_mutex);
		mutex_unlock(&chain_mutex);
	}
	return len;
}

const struct file_operations chain_fops = {
	.owner = THIS_MODULE,
	.write = chain_write,
};

/*
 * unspin-test
 * expect: double-lock | callee-tested-argument-bad.c:chain_mutex | chain_write chain_lock
 * expect: unbalanced | callee-tested-argument-bad.c:chain_mutex | chain_write
 */
