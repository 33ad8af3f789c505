// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock graph's memory: see lockgraph.h.
 *
 * Whole kernels have some 60,000 classes and half a million dependencies, and
 * facts arrive by the million, in any order. So each fact meets the one it
 * repeats through a hash, and only the better evidence stays. Evidence that is
 * kept lives in the graph's arena.
 */
#include "lockgraph/lockgraph.h"

#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/hash.h"

/* Evidence of one fact, best first, one a function, so that other sites can be listed. */
struct sites {
	uint16_t n, cap;
	struct evidence *why;
};

struct lock_class {
	name_t name;
	uint8_t kind;
	uint8_t usage;	     /* bits of enum usage_bit */
	struct sites *sites; /* one a usage bit; NULL before the first */
	VEC(const struct lock_dep *) deps;
	VEC(name_t) aliases;
};

struct dep {
	struct lock_dep d;
	struct sites sites[DEP_N];
};

struct fault {
	struct lock_fault f;
	struct sites sites;
	uint32_t next; /* of the same hash: index + 1 */
};

struct lockgraph {
	VEC(struct lock_class) classes; /* [0] is no class */
	VEC(struct fault) faults;
	VEC(struct dep *) deps;
	struct map class_of; /* name → class */
	struct map dep_of;   /* (from, to) → index into deps + 1 */
	struct map fault_of; /* hash → index into faults + 1 */
	struct arena arena;
};

static const char *const confidences[CONF_N] = {
	[CONF_HIGH] = "high",
	[CONF_MEDIUM] = "medium",
	[CONF_LOW] = "low",
};

static const char *const rules[RULE_N] = {
	[RULE_IRQ_UNSAFE] = "irq-unsafe",	    [RULE_IRQ_INVERSION] = "irq-inversion",
	[RULE_LOCK_ORDER] = "lock-order",	    [RULE_DOUBLE_LOCK] = "double-lock",
	[RULE_WAIT_UNDER_LOCK] = "wait-under-lock", [RULE_SLEEP_IN_ATOMIC] = "sleep-in-atomic",
	[RULE_WAIT_CONTEXT] = "wait-context",	    [RULE_IRQ_ENABLED_EARLY] = "irq-enabled-early",
	[RULE_FLAGS_REUSE] = "flags-reuse",	    [RULE_UNBALANCED] = "unbalanced",
};

const char *confidence_name(enum confidence c)
{
	return (unsigned)c < CONF_N ? confidences[c] : "?";
}

const char *rule_name(enum rule r)
{
	return (unsigned)r < RULE_N ? rules[r] : "?";
}

enum rule rule_of(const char *name)
{
	unsigned r = 0;

	while (r < RULE_N && strcmp(rules[r], name))
		r++;
	return r;
}

/* ---- evidence ---- */

int evidence_cmp(const struct evidence *a, const struct evidence *b)
{
	if (a->conf != b->conf)
		return a->conf < b->conf ? -1 : 1;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	if (a->order != b->order)
		return a->order < b->order ? -1 : 1;
	if (a->ref != b->ref)
		return a->ref < b->ref ? -1 : 1;
	return 0;
}

/*
 * Keep the best evidence of each of the best USAGE_SITES functions. What is
 * left at the end does not depend on the order of the calls: who falls out has
 * nine better ones before it, and those can only be replaced by better ones yet.
 */
static void sites_add(struct arena *a, struct sites *s, const struct evidence *why)
{
	unsigned same = 0;

	while (same < s->n && s->why[same].function != why->function)
		same++;
	if (same < s->n) {
		if (evidence_cmp(&s->why[same], why) <= 0)
			return;
	} else if (s->n < USAGE_SITES) {
		if (s->n == s->cap) {
			struct evidence *old = s->why;

			s->cap = s->cap ? s->cap * 2 : 1;
			s->why = arena_array(a, struct evidence, s->cap);
			if (s->n)
				memcpy(s->why, old, s->n * sizeof(*old));
		}
		s->n++;
	} else {
		same = USAGE_SITES - 1;
		if (evidence_cmp(&s->why[same], why) <= 0)
			return;
	}
	for (; same && evidence_cmp(why, &s->why[same - 1]) < 0; same--)
		s->why[same] = s->why[same - 1];
	s->why[same] = *why;
}

