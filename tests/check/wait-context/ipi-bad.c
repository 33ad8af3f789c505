// SPDX-License-Identifier: GPL-2.0-only
/*
 * What smp_call_function() runs on other CPUs runs in their hard interrupt.
 */
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

struct statx {
	spinlock_t lock;
	u64 sum;
};

static void statx_add(void *info)
{
	struct statx *stat = info;

	spin_lock(&stat->lock);
	stat->sum += smp_processor_id();
	spin_unlock(&stat->lock);
}

void statx_collect(struct statx *stat)
{
	smp_call_function(statx_add, stat, 1);
}
EXPORT_SYMBOL_GPL(statx_collect);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct statx.lock | statx_add
 */
