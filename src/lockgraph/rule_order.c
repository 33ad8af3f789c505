// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cycles: lock-order, and wait-under-lock where the cycle goes through a
 * pseudo-lock, that is, through waiting for code that takes the lock.
 *
 * lockdep's check_noncircular() looks for one strong path B → … → A whenever
 * A → B is new. Here the whole graph is known, so each cycle is looked for
 * once, from the smallest of its classes: a breadth-first search backwards
 * tells how far each class is from there, and a depth-first one forwards goes
 * only where the way back is short enough. Only short cycles are looked for, as
 * each link is a claim that may be wrong and may never meet the others at run
 * time; and the weaker the evidence, the shorter.
 *
 * One wrong dependency between two busy locks closes thousands of cycles. So
 * the strongest are told first, one dependency is part of a few findings only,
 * and a dependency that a shorter cycle has told of closes no longer one.
 */
#include "lockgraph/rules.h"

#include <string.h>

#include "base/diag.h"
#include "base/hash.h"

#define MOST_STEPS 100000u	     /* of the forward search from one class */
#define MOST_STEPS_IN_ALL 100000000u /* of both searches together, for one level */
#define MOST_CYCLES 256u	     /* from one class */
#define MOST_TOLD 3u		     /* findings for one dependency */

struct cycle {
	uint8_t n;
	uint32_t edges[LONGEST_CYCLE];
	struct strong_choice choice;
};

struct order {
	struct rule_run *run;
	enum confidence level;
	unsigned longest;
	uint32_t *epoch_of; /* a node's distance is known in this epoch … */
	uint8_t *distance;  /* … in edges to the root */
	uint32_t epoch;
	VEC(node_t) queue;
	VEC(struct cycle) found;
	struct map of_classes; /* hash of a cycle's set of classes → index + 1 */
	uint64_t steps;
	/* the search under way */
	node_t root;
	unsigned tries, cycles;
	uint32_t path[LONGEST_CYCLE];
};

/* lockdep's RCU maps close no cycle (rcu_lock_acquire() has check == 0); SRCU is not modelled. */
static bool skipped(const struct rule_run *run, node_t n)
{
	enum lock_kind k = rules_kind(run, n);

	return k == LK_RCU || k == LK_SRCU;
}

/* How far is each class above @o->root from it, over at most longest - 1 edges? */
static void measure(struct order *o)
{
	const struct reach *r = &o->run->r;

	o->epoch++;
	o->epoch_of[o->root] = o->epoch;
	o->distance[o->root] = 0;
	vec_clear(&o->queue);
	*vec_push(&o->queue) = o->root;
	for (unsigned i = 0; i < o->queue.n; i++) {
		node_t n = o->queue.at[i];

		if (o->distance[n] + 1u >= o->longest)
			continue;
		for (uint32_t k = r->first_in[n]; k < r->first_in[n + 1]; k++) {
			const struct reach_edge *e = &r->edges[r->in[k]];

			o->steps++;
			if (e->from <= o->root || !e->modes[o->level] ||
			    o->epoch_of[e->from] == o->epoch || skipped(o->run, e->from))
				continue;
			o->epoch_of[e->from] = o->epoch;
			o->distance[e->from] = o->distance[n] + 1;
			*vec_push(&o->queue) = e->from;
		}
	}
}

static bool better_cycle(const struct cycle *a, const struct cycle *b)
{
	if (a->choice.conf != b->choice.conf)
		return a->choice.conf < b->choice.conf;
	return a->n != b->n ? a->n < b->n : a->choice.length < b->choice.length;
}

static bool has_real_lock(const struct rule_run *run, const struct cycle *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		if (!lock_kind_is_pseudo(rules_kind(run, run->r.edges[c->edges[i]].from)))
			return true;
	}
	return false;
}

static bool has_pseudo_lock(const struct rule_run *run, const struct cycle *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		if (lock_kind_is_pseudo(rules_kind(run, run->r.edges[c->edges[i]].from)))
			return true;
	}
	return false;
}

/* Cycles over the same classes fold into one. */
static void keep(struct order *o, const struct cycle *c)
{
	uint64_t h = 0;
	bool fresh;

	for (unsigned i = 0; i < c->n; i++)
		h += hash_u64(o->run->r.edges[c->edges[i]].from + 1);

	uint32_t *at = map_put(&o->of_classes, h >> 1, &fresh);

	if (fresh) {
		*vec_push(&o->found) = *c;
		*at = o->found.n;
		o->cycles++;
	} else if (better_cycle(c, &o->found.at[*at - 1])) {
		o->found.at[*at - 1] = *c;
	}
}

/* Can one kernel have all of its dependencies? */
static bool is_possible(const struct rule_run *run, const struct cycle *c)
{
	for (unsigned i = 0; i < c->n; i++)
		for (unsigned k = 0; k < i; k++)
			if (evidence_exclude(reach_why(&run->r, c->edges[i], c->choice.mode[i]),
					     reach_why(&run->r, c->edges[k], c->choice.mode[k])))
				return false;
	return true;
}

