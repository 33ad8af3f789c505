// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each round finds another object, and its lock is released behind a pointer.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct segment {
	spinlock_t lock;
	int id;
};

struct segment *segment_find(int id);

static void segments_free(int n, void (*free)(struct segment *))
{
	struct segment *seg;
	int id;

	for (id = 0; id < n; id++) {
		seg = segment_find(id);
		spin_lock(&seg->lock);
		free(seg);
	}
}

static void segment_free(struct segment *seg)
{
	seg->id = -1;
	spin_unlock(&seg->lock);
}

static ssize_t segments_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	segments_free(len, segment_free);
	return len;
}

const struct file_operations segments_fops = {
	.owner = THIS_MODULE,
	.write = segments_write,
};

/*
 * unspin-test
 * expect-nothing
 */
