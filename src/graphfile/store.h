/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A lock graph that was read, and the evidence that it speaks of: what reading
 * fills and the rules ask.
 */
#ifndef UNSPIN_GRAPHFILE_STORE_H
#define UNSPIN_GRAPHFILE_STORE_H

#include "base/alloc.h"
#include "base/arena.h"
#include "base/hash.h"
#include "graphfile/fact.h"
#include "graphfile/format.h"
#include "graphfile/graphfile.h"
#include "graphfile/told.h"

/* A set of names in order, of which the first SOURCES_KEPT stay. */
struct sources {
	unsigned n;
	name_t at[SOURCES_KEPT];
};

struct kept {
	const char *text; /* see told.h */
	name_t reason;
	struct sources sources;
};

struct graph {
	struct lockgraph *facts;
	VEC(struct kept) kept; /* an evidence's ref is its index */
	struct map by_hash;    /* of fact and text → index + 1 */
	struct arena arena;    /* the texts */
};

/*
 * Put an evidence of @f, which is not a class, into the graph. @classes are those of the
 * fact, @text is told_put() of @told.
 */
void store_add(struct graph *g, const struct fact *f, const class_t *classes,
	       const struct told *told, const char *text, const struct sources *from);

#endif
