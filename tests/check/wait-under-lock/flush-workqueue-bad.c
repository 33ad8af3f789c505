// SPDX-License-Identifier: GPL-2.0-only
/*
 * jr_fsync() waits for all that is queued on the device's workqueue, with the mutex held that
 * the item on it takes.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct jr {
	struct workqueue_struct *wq;
	struct work_struct work;
	struct mutex lock;
	u64 head, committed;
};

static void jr_work(struct work_struct *work)
{
	struct jr *jr = container_of(work, struct jr, work);

	mutex_lock(&jr->lock);
	jr->committed = jr->head;
	mutex_unlock(&jr->lock);
}

static int jr_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct jr *jr = file->private_data;

	mutex_lock(&jr->lock);
	jr->head++;
	queue_work(jr->wq, &jr->work);
	flush_workqueue(jr->wq);
	mutex_unlock(&jr->lock);
	return 0;
}

int jr_init(struct jr *jr)
{
	mutex_init(&jr->lock);
	INIT_WORK(&jr->work, jr_work);
	jr->wq = alloc_ordered_workqueue("jr", 0);
	return jr->wq ? 0 : -ENOMEM;
}

const struct file_operations jr_fops = {
	.owner = THIS_MODULE,
	.fsync = jr_fsync,
};

/*
 * unspin-test
 * expect: wait-under-lock | struct jr.lock, work:struct jr.work, workqueue:struct jr.wq | jr_work jr_fsync
 */
