// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cleanups run in the reverse order of their declarations: clip_free() of the __free()
 * variable runs before the guard above it gives map_lock back, and takes stat_lock under it.
 * clip_open() takes map_lock under stat_lock.
 */
#include <linux/cleanup.h>
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct clipdev {
	struct mutex map_lock;
	struct mutex stat_lock;
	u32 maps, freed;
};

struct clip {
	struct clipdev *dev;
	u32 id;
};

static void clip_free(struct clip *clip)
{
	mutex_lock(&clip->dev->stat_lock);
	clip->dev->freed++;
	mutex_unlock(&clip->dev->stat_lock);
	kfree(clip);
}

DEFINE_FREE(clip_free, struct clip *, if (_T) clip_free(_T))

static ssize_t clip_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct clipdev *dev = file->private_data;

	guard(mutex)(&dev->map_lock);
	struct clip *clip __free(clip_free) = kzalloc(sizeof(*clip), GFP_KERNEL);

	if (!clip)
		return -ENOMEM;
	clip->dev = dev;
	clip->id = dev->maps++;
	return len;
}

static int clip_open(struct inode *inode, struct file *file)
{
	struct clipdev *dev = file->private_data;

	mutex_lock(&dev->stat_lock);
	mutex_lock(&dev->map_lock);
	dev->freed = dev->maps;
	mutex_unlock(&dev->map_lock);
	mutex_unlock(&dev->stat_lock);
	return 0;
}

const struct file_operations clip_fops = {
	.owner = THIS_MODULE,
	.open = clip_open,
	.write = clip_write,
};

/*
 * unspin-test
 * expect: lock-order | struct clipdev.map_lock, struct clipdev.stat_lock | clip_write clip_free clip_open
 */
