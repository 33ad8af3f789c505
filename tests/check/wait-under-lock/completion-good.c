// SPDX-License-Identifier: GPL-2.0-only
/*
 * fw_write() gives the mutex back before it waits.
 */
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct fw {
	struct work_struct work;
	struct completion done;
	struct mutex lock;
	size_t size;
	bool loaded;
};

static void fw_work(struct work_struct *work)
{
	struct fw *fw = container_of(work, struct fw, work);

	mutex_lock(&fw->lock);
	fw->loaded = fw->size > 0;
	mutex_unlock(&fw->lock);
	complete(&fw->done);
}

static ssize_t fw_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct fw *fw = file->private_data;

	mutex_lock(&fw->lock);
	fw->size = len;
	reinit_completion(&fw->done);
	schedule_work(&fw->work);
	mutex_unlock(&fw->lock);
	wait_for_completion(&fw->done);
	return len;
}

static int fw_open(struct inode *inode, struct file *file)
{
	struct fw *fw = file->private_data;

	mutex_init(&fw->lock);
	init_completion(&fw->done);
	INIT_WORK(&fw->work, fw_work);
	return 0;
}

const struct file_operations fw_fops = {
	.owner = THIS_MODULE,
	.open = fw_open,
	.write = fw_write,
};

/*
 * unspin-test
 * expect-nothing
 */
