// SPDX-License-Identifier: GPL-2.0-only
/*
 * kthread_stop() waits until the thread has returned; the thread wants the mutex that is held.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct fan {
	struct task_struct *task;
	struct mutex lock;
	u32 rpm;
};

static int fan_thread(void *data)
{
	struct fan *fan = data;

	while (!kthread_should_stop()) {
		mutex_lock(&fan->lock);
		fan->rpm++;
		mutex_unlock(&fan->lock);
		msleep(100);
	}
	return 0;
}

static int fan_open(struct inode *inode, struct file *file)
{
	struct fan *fan = file->private_data;

	mutex_init(&fan->lock);
	fan->task = kthread_run(fan_thread, fan, "fan");
	return PTR_ERR_OR_ZERO(fan->task);
}

static int fan_release(struct inode *inode, struct file *file)
{
	struct fan *fan = file->private_data;

	mutex_lock(&fan->lock);
	fan->rpm = 0;
	kthread_stop(fan->task);
	mutex_unlock(&fan->lock);
	return 0;
}

const struct file_operations fan_fops = {
	.owner = THIS_MODULE,
	.open = fan_open,
	.release = fan_release,
};

/*
 * unspin-test
 * expect: wait-under-lock | struct fan.lock, kthread:fan_thread | fan_thread fan_release
 */
