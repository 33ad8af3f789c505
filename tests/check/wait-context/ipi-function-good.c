// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock that the inter-processor interrupt takes is raw.
 */
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

struct pmcx {
	raw_spinlock_t lock;
	unsigned int active;
};

static void pmcx_stop_cpu(void *data)
{
	struct pmcx *pmc = data;

	raw_spin_lock(&pmc->lock);
	pmc->active--;
	raw_spin_unlock(&pmc->lock);
}

int pmcx_stop(struct pmcx *pmc, int cpu)
{
	return smp_call_function_single(cpu, pmcx_stop_cpu, pmc, 1);
}
EXPORT_SYMBOL_GPL(pmcx_stop);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
