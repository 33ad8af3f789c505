// SPDX-License-Identifier: GPL-2.0-only
/*
 * The read side of RCU may be preempted on PREEMPT_RT: a spinlock_t in it is fine.
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

	rcu_read_lock();
	name = rcu_dereference(namex_table[id % 16]);
	if (name) {
		spin_lock(&name->lock);
		name->uses++;
		spin_unlock(&name->lock);
	}
	rcu_read_unlock();
}
EXPORT_SYMBOL_GPL(namex_get);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect-nothing
 */
