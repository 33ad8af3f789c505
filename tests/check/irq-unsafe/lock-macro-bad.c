// SPDX-License-Identifier: GPL-2.0-only
/*
 * Both sides take the lock by a macro. What is to be changed stands where the macro is
 * used, so there the finding points.
 */
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct dialx {
	spinlock_t lock;
	int turns;
};

#define dialx_lock(d) spin_lock(&(d)->lock)
#define dialx_unlock(d) spin_unlock(&(d)->lock)

static irqreturn_t dialx_irq(int irq, void *data)
{
	struct dialx *d = data;

	dialx_lock(d);
	d->turns++;
	dialx_unlock(d);
	return IRQ_HANDLED;
}

static ssize_t turns_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	struct dialx *d = dev_get_drvdata(dev);
	int turns;

	dialx_lock(d);
	turns = d->turns;
	dialx_unlock(d);
	return sysfs_emit(buf, "%d\n", turns);
}
static DEVICE_ATTR_RO(turns);

int dialx_start(struct dialx *d, int irq)
{
	return request_irq(irq, dialx_irq, 0, "dialx", d);
}
EXPORT_SYMBOL_GPL(dialx_start);

/*
 * unspin-test
 * expect: irq-unsafe | struct dialx.lock | dialx_irq turns_show | turns_show
 */
