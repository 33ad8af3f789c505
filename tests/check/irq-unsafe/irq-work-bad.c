// SPDX-License-Identifier: GPL-2.0-only
/*
 * irq_work functions run in hardirq. trace_open() holds the lock with only bottom halves off,
 * and trace_wake() can come on top of it.
 */
#include <linux/fs.h>
#include <linux/irq_work.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct tracer {
	spinlock_t lock;
	struct irq_work work;
	unsigned int readers;
	unsigned int wakeups;
};

static struct tracer tracer;

static void trace_wake(struct irq_work *work)
{
	struct tracer *tr = container_of(work, struct tracer, work);

	spin_lock(&tr->lock);
	if (tr->readers)
		tr->wakeups++;
	spin_unlock(&tr->lock);
}

static int trace_open(struct inode *inode, struct file *file)
{
	struct tracer *tr = &tracer;

	spin_lock_bh(&tr->lock);
	tr->readers++;
	spin_unlock_bh(&tr->lock);
	irq_work_queue(&tr->work);
	return 0;
}

static const struct file_operations trace_fops = {
	.owner = THIS_MODULE,
	.open = trace_open,
};

static struct miscdevice trace_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "tracer",
	.fops = &trace_fops,
};

static int __init trace_init(void)
{
	spin_lock_init(&tracer.lock);
	init_irq_work(&tracer.work, trace_wake);
	return misc_register(&trace_misc);
}
module_init(trace_init);

/*
 * unspin-test
 * expect: irq-unsafe | struct tracer.lock | trace_wake trace_open
 */
