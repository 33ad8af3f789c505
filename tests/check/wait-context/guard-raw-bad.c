// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard(raw_spinlock_irqsave) lasts to the end of the function, around the spinlock_t.
 */
#include <linux/cleanup.h>
#include <linux/cpumask.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct topo {
	raw_spinlock_t lock;
	spinlock_t name_lock;
	struct cpumask cpus;
	unsigned int names;
};

void topo_add(struct topo *topo, unsigned int cpu)
{
	guard(raw_spinlock_irqsave)(&topo->lock);

	cpumask_set_cpu(cpu, &topo->cpus);

	guard(spinlock)(&topo->name_lock);
	topo->names++;
}
EXPORT_SYMBOL_GPL(topo_add);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct topo.lock, struct topo.name_lock | topo_add
 */
