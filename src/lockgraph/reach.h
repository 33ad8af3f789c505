/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Strong paths through the lock graph: a frozen, ordered copy of it that the
 * rules search. Classes are numbered by name here (*nodes*), so that a search
 * meets them in the same order in every run.
 *
 * A path is strong if in it no dependency that takes a lock as a recursive
 * reader is followed by one that held this lock as a reader: readers do not
 * block recursive readers (lockdep.c, __bfs(); lockdep-design.rst, "Recursive
 * read locks").
 *
 * Each search runs at a *level*: it sees only evidence of that confidence or
 * better.
 */
#ifndef UNSPIN_LOCKGRAPH_REACH_H
#define UNSPIN_LOCKGRAPH_REACH_H

#include "base/alloc.h"
#include "lockgraph/lockgraph.h"

typedef uint32_t node_t;

/* Readers that wait for a writer, but nobody for them: they begin again. */
static inline bool kind_readers_retry(enum lock_kind k)
{
	return k == LK_SEQ || k == LK_SEQCOUNT;
}

struct reach_edge {
	node_t from, to;
	const struct lock_dep *dep;
	uint8_t modes[CONF_N]; /* at each level; bits of enum dep_mode */
	uint8_t told;	       /* findings that this edge is part of: rules count it here */
};

struct reach {
	const struct lockgraph *g;
	unsigned n; /* nodes are 0 … n-1 */
	class_t *class_of;
	uint32_t *first_out; /* edges of node i are edges[first_out[i] … first_out[i + 1] - 1] */
	struct reach_edge *edges; /* by from, then to; no edge from a class to itself */
	uint32_t *first_in, *in;  /* in[]: indices into edges, by to, then from */
	unsigned nedges;
};

/*
 * Freeze @g, which must not change until reach_free(). Readers that retry
 * (seqlocks) hold nothing, so what they hold makes no edge.
 */
void reach_init(struct reach *r, const struct lockgraph *g);
void reach_free(struct reach *r);

#define DEP_R_MASK (1u << DEP_ER | 1u << DEP_SR) /* -(xR)-> */
#define DEP_N_MASK (1u << DEP_EN | 1u << DEP_SN) /* -(xN)-> */
#define DEP_E_MASK (1u << DEP_EN | 1u << DEP_ER) /* -(Ex)-> */
#define DEP_S_MASK (1u << DEP_SN | 1u << DEP_SR) /* -(Sx)-> */
#define DEP_ALL_MASK (DEP_R_MASK | DEP_N_MASK)

/* May a dependency that ended in @prev be followed by one of @next in a strong path? */
static inline bool dep_modes_strong(enum dep_mode prev, enum dep_mode next)
{
	return !(1u << prev & DEP_R_MASK && 1u << next & DEP_S_MASK);
}

/*
 * The strong paths from one node: breadth first, each (node, last edge only
 * recursive) once. __bfs() of lockdep keeps that second part in ->only_xr too
 * but visits a class once only and so can miss a path; this does not.
 */
struct strong_step {
	uint32_t edge;	 /* by which it was reached; NO_EDGE at the source */
	uint32_t parent; /* index of the step before */
	node_t node;
	uint8_t only_xr; /* the last edge can only be -(xR)-> */
	uint8_t depth;	 /* edges from the source */
};
#define NO_EDGE UINT32_MAX

struct strong_search {
	const struct reach *r;
	uint32_t *seen[2]; /* a node, by only_xr: the epoch in which it was seen */
	uint32_t epoch;
	VEC(struct strong_step) steps;
};

void strong_init(struct strong_search *s, const struct reach *r);
void strong_free(struct strong_search *s);

enum strong_verdict {
	STRONG_EXPAND, /* go on through this node */
	STRONG_STOP,   /* do not look behind it */
	STRONG_DONE,   /* end the search */
};

/*
 * Visit what can be reached from @from at @level over at most @depth edges,
 * nearest first, and look at no more than @budget edges. @only_xr asks for
 * paths whose first edge is -(Ex)->. @visit gets the index of each step in
 * s->steps. Returns the edges looked at.
 */
unsigned strong_walk(struct strong_search *s, node_t from, bool only_xr, enum confidence level,
		     unsigned depth, unsigned budget,
		     enum strong_verdict (*visit)(void *arg, unsigned step), void *arg);

/* The edges from the source to @step, first to last, into @edges; returns their number. */
unsigned strong_path(const struct strong_search *s, unsigned step, uint32_t *edges);

/* Does it meet each class once? A strong walk may come back to one by a stronger edge. */
bool path_is_simple(const struct reach *r, const uint32_t *edges, unsigned n);

/*
 * Choose one mode for each of the @n edges (at most LONGEST_CYCLE) so that the
 * path is strong and its evidence best: the worst confidence least bad, then
 * the fewest steps. The first edge's mode must be in @first, the last one's in
 * @last; @cycle asks that the last and the first fit together too. False if
 * there is no such choice.
 */
struct strong_choice {
	uint8_t mode[8]; /* enum dep_mode */
	uint8_t conf;	 /* the worst one */
	uint32_t length; /* steps of all evidence */
};
bool strong_choose(const struct reach *r, const uint32_t *edges, unsigned n, enum confidence level,
		   unsigned first, unsigned last, bool cycle, struct strong_choice *out);

/* The evidence of edge @e in mode @m. */
static inline const struct evidence *reach_why(const struct reach *r, uint32_t e, unsigned m)
{
	return r->edges[e].dep->why[m];
}

#endif
