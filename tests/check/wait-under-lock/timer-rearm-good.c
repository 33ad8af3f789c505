// SPDX-License-Identifier: GPL-2.0-only
/*
 * Under the lock the timer is only taken off the list with del_timer(), which does not wait;
 * `stopped` keeps a running one from starting itself again.
 */
#include <linux/fs.h>
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/timer.h>

struct poller {
	struct timer_list timer;
	spinlock_t lock;
	bool stopped;
};

static void poll_timer(struct timer_list *t)
{
	struct poller *poller = from_timer(poller, t, timer);

	spin_lock(&poller->lock);
	if (!poller->stopped)
		mod_timer(&poller->timer, jiffies + HZ / 10);
	spin_unlock(&poller->lock);
}

static int poll_open(struct inode *inode, struct file *file)
{
	struct poller *poller = file->private_data;

	spin_lock_init(&poller->lock);
	timer_setup(&poller->timer, poll_timer, 0);
	mod_timer(&poller->timer, jiffies + HZ);
	return 0;
}

static int poll_release(struct inode *inode, struct file *file)
{
	struct poller *poller = file->private_data;

	spin_lock_bh(&poller->lock);
	poller->stopped = true;
	del_timer(&poller->timer);
	spin_unlock_bh(&poller->lock);
	return 0;
}

const struct file_operations poll_fops = {
	.owner = THIS_MODULE,
	.open = poll_open,
	.release = poll_release,
};

/*
 * unspin-test
 * expect-nothing
 */
