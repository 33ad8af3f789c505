// SPDX-License-Identifier: GPL-2.0-only
/*
 * The notifier takes the lock before the change and releases it after: two calls, one pair.
 */
#include <linux/errno.h>
#include <linux/mutex.h>
#include <linux/notifier.h>

struct gatex {
	struct notifier_block nb;
	struct mutex lock;
	int rate;
};

static int gatex_notify(struct notifier_block *nb, unsigned long action, void *data)
{
	struct gatex *gate = container_of(nb, struct gatex, nb);

	switch (action) {
	case 1:
		mutex_lock(&gate->lock);
		gate->rate++;
		return NOTIFY_OK;
	default:
		mutex_unlock(&gate->lock);
		return NOTIFY_OK;
	}
}

int gatex_init(struct gatex *gate)
{
	mutex_init(&gate->lock);
	gate->nb.notifier_call = gatex_notify;
	return 0;
}

/*
 * unspin-test
 * expect-nothing
 */
