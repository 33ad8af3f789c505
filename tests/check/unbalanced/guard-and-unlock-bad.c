// SPDX-License-Identifier: GPL-2.0-only
/*
 * When the function was converted to guard(), one unlock was left behind: the guard
 * releases the lock a second time.
 */
#include <linux/cleanup.h>
#include <linux/module.h>
#include <linux/mutex.h>

struct dockx {
	struct mutex lock;
	bool attached;
	unsigned int power;
};

int dockx_attach(struct dockx *dock, unsigned int power)
{
	guard(mutex)(&dock->lock);

	if (dock->attached)
		return -EBUSY;
	if (power > 100) {
		mutex_unlock(&dock->lock);
		return -EINVAL;
	}
	dock->power = power;
	dock->attached = true;
	return 0;
}
EXPORT_SYMBOL_GPL(dockx_attach);

/*
 * unspin-test
 * expect: unbalanced | struct dockx.lock | dockx_attach
 */
