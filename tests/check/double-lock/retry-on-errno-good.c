// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asked again only after the one error that comes without the lock.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct cmdring {
	struct mutex mutex;
	u32 head, tail;
};

static int cmdring_open(struct cmdring *ring, u32 size)
{
	mutex_lock(&ring->mutex);
	if (ring->tail - ring->head < size) {
		mutex_unlock(&ring->mutex);
		return -EAGAIN;
	}
	return 0;
}

static ssize_t cmdring_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct cmdring *ring = file->private_data;
	int ret, tries = 0;

	do {
		ret = cmdring_open(ring, len);
	} while (ret == -EAGAIN && ++tries < 10);
	if (ret)
		return ret;
	ring->head += len;
	mutex_unlock(&ring->mutex);
	return len;
}

const struct file_operations cmdring_fops = {
	.owner = THIS_MODULE,
	.write = cmdring_write,
};

/*
 * unspin-test
 * expect-nothing
 */