/* ---- the graph ---- */

struct lockgraph *lockgraph_new(void)
{
	struct lockgraph *g = xcalloc(1, sizeof(*g));

	vec_push(&g->classes);
	return g;
}

void lockgraph_free(struct lockgraph *g)
{
	if (!g)
		return;
	for (unsigned i = 0; i < g->classes.n; i++) {
		vec_free(&g->classes.at[i].deps);
		vec_free(&g->classes.at[i].aliases);
	}
	vec_free(&g->classes);
	vec_free(&g->faults);
	vec_free(&g->deps);
	map_free(&g->class_of);
	map_free(&g->dep_of);
	map_free(&g->fault_of);
	arena_free(&g->arena);
	xfree(g);
}

class_t lockgraph_class(struct lockgraph *g, name_t name, enum lock_kind kind)
{
	bool fresh;
	uint32_t *c = map_put(&g->class_of, name, &fresh);

	if (fresh) {
		*c = g->classes.n;

		struct lock_class *n = vec_push(&g->classes);

		n->name = name;
		n->kind = kind;
	} else if (kind != LK_NONE) {
		struct lock_class *old = &g->classes.at[*c];

		if (old->kind == LK_NONE || kind < old->kind)
			old->kind = kind;
	}
	return *c;
}

class_t lockgraph_find(const struct lockgraph *g, name_t name)
{
	const uint32_t *c = map_get(&g->class_of, name);

	return c ? *c : 0;
}

name_t lockgraph_class_name(const struct lockgraph *g, class_t c)
{
	return c < g->classes.n ? g->classes.at[c].name : 0;
}

enum lock_kind lockgraph_class_kind(const struct lockgraph *g, class_t c)
{
	return c < g->classes.n ? g->classes.at[c].kind : LK_NONE;
}

static bool is_class(const struct lockgraph *g, class_t c)
{
	return c && c < g->classes.n;
}

void lockgraph_alias(struct lockgraph *g, class_t c, name_t alias)
{
	if (!is_class(g, c) || !alias || alias == g->classes.at[c].name)
		return;

	struct lock_class *k = &g->classes.at[c];

	for (unsigned i = 0; i < k->aliases.n; i++)
		if (k->aliases.at[i] == alias)
			return;
	*vec_push(&k->aliases) = alias;
}

unsigned lockgraph_aliases(const struct lockgraph *g, class_t c, const name_t **aliases)
{
	const struct lock_class *k = &g->classes.at[is_class(g, c) ? c : 0];

	*aliases = k->aliases.at;
	return k->aliases.n;
}

void lockgraph_usage(struct lockgraph *g, class_t c, enum usage_bit bit, const struct evidence *why)
{
	if (!is_class(g, c) || (unsigned)bit >= USAGE_N)
		return;

	struct lock_class *k = &g->classes.at[c];

	if (!k->sites)
		k->sites = arena_array(&g->arena, struct sites, USAGE_N);
	k->usage |= 1u << bit;
	sites_add(&g->arena, &k->sites[bit], why);
}

static enum dep_mode dep_mode(enum lock_mode from, enum lock_mode to)
{
	return (from == LM_EXCLUSIVE ? 0 : 2) + (to == LM_SHARED_RECURSIVE ? 1 : 0);
}

void lockgraph_depends(struct lockgraph *g, class_t from, enum lock_mode from_mode, class_t to,
		       enum lock_mode to_mode, const struct evidence *why)
{
	if (!is_class(g, from) || !is_class(g, to))
		return;

	bool fresh;
	uint32_t *at = map_put(&g->dep_of, hash_pair(from, to), &fresh);

	if (fresh) {
		struct dep *d = arena_new(&g->arena, struct dep);

		d->d.from = from;
		d->d.to = to;
		*vec_push(&g->deps) = d;
		*at = g->deps.n;
		*vec_push(&g->classes.at[from].deps) = &d->d;
	}

	struct dep *d = g->deps.at[*at - 1];
	enum dep_mode m = dep_mode(from_mode, to_mode);

	sites_add(&g->arena, &d->sites[m], why);
	d->d.modes |= 1u << m;
	d->d.why[m] = d->sites[m].why;
}

