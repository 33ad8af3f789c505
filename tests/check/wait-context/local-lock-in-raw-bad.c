// SPDX-License-Identifier: GPL-2.0-only
/*
 * A local_lock_t is a per-CPU spinlock_t on PREEMPT_RT; here it is taken inside a raw lock.
 */
#include <linux/local_lock.h>
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>

struct cachex {
	local_lock_t lock;
	unsigned int free;
};

static DEFINE_PER_CPU(struct cachex, cachex_cpu) = {
	.lock = INIT_LOCAL_LOCK(lock),
};

DEFINE_RAW_SPINLOCK(cachex_depot);

unsigned int cachex_refill(void)
{
	unsigned int n;

	raw_spin_lock(&cachex_depot);
	local_lock(&cachex_cpu.lock);
	n = __this_cpu_inc_return(cachex_cpu.free);
	local_unlock(&cachex_cpu.lock);
	raw_spin_unlock(&cachex_depot);
	return n;
}
EXPORT_SYMBOL_GPL(cachex_refill);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | cachex_depot, struct cachex.lock | cachex_refill
 */
