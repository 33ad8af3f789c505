// SPDX-License-Identifier: GPL-2.0-only
/*
 * kstrdup(GFP_KERNEL) may sleep in an RCU read side: the grace period that keeps the
 * entry alive is over as soon as this CPU schedules.
 */
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/srcu.h>
#include <linux/string.h>

struct route {
	struct list_head node;
	u32 id;
	const char *name;
};

static LIST_HEAD(route_table);

char *route_name(u32 id)
{
	struct route *r;
	char *name = NULL;

	rcu_read_lock();
	list_for_each_entry_rcu(r, &route_table, node) {
		if (r->id == id) {
			name = kstrdup(r->name, GFP_KERNEL);
			break;
		}
	}
	rcu_read_unlock();
	return name;
}
EXPORT_SYMBOL_GPL(route_name);

/*
 * unspin-test
 * expect: sleep-in-atomic | rcu | route_name kstrdup
 */
