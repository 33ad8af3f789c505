// SPDX-License-Identifier: GPL-2.0-only
/*
 * scoped_guard() ends the raw region before the spinlock_t is taken.
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
	scoped_guard(raw_spinlock_irqsave, &topo->lock)
		cpumask_set_cpu(cpu, &topo->cpus);

	guard(spinlock)(&topo->name_lock);
	topo->names++;
}
EXPORT_SYMBOL_GPL(topo_add);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
