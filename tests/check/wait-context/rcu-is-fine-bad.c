// SPDX-License-Identifier: GPL-2.0-only
/*
 * The raw lock, not the read side of RCU, is what a spinlock_t must not be waited for in.
 */
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

struct namex {
	spinlock_t lock;
	unsigned int uses;
};

static struct namex __rcu *namex_table[16];
DEFINE_RAW_SPINLOCK(namex_lock);

void namex_get(unsigned int id)
{
	struct namex *name;

	raw_spin_lock(&namex_lock);
	name = rcu_dereference(namex_table[id % 16]);
	if (name) {
		spin_lock(&name->lock);
		name->uses++;
		spin_unlock(&name->lock);
	}
	raw_spin_unlock(&namex_lock);
}
EXPORT_SYMBOL_GPL(namex_get);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | namex_lock, struct namex.lock | namex_get
 */