/* The same set of classes, each once, in whatever order? Faults name very few. */
static bool same_classes(const struct lock_fault *f, const class_t *classes, unsigned n)
{
	if (f->nclasses != n)
		return false;
	for (unsigned i = 0; i < n; i++) {
		unsigned j = 0;

		while (j < n && f->classes[j] != classes[i])
			j++;
		if (j == n)
			return false;
	}
	return true;
}

/* Which words of one evidence come first: so that it does not matter which were told first. */
static int words_cmp(const struct lockgraph *g, name_t what, const class_t *classes,
		     const struct lock_fault *f)
{
	int d = name_cmp(what, f->what);

	for (unsigned i = 0; i < f->nclasses && !d; i++)
		d = name_cmp(lockgraph_class_name(g, classes[i]),
			     lockgraph_class_name(g, f->classes[i]));
	return d;
}

void lockgraph_fault(struct lockgraph *g, enum rule rule, const class_t *classes, unsigned n,
		     name_t function, name_t what, const struct evidence *why)
{
	uint64_t h = hash_u64(hash_pair(rule, function));

	for (unsigned i = 0; i < n; i++) {
		if (!is_class(g, classes[i]))
			return;
		h += hash_u64(classes[i]);
	}

	uint32_t *head = map_put(&g->fault_of, h >> 1, NULL);
	uint32_t at = *head;

	while (at) {
		const struct fault *f = &g->faults.at[at - 1];

		if (f->f.rule == rule && f->f.function == function &&
		    same_classes(&f->f, classes, n))
			break;
		at = f->next;
	}
	if (!at) {
		struct fault *f = vec_push(&g->faults);

		f->f.rule = rule;
		f->f.function = function;
		f->f.nclasses = n;
		f->f.classes = arena_memdup(&g->arena, classes, n * sizeof(*classes));
		f->next = *head;
		at = *head = g->faults.n;
	}

	struct fault *f = &g->faults.at[at - 1];

	/* The best evidence's words stand for all, and its order of the classes. */
	if (!f->sites.n || evidence_cmp(why, &f->sites.why[0]) < 0 ||
	    (!evidence_cmp(why, &f->sites.why[0]) && words_cmp(g, what, classes, &f->f) < 0)) {
		f->f.what = what;
		f->f.classes = arena_memdup(&g->arena, classes, n * sizeof(*classes));
	}
	sites_add(&g->arena, &f->sites, why);
}

/* ---- reading ---- */

unsigned lockgraph_classes(const struct lockgraph *g)
{
	return g->classes.n - 1;
}

unsigned lockgraph_deps(const struct lockgraph *g, class_t from,
			const struct lock_dep *const **deps)
{
	const struct lock_class *k = &g->classes.at[from < g->classes.n ? from : 0];

	*deps = k->deps.at;
	return k->deps.n;
}

unsigned lockgraph_usage_bits(const struct lockgraph *g, class_t c)
{
	return c < g->classes.n ? g->classes.at[c].usage : 0;
}

unsigned lockgraph_usage_sites(const struct lockgraph *g, class_t c, enum usage_bit bit,
			       const struct evidence **sites)
{
	if (c >= g->classes.n || (unsigned)bit >= USAGE_N || !g->classes.at[c].sites)
		return 0;

	const struct sites *s = &g->classes.at[c].sites[bit];

	*sites = s->why;
	return s->n;
}

unsigned lockgraph_dep_sites(const struct lockgraph *g, class_t from, class_t to,
			     enum dep_mode mode, const struct evidence **sites)
{
	const uint32_t *at = map_get(&g->dep_of, hash_pair(from, to));

	if (!at || (unsigned)mode >= DEP_N)
		return 0;

	const struct sites *s = &g->deps.at[*at - 1]->sites[mode];

	*sites = s->why;
	return s->n;
}

const struct evidence *lockgraph_usage_why(const struct lockgraph *g, class_t c, enum usage_bit bit)
{
	const struct evidence *best;

	return lockgraph_usage_sites(g, c, bit, &best) ? best : NULL;
}

unsigned lockgraph_faults(const struct lockgraph *g)
{
	return g->faults.n;
}

struct lock_fault lockgraph_fault_at(const struct lockgraph *g, unsigned i)
{
	struct lock_fault f = g->faults.at[i].f;

	f.nwhy = g->faults.at[i].sites.n;
	f.why = g->faults.at[i].sites.why;
	return f;
}
