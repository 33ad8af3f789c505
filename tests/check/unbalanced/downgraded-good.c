// SPDX-License-Identifier: GPL-2.0-only
/*
 * The writer downgrades to a reader when the new configuration is in place.
 * It then releases the rwsem as a reader.
 */
#include <linux/module.h>
#include <linux/rwsem.h>

struct cfgx {
	struct rw_semaphore sem;
	unsigned int generation;
	unsigned int seen;
};

unsigned int cfgx_reload(struct cfgx *cfg)
{
	unsigned int generation;

	down_write(&cfg->sem);
	cfg->generation++;
	downgrade_write(&cfg->sem);
	generation = cfg->generation;
	WRITE_ONCE(cfg->seen, generation);
	up_read(&cfg->sem);
	return generation;
}
EXPORT_SYMBOL_GPL(cfgx_reload);

/*
 * unspin-test
 * expect-nothing
 */