static void closed(struct order *o, unsigned n)
{
	struct cycle c = { .n = n };

	memcpy(c.edges, o->path, n * sizeof(*o->path));
	if (strong_choose(&o->run->r, c.edges, n, o->level, DEP_ALL_MASK, DEP_ALL_MASK, true,
			  &c.choice) &&
	    has_real_lock(o->run, &c) && is_possible(o->run, &c))
		keep(o, &c);
}

static bool on_path(const struct order *o, unsigned depth, node_t n)
{
	for (unsigned i = 0; i < depth; i++) {
		if (o->run->r.edges[o->path[i]].from == n)
			return true;
	}
	return false;
}

/* At most LONGEST_CYCLE deep. */
static void search(struct order *o, node_t at, unsigned depth)
{
	const struct reach *r = &o->run->r;

	for (uint32_t i = r->first_out[at]; i < r->first_out[at + 1]; i++) {
		const struct reach_edge *e = &r->edges[i];

		if (o->tries >= MOST_STEPS || o->cycles >= MOST_CYCLES)
			return;
		o->tries++;
		if (!e->modes[o->level] || o->epoch_of[e->to] != o->epoch ||
		    depth + 1 + o->distance[e->to] > o->longest)
			continue;
		o->path[depth] = i;
		if (e->to == o->root)
			closed(o, depth + 1);
		else if (!on_path(o, depth, e->to))
			search(o, e->to, depth + 1);
	}
}

static void look_for_cycles(struct order *o)
{
	const struct rule_run *run = o->run;

	o->steps = 0;
	for (node_t n = 0; n < run->r.n; n++) {
		if (run->r.first_out[n] == run->r.first_out[n + 1] ||
		    run->r.first_in[n] == run->r.first_in[n + 1] || skipped(run, n))
			continue;
		if (o->steps > MOST_STEPS_IN_ALL) {
			diag("lock-order: the search for cycles was cut short at `%s`",
			     name_str(rules_name(run, n)));
			return;
		}
		o->root = n;
		o->tries = o->cycles = 0;
		measure(o);
		if (o->queue.n > 1)
			search(o, n, 0);
		o->steps += o->tries;
	}
}

/* ---- telling ---- */

/*
 * Which dependency comes first: for a wait the one that waits with a real lock
 * held, as that side is to be changed; else the one from the smallest name,
 * where the search began.
 */
static unsigned first_edge(const struct rule_run *run, const struct cycle *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		const struct reach_edge *e = &run->r.edges[c->edges[i]];

		if (!lock_kind_is_pseudo(rules_kind(run, e->from)) &&
		    lock_kind_is_pseudo(rules_kind(run, e->to)))
			return i;
	}
	return 0;
}

static const char *side_title(struct rule_run *run, node_t from, node_t to)
{
	enum lock_kind held = rules_kind(run, from), wanted = rules_kind(run, to);
	const char *h = rules_object(run, rules_name(run, from), held);
	const char *w = rules_object(run, rules_name(run, to), wanted);
	const char *verb = lock_kind_is_pseudo(wanted) ? "waits for" : "takes";

	if (lock_kind_is_pseudo(held))
		return rules_printf(run, "%s %s %s", h, verb, w);
	return rules_printf(run, "%s %s with %s held", verb, w, h);
}

/* "A -> B -> A" as lockdep writes a chain */
static const char *chain(struct rule_run *run, const struct finding *f)
{
	const char *s = name_str(f->classes[0]);

	for (unsigned i = 1; i <= f->nclasses; i++)
		s = rules_printf(run, "%s -> %s", s, name_str(f->classes[i % f->nclasses]));
	return s;
}

static const char *order_message(struct rule_run *run, const struct finding *f)
{
	const char *a = name_str(f->classes[0]), *b = name_str(f->classes[1]);

	if (f->nsides == 2)
		return rules_printf(run,
				    "`%s` is taken here with `%s` held, but `%s` with `%s` held "
				    "in %s",
				    b, a, a, b, rules_whence(run, &f->sides[1].story));
	return rules_printf(run, "`%s` is taken here with `%s` held, which closes the cycle %s", b,
			    a, chain(run, f));
}

static const char *wait_message(struct rule_run *run, const struct finding *f,
				const enum lock_kind *kinds)
{
	const char *held = rules_object(run, f->classes[0], kinds[0]);
	const char *awaited = rules_object(run, f->classes[1], kinds[1]);

	if (f->nsides == 2)
		return rules_printf(run,
				    "waits here for %s with %s held, which is taken there by %s",
				    awaited, held, rules_whence(run, &f->sides[1].story));
	return rules_printf(run, "waits here for %s with %s held, which closes the cycle %s",
			    awaited, held, chain(run, f));
}

