// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both ends are in helpers: ts_close() holds the mutex and calls ts_stop(), which waits for
 * the work item; the item calls ts_report(), which wants the mutex.
 */
#include <linux/fs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

struct ts {
	struct work_struct work;
	struct mutex lock;
	u32 reports;
	bool open;
};

static void ts_report(struct ts *ts)
{
	mutex_lock(&ts->lock);
	if (ts->open)
		ts->reports++;
	mutex_unlock(&ts->lock);
}

static void ts_work(struct work_struct *work)
{
	ts_report(container_of(work, struct ts, work));
}

static void ts_stop(struct ts *ts)
{
	cancel_work_sync(&ts->work);
}

static int ts_open(struct inode *inode, struct file *file)
{
	struct ts *ts = file->private_data;

	mutex_init(&ts->lock);
	INIT_WORK(&ts->work, ts_work);
	ts->open = true;
	schedule_work(&ts->work);
	return 0;
}

static int ts_close(struct inode *inode, struct file *file)
{
	struct ts *ts = file->private_data;

	mutex_lock(&ts->lock);
	ts->open = false;
	ts_stop(ts);
	mutex_unlock(&ts->lock);
	return 0;
}

const struct file_operations ts_fops = {
	.owner = THIS_MODULE,
	.open = ts_open,
	.release = ts_close,
};

/*
 * unspin-test
 * expect: wait-under-lock | struct ts.lock, work:struct ts.work | ts_close ts_stop ts_work ts_report
 */
