// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock that the IPI's function takes is raw.
 */
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

struct statx {
	raw_spinlock_t lock;
	u64 sum;
};

static void statx_add(void *info)
{
	struct statx *stat = info;

	raw_spin_lock(&stat->lock);
	stat->sum += smp_processor_id();
	raw_spin_unlock(&stat->lock);
}

void statx_collect(struct statx *stat)
{
	smp_call_function(statx_add, stat, 1);
}
EXPORT_SYMBOL_GPL(statx_collect);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
