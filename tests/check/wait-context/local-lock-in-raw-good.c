// SPDX-License-Identifier: GPL-2.0-only
/*
 * A raw lock inside a local_lock_t is fine.
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

	local_lock(&cachex_cpu.lock);
	raw_spin_lock(&cachex_depot);
	n = __this_cpu_inc_return(cachex_cpu.free);
	raw_spin_unlock(&cachex_depot);
	local_unlock(&cachex_cpu.lock);
	return n;
}
EXPORT_SYMBOL_GPL(cachex_refill);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
