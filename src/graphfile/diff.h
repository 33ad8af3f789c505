/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What two lock graphs have in common. Classes are matched by name or alias
 * (match.h); where several are meant, a fact is there if it is there for any of
 * them. What is about a class that the other graph does not know can't be
 * compared and is kept apart.
 */
#ifndef UNSPIN_GRAPHFILE_DIFF_H
#define UNSPIN_GRAPHFILE_DIFF_H

#include "base/alloc.h"
#include "lockgraph/lockgraph.h"

enum diff_set {
	DIFF_BOTH, /* as B has it */
	DIFF_ONLY_A,
	DIFF_ONLY_B,
	DIFF_UNKNOWN_TO_B, /* of A */
	DIFF_UNKNOWN_TO_A, /* of B */
	DIFF_SETS,
};

/* A dependency, or how a class is used; of graph A in DIFF_ONLY_A and DIFF_UNKNOWN_TO_B, else of B. */
struct diff_item {
	class_t from; /* a usage's class */
	class_t to;   /* 0: a usage */
	unsigned bit; /* enum usage_bit */
};

struct diff {
	const struct lockgraph *a, *b;
	VEC(struct diff_item) sets[DIFF_SETS]; /* by names */
};

/* Compare the dependencies, whatever their modes; those of a class on itself are left out. */
void diff_dependencies(struct diff *d, const struct lockgraph *a, const struct lockgraph *b);

/* Compare usage bits. Pseudo-locks have none. */
void diff_usages(struct diff *d, const struct lockgraph *a, const struct lockgraph *b);

void diff_free(struct diff *d);

/* The graph that the items of a set are of. */
static inline const struct lockgraph *diff_graph(const struct diff *d, enum diff_set s)
{
	return s == DIFF_ONLY_A || s == DIFF_UNKNOWN_TO_B ? d->a : d->b;
}

#endif
