// SPDX-License-Identifier: GPL-2.0-only
/*
 * A writer of a seqlock_t takes the spinlock_t in it.
 */
#include <linux/module.h>
#include <linux/seqlock.h>
#include <linux/spinlock.h>

seqlock_t tidx_seq;
DEFINE_RAW_SPINLOCK(tidx_lock);
static u64 tidx_base;

u64 tidx_step(void)
{
	u64 base;

	raw_spin_lock(&tidx_lock);
	write_seqlock(&tidx_seq);
	base = ++tidx_base;
	write_sequnlock(&tidx_seq);
	raw_spin_unlock(&tidx_lock);
	return base;
}
EXPORT_SYMBOL_GPL(tidx_step);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | tidx_lock, tidx_seq | tidx_step
 */
