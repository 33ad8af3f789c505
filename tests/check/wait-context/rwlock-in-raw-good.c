// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other way round: a raw lock inside an rwlock_t is fine.
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
	read_lock(&cpumapx_names);
	raw_spin_lock(&map->lock);
	map->owner = cpumapx_alias[cpu % 64];
	raw_spin_unlock(&map->lock);
	read_unlock(&cpumapx_names);
}
EXPORT_SYMBOL_GPL(cpumapx_move);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
