/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which classes of one graph are meant by a class of another: the one of the
 * same name, else all that go by one of its names. lockdep's marks for a further
 * class of a name and for a subclass (`#2`, `/1`) are no part of a name: lockdep's
 * first class of a name has no mark, a recording's classes never have one.
 */
#ifndef UNSPIN_GRAPHFILE_MATCH_H
#define UNSPIN_GRAPHFILE_MATCH_H

#include "base/alloc.h"
#include "lockgraph/lockgraph.h"

struct match_name {
	name_t name;
	class_t class;
};

/* The names of a graph's classes, sorted. */
struct matcher {
	const struct lockgraph *graph;
	VEC(struct match_name) names;
};

void matcher_init(struct matcher *m, const struct lockgraph *g);
void matcher_free(struct matcher *m);

/* @name without lockdep's marks. */
name_t plain_name(name_t name);

/* The classes that go by @name, as their name or another; *@from is the first. Returns how many. */
unsigned matcher_named(const struct matcher *m, name_t name, const struct match_name **from);

/*
 * The classes meant by class @c of @g, each once, into @out; returns how many. Past
 * MOST_MATCHES the name says nothing any more, and the rest is left out.
 */
#define MOST_MATCHES 256u
unsigned matcher_find(const struct matcher *m, const struct lockgraph *g, class_t c,
		      class_t out[MOST_MATCHES]);

#endif