/* Whoever else takes one with the other held: to mend the order one must know them all. */
static void other_takers(struct rule_run *run, struct finding *f, node_t from, node_t to)
{
	const char *what = side_title(run, from, to);

	for (unsigned m = 0; m < DEP_N; m++) {
		const struct evidence *sites;
		unsigned n = lockgraph_dep_sites(run->g, run->r.class_of[from], run->r.class_of[to],
						 m, &sites);

		rules_others(run, f, sites, n, what);
	}
}

static void tell(struct rule_run *run, const struct cycle *c, bool wait)
{
	unsigned first = first_edge(run, c);
	node_t nodes[LONGEST_CYCLE];
	enum lock_kind kinds[LONGEST_CYCLE];

	for (unsigned i = 0; i < c->n; i++) {
		nodes[i] = run->r.edges[c->edges[(first + i) % c->n]].from;
		kinds[i] = rules_kind(run, nodes[i]);
	}

	struct finding *f =
		rules_finding(run, wait ? RULE_WAIT_UNDER_LOCK : RULE_LOCK_ORDER, nodes, c->n);

	rules_sides(run, f, c->n);
	for (unsigned i = 0; i < c->n; i++) {
		unsigned k = (first + i) % c->n;
		const struct evidence *why = reach_why(&run->r, c->edges[k], c->choice.mode[k]);
		const struct story *s =
			rules_side(run, f, side_title(run, nodes[i], nodes[(i + 1) % c->n]), why);

		rules_rests_on(run, f, why);
		if (!i)
			rules_place(f, s, why);
	}
	for (unsigned i = 0; i < c->n; i++)
		other_takers(run, f, nodes[i], nodes[(i + 1) % c->n]);
	f->message = wait ? wait_message(run, f, kinds) : order_message(run, f);
	f->lockdep = "possible circular locking dependency detected";
	interleave_cycle(run, f, kinds);
	f->fix = wait ? fix_wait(run, f, kinds) : fix_cycle(run, f);
}

static int by_strength(const void *a, const void *b)
{
	const struct cycle *x = a, *y = b;

	if (better_cycle(x, y))
		return -1;
	if (better_cycle(y, x))
		return 1;
	/* edges are in the order of names, so this is too */
	for (unsigned i = 0; i < x->n; i++) {
		if (x->edges[i] != y->edges[i])
			return x->edges[i] < y->edges[i] ? -1 : 1;
	}
	return 0;
}

/* See the top: has stronger or shorter told enough of one of its dependencies? */
static bool worn(const struct rule_run *run, const struct cycle *c, const uint8_t *shortest_told)
{
	for (unsigned i = 0; i < c->n; i++) {
		uint32_t e = c->edges[i];

		if (run->r.edges[e].told >= MOST_TOLD ||
		    (shortest_told[e] && shortest_told[e] < c->n))
			return true;
	}
	return false;
}

static void mark(struct rule_run *run, const struct cycle *c, uint8_t *shortest_told)
{
	for (unsigned i = 0; i < c->n; i++) {
		uint32_t e = c->edges[i];

		run->r.edges[e].told++;
		if (!shortest_told[e] || c->n < shortest_told[e])
			shortest_told[e] = c->n;
	}
}

static void tell_the_strongest(struct order *o)
{
	struct rule_run *run = o->run;
	uint8_t *shortest_told = xcalloc(run->r.nedges, 1);

	if (o->found.n)
		qsort(o->found.at, o->found.n, sizeof(*o->found.at), by_strength);
	for (unsigned i = 0; i < o->found.n; i++) {
		const struct cycle *c = &o->found.at[i];
		bool wait = has_pseudo_lock(run, c);

		if (!run->opt->enabled[wait ? RULE_WAIT_UNDER_LOCK : RULE_LOCK_ORDER] ||
		    worn(run, c, shortest_told))
			continue;
		mark(run, c, shortest_told);
		tell(run, c, wait);
	}
	for (unsigned e = 0; e < run->r.nedges; e++)
		run->r.edges[e].told = 0;
	xfree(shortest_told);
}

static unsigned longest_at(const struct rules_options *opt, enum confidence level)
{
	if (opt->longest_cycle)
		return opt->longest_cycle < LONGEST_CYCLE ? opt->longest_cycle : LONGEST_CYCLE;
	return level == CONF_HIGH ? 3 : 2;
}

void rule_order(struct rule_run *run)
{
	struct order o = { .run = run };

	if (!run->opt->enabled[RULE_LOCK_ORDER] && !run->opt->enabled[RULE_WAIT_UNDER_LOCK])
		return;
	o.epoch_of = xcalloc(run->r.n, sizeof(*o.epoch_of));
	o.distance = xcalloc(run->r.n, 1);
	for (unsigned level = 0; level <= (unsigned)run->opt->least; level++) {
		o.level = level;
		o.longest = longest_at(run->opt, level);
		look_for_cycles(&o);
	}
	tell_the_strongest(&o);
	xfree(o.epoch_of);
	xfree(o.distance);
	vec_free(&o.queue);
	vec_free(&o.found);
	map_free(&o.of_classes);
}
