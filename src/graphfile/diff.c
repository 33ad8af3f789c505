// SPDX-License-Identifier: GPL-2.0-only
/* Comparing two lock graphs: see diff.h. */
#include "graphfile/diff.h"

#include <stdlib.h>

#include "base/hash.h"
#include "graphfile/match.h"

/* Sorting an array of numbers into the order of its graph's names. */
static int compare(const struct lockgraph *g, const struct diff_item *x, const struct diff_item *y)
{
	int d = name_cmp(lockgraph_class_name(g, x->from), lockgraph_class_name(g, y->from));

	if (!d)
		d = name_cmp(lockgraph_class_name(g, x->to), lockgraph_class_name(g, y->to));
	return d ? d : (x->bit > y->bit) - (x->bit < y->bit);
}

static int by_names(const void *a, const void *b, void *graph)
{
	return compare(graph, a, b);
}

/* One graph's side of a comparison: the other graph, in which its facts are looked up. */
struct against {
	const struct lockgraph *own, *other;
	struct matcher names;
	struct map deps; /* of the other: (from, to) */
};

static void against_init(struct against *x, const struct lockgraph *own,
			 const struct lockgraph *other)
{
	*x = (struct against){ .own = own, .other = other };
	matcher_init(&x->names, other);
	for (class_t c = 1; c <= lockgraph_classes(other); c++) {
		const struct lock_dep *const *deps;
		unsigned n = lockgraph_deps(other, c, &deps);

		for (unsigned i = 0; i < n; i++)
			map_put(&x->deps, hash_pair(c, deps[i]->to), NULL);
	}
}

static void against_free(struct against *x)
{
	matcher_free(&x->names);
	map_free(&x->deps);
}

enum answer { IS_THERE, IS_MISSING, IS_UNKNOWN };

/* Both ends may be one class to the other graph, whose instances it can't tell apart. */
static enum answer has_dependency(const struct against *x, class_t from, class_t to)
{
	class_t f[MOST_MATCHES], t[MOST_MATCHES];
	unsigned nf = matcher_find(&x->names, x->own, from, f);
	unsigned nt = matcher_find(&x->names, x->own, to, t);
	bool is_known = nf && nt;

	for (unsigned i = 0; i < nf; i++)
		for (unsigned k = 0; k < nt; k++) {
			if (map_get(&x->deps, hash_pair(f[i], t[k])))
				return IS_THERE;
			is_known &= f[i] != t[k];
		}
	return is_known ? IS_MISSING : IS_UNKNOWN;
}

static enum answer has_usage(const struct against *x, class_t c, enum usage_bit bit)
{
	class_t found[MOST_MATCHES];
	unsigned n = matcher_find(&x->names, x->own, c, found);

	for (unsigned i = 0; i < n; i++)
		if (lockgraph_usage_bits(x->other, found[i]) >> bit & 1)
			return IS_THERE;
	return n ? IS_MISSING : IS_UNKNOWN;
}

static void put(struct diff *d, bool of_a, enum answer answer, class_t from, class_t to,
		unsigned bit)
{
	enum diff_set set = answer == IS_THERE	   ? DIFF_BOTH
			    : answer == IS_MISSING ? (of_a ? DIFF_ONLY_A : DIFF_ONLY_B)
						   : (of_a ? DIFF_UNKNOWN_TO_B : DIFF_UNKNOWN_TO_A);

	if (set != DIFF_BOTH || !of_a)
		*vec_push(&d->sets[set]) = (struct diff_item){ from, to, bit };
}

static void put_dependencies(struct diff *d, const struct against *x, class_t from)
{
	const struct lock_dep *const *deps;
	unsigned n = lockgraph_deps(x->own, from, &deps);

	for (unsigned i = 0; i < n; i++)
		if (deps[i]->to != from)
			put(d, x->own == d->a, has_dependency(x, from, deps[i]->to), from,
			    deps[i]->to, 0);
}

static void put_usages(struct diff *d, const struct against *x, class_t c)
{
	unsigned bits = lockgraph_usage_bits(x->own, c);

	for (unsigned b = 0; b < USAGE_N; b++)
		if (bits >> b & 1)
			put(d, x->own == d->a, has_usage(x, c, b), c, 0, b);
}

static void run(struct diff *d, const struct lockgraph *a, const struct lockgraph *b,
		void (*put_facts)(struct diff *d, const struct against *x, class_t c))
{
	struct against sides[2];

	*d = (struct diff){ .a = a, .b = b };
	against_init(&sides[0], a, b);
	against_init(&sides[1], b, a);
	for (unsigned i = 0; i < 2; i++) {
		for (class_t c = 1; c <= lockgraph_classes(sides[i].own); c++)
			put_facts(d, &sides[i], c);
		against_free(&sides[i]);
	}
	for (unsigned s = 0; s < DIFF_SETS; s++)
		if (d->sets[s].n)
			qsort_r(d->sets[s].at, d->sets[s].n, sizeof(*d->sets[s].at), by_names,
				(void *)diff_graph(d, s));
}

void diff_dependencies(struct diff *d, const struct lockgraph *a, const struct lockgraph *b)
{
	run(d, a, b, put_dependencies);
}

void diff_usages(struct diff *d, const struct lockgraph *a, const struct lockgraph *b)
{
	run(d, a, b, put_usages);
}

void diff_free(struct diff *d)
{
	for (unsigned s = 0; s < DIFF_SETS; s++)
		vec_free(&d->sets[s]);
}
