// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock is taken for the whole switch, and one of the commands is served by a function that
 * is an entry of its own and takes it too.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

#define VCAP_START _IO('v', 1)
#define VCAP_STOP _IO('v', 2)

struct vcap {
	struct mutex lock;
	bool streaming;
};

static int vcap_stop(struct vcap *vcap)
{
	int ret = -EINVAL;

	mutex_lock(&vcap->lock);
	if (vcap->streaming) {
		vcap->streaming = false;
		ret = 0;
	}
	mutex_unlock(&vcap->lock);
	return ret;
}

static long vcap_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct vcap *vcap = file->private_data;
	long ret = 0;

	mutex_lock(&vcap->lock);
	switch (cmd) {
	case VCAP_START:
		vcap->streaming = true;
		break;
	case VCAP_STOP:
		ret = vcap_stop(vcap);
		break;
	default:
		ret = -ENOTTY;
	}
	mutex_unlock(&vcap->lock);
	return ret;
}

static int vcap_release(struct inode *inode, struct file *file)
{
	vcap_stop(file->private_data);
	return 0;
}

const struct file_operations vcap_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = vcap_ioctl,
	.release = vcap_release,
};

/*
 * unspin-test
 * expect: double-lock | struct vcap.lock | vcap_ioctl vcap_stop
 */
