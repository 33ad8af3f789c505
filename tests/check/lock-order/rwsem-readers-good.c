// SPDX-License-Identifier: GPL-2.0-only
/*
 * The readers nest in one order.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/rwsem.h>
#include <linux/uaccess.h>

struct vol {
	struct rw_semaphore tree_sem;
	struct rw_semaphore map_sem;
	u32 root, blocks;
};

static ssize_t vol_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct vol *vol = file->private_data;
	u32 block;

	down_read(&vol->tree_sem);
	down_read(&vol->map_sem);
	block = vol->root + vol->blocks;
	up_read(&vol->map_sem);
	up_read(&vol->tree_sem);
	return simple_read_from_buffer(buf, len, pos, &block, sizeof(block));
}

static int vol_flush(struct file *file, fl_owner_t id)
{
	struct vol *vol = file->private_data;
	int ret;

	down_read(&vol->tree_sem);
	down_read(&vol->map_sem);
	ret = vol->blocks > vol->root ? 0 : -EIO;
	up_read(&vol->map_sem);
	up_read(&vol->tree_sem);
	return ret;
}

static ssize_t vol_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct vol *vol = file->private_data;

	down_write(&vol->tree_sem);
	vol->root++;
	up_write(&vol->tree_sem);
	down_write(&vol->map_sem);
	vol->blocks++;
	up_write(&vol->map_sem);
	return len;
}

const struct file_operations vol_fops = {
	.owner = THIS_MODULE,
	.read = vol_read,
	.write = vol_write,
	.flush = vol_flush,
};

/*
 * unspin-test
 * expect-nothing
 */
