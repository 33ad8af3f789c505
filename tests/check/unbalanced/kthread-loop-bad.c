// SPDX-License-Identifier: GPL-2.0-only
/*
 * The thread is told to stop and ends with the mutex held.
 */
#include <linux/delay.h>
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct pollx {
	struct mutex lock;
	void __iomem *regs;
	u32 last;
	struct task_struct *task;
};

static int pollx_thread(void *data)
{
	struct pollx *poll = data;

	for (;;) {
		mutex_lock(&poll->lock);
		if (kthread_should_stop())
			break;
		poll->last = readl(poll->regs);
		mutex_unlock(&poll->lock);
		msleep(100);
	}
	return 0;
}

int pollx_start(struct pollx *poll)
{
	mutex_init(&poll->lock);
	poll->task = kthread_run(pollx_thread, poll, "pollx");
	return PTR_ERR_OR_ZERO(poll->task);
}
EXPORT_SYMBOL_GPL(pollx_start);

/*
 * unspin-test
 * expect: unbalanced | struct pollx.lock | pollx_thread
 */
