// SPDX-License-Identifier: GPL-2.0-only
/*
 * cache_trim() waits for the lock that cache_write() holds around the call.
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
	mutex_lock(&cache->lock);
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
 * expect: double-lock | struct cachedev.lock | cache_write cache_trim
 */
