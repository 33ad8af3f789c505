// SPDX-License-Identifier: GPL-2.0-only
/*
 * smp_call_function_single() runs its function in an inter-processor interrupt, which is
 * never threaded.
 */
#include <linux/module.h>
#include <linux/smp.h>
#include <linux/spinlock.h>

struct pmcx {
	spinlock_t lock;
	unsigned int active;
};

static void pmcx_stop_cpu(void *data)
{
	struct pmcx *pmc = data;

	spin_lock(&pmc->lock);
	pmc->active--;
	spin_unlock(&pmc->lock);
}

int pmcx_stop(struct pmcx *pmc, int cpu)
{
	return smp_call_function_single(cpu, pmcx_stop_cpu, pmc, 1);
}
EXPORT_SYMBOL_GPL(pmcx_stop);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct pmcx.lock | pmcx_stop_cpu
 */
