// SPDX-License-Identifier: GPL-2.0-only
/*
 * The thread goes to sleep in schedule() before it has dropped the queue's lock.
 */
#include <linux/kthread.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct rtask_item {
	struct list_head node;
};

struct rtask {
	spinlock_t lock;
	struct list_head queue;
	struct task_struct *task;
};

static int rtask_thread(void *data)
{
	struct rtask *rt = data;
	struct rtask_item *item;

	while (!kthread_should_stop()) {
		spin_lock_irq(&rt->lock);
		item = list_first_entry_or_null(&rt->queue, struct rtask_item, node);
		if (!item) {
			set_current_state(TASK_INTERRUPTIBLE);
			schedule();
			spin_unlock_irq(&rt->lock);
			continue;
		}
		list_del(&item->node);
		spin_unlock_irq(&rt->lock);
		kfree(item);
	}
	return 0;
}

int rtask_start(struct rtask *rt)
{
	rt->task = kthread_run(rtask_thread, rt, "rtask");
	return PTR_ERR_OR_ZERO(rt->task);
}

/*
 * unspin-test
 * expect: sleep-in-atomic | struct rtask.lock | rtask_thread schedule
 */
