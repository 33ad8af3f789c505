// SPDX-License-Identifier: GPL-2.0-only
/*
 * A reader of a seqlock_t takes nothing.
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
	unsigned int seq;

	raw_spin_lock(&tidx_lock);
	do {
		seq = read_seqbegin(&tidx_seq);
		base = tidx_base;
	} while (read_seqretry(&tidx_seq, seq));
	raw_spin_unlock(&tidx_lock);
	return base;
}
EXPORT_SYMBOL_GPL(tidx_step);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
