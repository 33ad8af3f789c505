// SPDX-License-Identifier: GPL-2.0-only
/*
 * A queue with one user needs no lock, and then takes none.
 * Lock and unlock ask the same question.
 */
#include <linux/bitops.h>
#include <linux/fs.h>
#include <linux/spinlock.h>

struct blkx {
	spinlock_t lock;
	unsigned long tags;
	unsigned int depth;
	bool shared;
};

static void blkx_free_tag(struct blkx *blk, unsigned int tag)
{
	__clear_bit(tag, &blk->tags);
	blk->depth--;
}

static int blkx_release(struct inode *inode, struct file *file)
{
	struct blkx *blk = file->private_data;
	bool locked = blk->shared;
	unsigned int tag;

	if (locked)
		spin_lock(&blk->lock);
	for_each_set_bit(tag, &blk->tags, BITS_PER_LONG)
		blkx_free_tag(blk, tag);
	if (locked)
		spin_unlock(&blk->lock);
	return 0;
}

static const struct file_operations blkx_fops = {
	.release = blkx_release,
};

/*
 * unspin-test
 * expect-nothing
 */
