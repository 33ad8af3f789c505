// SPDX-License-Identifier: GPL-2.0-only
/*
 * Strong paths: see reach.h.
 *
 * The frozen graph is two arrays in compressed form, edges by source and by
 * target. All searches are bounded in depth and in edges looked at, since the
 * classes of a whole kernel form one large knot through a few very busy locks.
 */
#include "lockgraph/reach.h"

#include <string.h>

/* ---- freezing ---- */

static int by_name(const void *a, const void *b, void *arg)
{
	const struct lockgraph *g = arg;

	return name_cmp(lockgraph_class_name(g, *(const class_t *)a),
			lockgraph_class_name(g, *(const class_t *)b));
}

static int by_target(const void *a, const void *b)
{
	const struct reach_edge *x = a, *y = b;

	return (x->to > y->to) - (x->to < y->to);
}

static uint8_t modes_at(const struct lock_dep *d, enum confidence level)
{
	uint8_t modes = 0;

	for (unsigned m = 0; m < DEP_N; m++) {
		if (d->why[m] && d->why[m]->conf <= level)
			modes |= 1u << m;
	}
	return modes;
}

static void number_nodes(struct reach *r, node_t *node_of)
{
	r->n = lockgraph_classes(r->g);
	r->class_of = xcalloc(r->n, sizeof(*r->class_of));
	for (unsigned i = 0; i < r->n; i++)
		r->class_of[i] = i + 1;
	qsort_r(r->class_of, r->n, sizeof(*r->class_of), by_name, (void *)r->g);
	for (unsigned i = 0; i < r->n; i++)
		node_of[r->class_of[i]] = i;
}

/* One counting sort: fill[i] is where node i's next edge goes, and ends as the start of i + 1. */
static void index_incoming(struct reach *r)
{
	r->first_in = xcalloc(r->n + 2, sizeof(*r->first_in));
	r->in = xcalloc(r->nedges, sizeof(*r->in));

	uint32_t *fill = r->first_in + 1;

	for (unsigned e = 0; e < r->nedges; e++)
		fill[r->edges[e].to + 1]++;
	for (unsigned i = 0; i < r->n; i++)
		fill[i + 1] += fill[i];
	for (unsigned e = 0; e < r->nedges; e++)
		r->in[fill[r->edges[e].to]++] = e;
}

void reach_init(struct reach *r, const struct lockgraph *g)
{
	*r = (struct reach){ .g = g };

	node_t *node_of = xcalloc(lockgraph_classes(g) + 1, sizeof(*node_of));
	VEC(struct reach_edge) edges = { 0 };

	number_nodes(r, node_of);
	r->first_out = xcalloc(r->n + 1, sizeof(*r->first_out));
	for (unsigned i = 0; i < r->n; i++) {
		const struct lock_dep *const *deps;
		unsigned n = lockgraph_deps(g, r->class_of[i], &deps);
		unsigned start = edges.n;
		uint8_t held = DEP_ALL_MASK;

		if (kind_readers_retry(lockgraph_class_kind(g, r->class_of[i])))
			held &= ~DEP_S_MASK;
		r->first_out[i] = start;
		for (unsigned k = 0; k < n; k++) {
			uint8_t modes = deps[k]->modes & held;

			if (deps[k]->to == deps[k]->from || !modes)
				continue;

			struct reach_edge *e = vec_push(&edges);

			e->from = i;
			e->to = node_of[deps[k]->to];
			e->dep = deps[k];
			for (unsigned level = 0; level < CONF_N; level++)
				e->modes[level] = modes & modes_at(deps[k], level);
		}
		if (edges.n > start)
			qsort(edges.at + start, edges.n - start, sizeof(*edges.at), by_target);
	}
	r->first_out[r->n] = edges.n;
	r->edges = edges.at;
	r->nedges = edges.n;
	index_incoming(r);
	xfree(node_of);
}

void reach_free(struct reach *r)
{
	xfree(r->class_of);
	xfree(r->first_out);
	xfree(r->edges);
	xfree(r->first_in);
	xfree(r->in);
	*r = (struct reach){ 0 };
}

/* ---- walking ---- */

void strong_init(struct strong_search *s, const struct reach *r)
{
	*s = (struct strong_search){ .r = r };
	s->seen[0] = xcalloc(r->n, sizeof(*s->seen[0]));
	s->seen[1] = xcalloc(r->n, sizeof(*s->seen[1]));
}

void strong_free(struct strong_search *s)
{
	xfree(s->seen[0]);
	xfree(s->seen[1]);
	vec_free(&s->steps);
}

