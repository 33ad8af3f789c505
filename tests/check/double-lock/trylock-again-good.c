// SPDX-License-Identifier: GPL-2.0-only
/*
 * cache_trim() only tries and does without when somebody, even its own caller, has the lock.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct cachedev {
	struct mutex lock;
	u32 pages, dirty;
};

static void cache_trim(struct cachedev *cache)
{
	if (!mutex_trylock(&cache->lock))
		return;
	cache->pages = 0;
	mutex_unlock(&cache->lock);
}

static ssize_t cache_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct cachedev *cache = file->private_data;

	mutex_lock(&cache->lock);
	cache->dirty += len;
	if (cache->dirty > cache->pages)
		cache_trim(cache);
	mutex_unlock(&cache->lock);
	return len;
}

const struct file_operations cache_fops = {
	.owner = THIS_MODULE,
	.write = cache_write,
};

/*
 * unspin-test
 * expect-nothing
 */
