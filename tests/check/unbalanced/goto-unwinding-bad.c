// SPDX-License-Identifier: GPL-2.0-only
/*
 * The error labels unwind in the reverse order of the set-up.
 * The failed second step jumps past the label that unlocks.
 */
#include <linux/fs.h>
#include <linux/mutex.h>
#include <linux/slab.h>

struct vport {
	struct mutex lock;
	unsigned int users;
	void *rx, *tx;
};

static int vport_open(struct inode *inode, struct file *file)
{
	struct vport *vp = file->private_data;
	int err = 0;

	mutex_lock(&vp->lock);
	if (vp->users)
		goto opened;
	err = -ENOMEM;
	vp->rx = kzalloc(4096, GFP_KERNEL);
	if (!vp->rx)
		goto err_unlock;
	vp->tx = kzalloc(4096, GFP_KERNEL);
	if (!vp->tx)
		goto err_free;
	err = 0;
opened:
	vp->users++;
	mutex_unlock(&vp->lock);
	return 0;

err_unlock:
	mutex_unlock(&vp->lock);
err_free:
	kfree(vp->rx);
	vp->rx = NULL;
	return err;
}

static const struct file_operations vport_fops = {
	.open = vport_open,
};

/*
 * unspin-test
 * expect: unbalanced | struct vport.lock | vport_open
 */
