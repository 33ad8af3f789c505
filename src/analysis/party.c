// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drivers that can't share an object.
 *
 * A core has one struct for the objects of all its drivers, and each driver has
 * objects of its own. What one driver does to a lock of its objects and what
 * another does to that of its own are of one class, but never of one lock; and
 * a call that the core makes for an object of one driver does not come out in
 * another one.
 *
 * A *party* is a group of files (program_group()) of drivers/ or sound/ that no
 * other group calls by name: a driver at the end of the line, not a library or
 * a core.
 */
#include "analysis/internal.h"
#include "base/alloc.h"

#include <string.h>

uint32_t driver_group(const struct analysis *an, uint32_t unit)
{
	const char *path = program_tree_path(an->prog, unit);

	return strncmp(path, "drivers/", 8) && strncmp(path, "sound/", 6)
		       ? NO_GROUP
		       : program_group(an->prog, unit);
}

/* @fn serves others than the group of @unit. */
static void not_alone(struct analysis *an, uint32_t unit, fn_t fn)
{
	uint32_t group = program_group(an->prog, an->tab->fns[fn].unit);

	if (program_group(an->prog, unit) != group)
		an->party[group] = 0;
}

static void not_alone_in_ops(void *arg, name_t tag, name_t member, const struct target *t,
			     uint32_t n)
{
	(void)tag;
	(void)member;
	for (uint32_t i = 0; i < n; i++)
		not_alone(arg, t[i].unit, t[i].fn);
}

/* A group is called by the first of its files. */
static void name_group(struct analysis *an, uint32_t unit)
{
	uint32_t group = driver_group(an, unit);

	if (group == NO_GROUP)
		return;

	name_t path = name_of(program_tree_path(an->prog, unit));

	if (!an->party[group] || name_cmp(path, an->party[group]) < 0)
		an->party[group] = path;
}

void parties_find(struct analysis *an)
{
	an->party = xcalloc(an->tab->nunits + 1, sizeof(*an->party));
	for (uint32_t u = 0; u < an->tab->nunits; u++)
		name_group(an, u);
	for (fn_t fn = 0; fn < an->tab->nfns; fn++)
		for (uint32_t i = 0; i < an->tab->fns[fn].f->ncalls; i++) {
			struct callee to = callee_of(an, fn, i);

			if (to.kind == CALLEE_FN)
				not_alone(an, an->tab->fns[fn].unit, to.fn);
		}
	program_each_target(an->prog, not_alone_in_ops, an);
}

void parties_free(struct analysis *an)
{
	xfree(an->party);
}

name_t party_of(const struct analysis *an, uint32_t unit)
{
	uint32_t group = driver_group(an, unit);

	return group != NO_GROUP ? an->party[group] : 0;
}

/* The file that node @n's function is code of: a header's is its caller's. */
static uint32_t unit_of_node(const struct analysis *an, uint32_t n)
{
	uint32_t unit = an->tab->fns[an->nodes[n].fn].unit;

	while (program_is_header(an->prog, unit) && an->nodes[n].parent != NO_NODE) {
		n = an->nodes[n].parent;
		unit = an->tab->fns[an->nodes[n].fn].unit;
	}
	return unit;
}

name_t party_of_node(const struct analysis *an, uint32_t n)
{
	return party_of(an, unit_of_node(an, n));
}
