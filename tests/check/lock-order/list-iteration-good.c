// SPDX-License-Identifier: GPL-2.0-only
/*
 * session_release() takes the session off the list before it locks it: the list's lock is
 * never taken under a session's.
 */
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct session {
	struct list_head node;
	spinlock_t lock;
	unsigned int kicks;
};

static LIST_HEAD(sessions);
static DEFINE_SPINLOCK(sessions_lock);

static ssize_t kick_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct session *s;

	spin_lock(&sessions_lock);
	list_for_each_entry(s, &sessions, node) {
		spin_lock(&s->lock);
		s->kicks++;
		spin_unlock(&s->lock);
	}
	spin_unlock(&sessions_lock);
	return len;
}
DEVICE_ATTR_WO(kick);

static int session_release(struct inode *inode, struct file *file)
{
	struct session *s = file->private_data;

	spin_lock(&sessions_lock);
	list_del_init(&s->node);
	spin_unlock(&sessions_lock);
	spin_lock(&s->lock);
	s->kicks = 0;
	spin_unlock(&s->lock);
	return 0;
}

const struct file_operations session_fops = {
	.owner = THIS_MODULE,
	.release = session_release,
};

/*
 * unspin-test
 * expect-nothing
 */
