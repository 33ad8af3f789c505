// SPDX-License-Identifier: GPL-2.0-only
/*
 * dir_write() becomes a reader with downgrade_write() and looks up itself; the semaphore is
 * given back once, as a reader.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/rwsem.h>

struct dirdev {
	struct rw_semaphore sem;
	u32 entries[16];
	u32 n;
};

static u32 __dir_lookup(struct dirdev *dir, u32 key)
{
	return dir->entries[key % 16];
}

static u32 dir_lookup(struct dirdev *dir, u32 key)
{
	u32 entry;

	down_read(&dir->sem);
	entry = __dir_lookup(dir, key);
	up_read(&dir->sem);
	return entry;
}

static ssize_t dir_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct dirdev *dir = file->private_data;
	u32 entry;

	down_write(&dir->sem);
	dir->entries[dir->n++ % 16] = len;
	downgrade_write(&dir->sem);
	entry = __dir_lookup(dir, dir->n);
	up_read(&dir->sem);
	return entry ? len : -EAGAIN;
}

static loff_t dir_llseek(struct file *file, loff_t off, int whence)
{
	return dir_lookup(file->private_data, off);
}

const struct file_operations dir_fops = {
	.owner = THIS_MODULE,
	.llseek = dir_llseek,
	.write = dir_write,
};

/*
 * unspin-test
 * expect-nothing
 */
