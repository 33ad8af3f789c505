// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard() holds the lock to the end of the function, also where amp_mute() is called.
 */
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct amp {
	struct mutex lock;
	unsigned int users;
	bool muted;
};

static void amp_mute(struct amp *amp)
{
	guard(mutex)(&amp->lock);
	amp->muted = true;
}

static int amp_release(struct inode *inode, struct file *file)
{
	struct amp *amp = file->private_data;

	guard(mutex)(&amp->lock);
	if (--amp->users)
		return 0;
	amp_mute(amp);
	return 0;
}

const struct file_operations amp_fops = {
	.owner = THIS_MODULE,
	.release = amp_release,
};

/*
 * unspin-test
 * expect: double-lock | struct amp.lock | amp_release amp_mute
 */
