// SPDX-License-Identifier: GPL-2.0-only
/*
 * An ONLINE state's callback runs in the CPU's hotplug thread.
 */
#include <linux/cpuhotplug.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct etx {
	spinlock_t lock;
	bool on;
};

static struct etx etx_of[8];

static int etx_up(unsigned int cpu)
{
	struct etx *et = &etx_of[cpu % 8];

	spin_lock(&et->lock);
	et->on = true;
	spin_unlock(&et->lock);
	return 0;
}

int etx_init(void)
{
	return cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "etx", etx_up, NULL);
}
EXPORT_SYMBOL_GPL(etx_init);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
