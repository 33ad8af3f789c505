// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flag that would say that the caller has the lock is not among those passed.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

#define SVC_LOCKED 0x01
#define SVC_PRIORITY 0x02

struct svc {
	struct mutex mutex;
	u32 done;
};

static void svc_run(struct svc *svc, unsigned int flags)
{
	if (!(flags & SVC_LOCKED))
		mutex_lock(&svc->mutex);
	svc->done++;
	if (!(flags & SVC_LOCKED))
		mutex_unlock(&svc->mutex);
}

static ssize_t svc_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct svc *svc = file->private_data;

	svc_run(svc, 0);
	mutex_lock(&svc->mutex);
	svc_run(svc, SVC_PRIORITY);
	mutex_unlock(&svc->mutex);
	return len;
}

const struct file_operations svc_fops = {
	.owner = THIS_MODULE,
	.write = svc_write,
};

/*
 * unspin-test
 * expect: double-lock | struct svc.mutex | svc_write svc_run
 */
