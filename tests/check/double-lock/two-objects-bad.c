// SPDX-License-Identifier: GPL-2.0-only
/*
 * A slip of the hand: the second lock is the source's again, not the destination's.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct page_pair {
	struct mutex lock;
	u32 words[8];
};

struct mirror {
	struct mutex lock;
	struct page_pair *primary, *backup;
};

static void pair_copy(struct page_pair *dst, struct page_pair *src)
{
	mutex_lock(&src->lock);
	mutex_lock_nested(&src->lock, SINGLE_DEPTH_NESTING);
	memcpy(dst->words, src->words, sizeof(dst->words));
	mutex_unlock(&src->lock);
	mutex_unlock(&src->lock);
}

static int mirror_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct mirror *mirror = file->private_data;

	mutex_lock(&mirror->lock);
	pair_copy(mirror->backup, mirror->primary);
	mutex_unlock(&mirror->lock);
	return 0;
}

const struct file_operations mirror_fops = {
	.owner = THIS_MODULE,
	.fsync = mirror_fsync,
};

/*
 * unspin-test
 * expect: double-lock | struct page_pair.lock | pair_copy
 */
