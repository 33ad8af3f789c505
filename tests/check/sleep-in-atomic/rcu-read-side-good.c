// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table is guarded by SRCU, whose read sides may sleep.
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
DEFINE_STATIC_SRCU(route_srcu);

char *route_name(u32 id)
{
	struct route *r;
	char *name = NULL;
	int idx;

	idx = srcu_read_lock(&route_srcu);
	list_for_each_entry_srcu(r, &route_table, node, srcu_read_lock_held(&route_srcu)) {
		if (r->id == id) {
			name = kstrdup(r->name, GFP_KERNEL);
			break;
		}
	}
	srcu_read_unlock(&route_srcu, idx);
	return name;
}
EXPORT_SYMBOL_GPL(route_name);

/*
 * unspin-test
 * expect-nothing
 */