/* Seen as well as this or better? Whoever may go on over any edge may go on over -(Ex)-> too. */
static bool seen(const struct strong_search *s, node_t node, bool only_xr)
{
	return s->seen[0][node] == s->epoch || (only_xr && s->seen[1][node] == s->epoch);
}

static void add_step(struct strong_search *s, struct strong_step step)
{
	s->seen[step.only_xr][step.node] = s->epoch;
	*vec_push(&s->steps) = step;
}

unsigned strong_walk(struct strong_search *s, node_t from, bool only_xr, enum confidence level,
		     unsigned depth, unsigned budget,
		     enum strong_verdict (*visit)(void *arg, unsigned step), void *arg)
{
	const struct reach *r = s->r;
	unsigned looked = 0;

	s->epoch++;
	vec_clear(&s->steps);
	add_step(s, (struct strong_step){ .edge = NO_EDGE, .node = from, .only_xr = only_xr });
	s->seen[0][from] = s->epoch; /* no path returns to its source */
	for (unsigned i = 0; i < s->steps.n; i++) {
		if (i) {
			enum strong_verdict v = visit(arg, i);

			if (v == STRONG_DONE)
				break;
			if (v == STRONG_STOP)
				continue;
		}

		struct strong_step at = s->steps.at[i];

		if (at.depth >= depth)
			continue;
		for (uint32_t e = r->first_out[at.node]; e < r->first_out[at.node + 1]; e++) {
			if (looked++ >= budget)
				return looked;

			/* __bfs() steps 1 and 2 */
			uint8_t modes = r->edges[e].modes[level];

			if (at.only_xr)
				modes &= ~DEP_S_MASK;
			if (!modes)
				continue;

			bool xr = !(modes & DEP_N_MASK);

			if (!seen(s, r->edges[e].to, xr))
				add_step(s, (struct strong_step){ .edge = e,
								  .parent = i,
								  .node = r->edges[e].to,
								  .only_xr = xr,
								  .depth = at.depth + 1 });
		}
	}
	return looked;
}

unsigned strong_path(const struct strong_search *s, unsigned step, uint32_t *edges)
{
	unsigned n = s->steps.at[step].depth;

	for (unsigned i = n; i; i--) {
		edges[i - 1] = s->steps.at[step].edge;
		step = s->steps.at[step].parent;
	}
	return n;
}

bool path_is_simple(const struct reach *r, const uint32_t *edges, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		for (unsigned j = i; j < n; j++) {
			if (r->edges[edges[i]].from == r->edges[edges[j]].to)
				return false;
		}
	}
	return true;
}

/* ---- choosing evidence ---- */

struct choosing {
	const struct reach *r;
	const uint32_t *edges;
	unsigned n;
	enum confidence level;
	unsigned first, last;
	bool cycle;
	struct strong_choice now, *best;
	bool found;
};

static bool better(const struct strong_choice *a, const struct strong_choice *b)
{
	return a->conf != b->conf ? a->conf < b->conf : a->length < b->length;
}

static bool fits(const struct choosing *c, unsigned i, unsigned m)
{
	if (!(c->r->edges[c->edges[i]].modes[c->level] & 1u << m))
		return false;
	if (!i && !(c->first & 1u << m))
		return false;
	if (i && !dep_modes_strong(c->now.mode[i - 1], m))
		return false;
	if (i + 1 < c->n)
		return true;
	return c->last & 1u << m && (!c->cycle || dep_modes_strong(m, i ? c->now.mode[0] : m));
}

/* At most 4^8 leaves, and one where no lock of the path has readers. */
static void choose_from(struct choosing *c, unsigned i)
{
	struct strong_choice before = c->now;

	if (c->found && !better(&c->now, c->best))
		return;
	if (i == c->n) {
		*c->best = c->now;
		c->found = true;
		return;
	}
	for (unsigned m = 0; m < DEP_N; m++) {
		if (!fits(c, i, m))
			continue;

		const struct evidence *why = reach_why(c->r, c->edges[i], m);

		c->now.mode[i] = m;
		c->now.length += why->length;
		if (why->conf > c->now.conf)
			c->now.conf = why->conf;
		choose_from(c, i + 1);
		c->now = before;
	}
}

bool strong_choose(const struct reach *r, const uint32_t *edges, unsigned n, enum confidence level,
		   unsigned first, unsigned last, bool cycle, struct strong_choice *out)
{
	struct choosing c = { .r = r,
			      .edges = edges,
			      .n = n,
			      .level = level,
			      .first = first,
			      .last = last,
			      .cycle = cycle,
			      .best = out };

	if (!n || n > ARRAY_SIZE(out->mode))
		return false;
	choose_from(&c, 0);
	return c.found;
}
