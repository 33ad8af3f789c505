// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mode says that the caller does not have the lock, but it does.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

enum nic_remove_mode {
	NIC_REMOVE_NORMAL,
	NIC_REMOVE_RECOVERY,
};

struct nic {
	struct mutex mutex;
	u32 users;
};

static void nic_remove(struct nic *nic, enum nic_remove_mode mode)
{
	if (mode != NIC_REMOVE_RECOVERY) {
		mutex_lock(&nic->mutex);
		nic->users = 0;
		mutex_unlock(&nic->mutex);
	}
}

static ssize_t nic_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct nic *nic = file->private_data;

	nic_remove(nic, NIC_REMOVE_NORMAL);
	mutex_lock(&nic->mutex);
	nic_remove(nic, NIC_REMOVE_NORMAL);
	mutex_unlock(&nic->mutex);
	return len;
}

const struct file_operations nic_fops = {
	.owner = THIS_MODULE,
	.write = nic_write,
};

/*
 * unspin-test
 * expect: double-lock | struct nic.mutex | nic_write nic_remove
 */
