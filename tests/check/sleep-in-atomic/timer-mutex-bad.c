// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timer's function runs in softirq, but takes a mutex to update the averages.
 */
#include <linux/jiffies.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/timer.h>
#include <linux/workqueue.h>

struct tach {
	struct mutex lock;
	struct timer_list timer;
	struct work_struct work;
	unsigned int rpm;
	atomic_t pulses;
};

static void tach_update(struct tach *t)
{
	mutex_lock(&t->lock);
	t->rpm = (t->rpm * 7 + atomic_xchg(&t->pulses, 0) * 60) / 8;
	mutex_unlock(&t->lock);
}

static void tach_work(struct work_struct *work)
{
	tach_update(container_of(work, struct tach, work));
}

static void tach_poll(struct timer_list *timer)
{
	struct tach *t = container_of(timer, struct tach, timer);

	tach_update(t);
	mod_timer(&t->timer, jiffies + HZ);
}

void tach_start(struct tach *t)
{
	mutex_init(&t->lock);
	INIT_WORK(&t->work, tach_work);
	timer_setup(&t->timer, tach_poll, 0);
	mod_timer(&t->timer, jiffies + HZ);
}
EXPORT_SYMBOL_GPL(tach_start);

/*
 * unspin-test
 * expect: sleep-in-atomic |  | tach_poll tach_update mutex_lock
 */
