// SPDX-License-Identifier: GPL-2.0-only
/*
 * An rwlock_t sleeps on PREEMPT_RT as a spinlock_t does; here it is taken inside a raw lock.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct cpumapx {
	raw_spinlock_t lock;
	unsigned int owner;
};

DEFINE_RWLOCK(cpumapx_names);
static unsigned int cpumapx_alias[64];

void cpumapx_move(struct cpumapx *map, unsigned int cpu)
{
	raw_spin_lock(&map->lock);
	read_lock(&cpumapx_names);
	map->owner = cpumapx_alias[cpu % 64];
	read_unlock(&cpumapx_names);
	raw_spin_unlock(&map->lock);
}
EXPORT_SYMBOL_GPL(cpumapx_move);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct cpumapx.lock, cpumapx_names | cpumapx_move
 */
