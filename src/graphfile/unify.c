// SPDX-License-Identifier: GPL-2.0-only
/*
 * One class for what goes by two names. A recording's `&b->lock` is the source's
 * `struct bell.lock` if that is the only class of the graph that goes by the name
 * and is of the same kind; then the facts of both are about it. The union of
 * files itself never does this, since a further file may bring a second such class.
 */
#include "graphfile/match.h"
#include "graphfile/store.h"

/* The class that @c is another name for, @c itself if there is none or several. */
static class_t meant_by(const struct matcher *m, class_t c)
{
	const struct lockgraph *g = m->graph;
	name_t name = lockgraph_class_name(g, c);
	const struct match_name *from;
	unsigned n = matcher_named(m, name, &from);
	class_t other = c;

	for (unsigned i = 0; i < n; i++) {
		if (from[i].class == c)
			continue;
		if (other != c)
			return c;
		other = from[i].class;
	}
	return lockgraph_class_kind(g, other) == lockgraph_class_kind(g, c) ? other : c;
}

/* The same, but what moves itself is no place to move to. */
static class_t place_of(const struct matcher *m, class_t c)
{
	class_t other = meant_by(m, c);

	return meant_by(m, other) == other ? other : c;
}

static void copy_classes(struct lockgraph *to, const struct matcher *m, class_t *of)
{
	const struct lockgraph *g = m->graph;

	for (class_t c = 1; c <= lockgraph_classes(g); c++) {
		class_t meant = place_of(m, c);
		const name_t *aliases;
		unsigned n = lockgraph_aliases(g, c, &aliases);

		of[c] = lockgraph_class(to, lockgraph_class_name(g, meant),
					lockgraph_class_kind(g, meant));
		lockgraph_alias(to, of[c], lockgraph_class_name(g, c));
		for (unsigned i = 0; i < n; i++)
			lockgraph_alias(to, of[c], aliases[i]);
	}
}

static void copy_usages(struct lockgraph *to, const struct lockgraph *g, class_t c,
			const class_t *of)
{
	const struct evidence *sites;

	for (unsigned b = 0; b < USAGE_N; b++) {
		unsigned n = lockgraph_usage_sites(g, c, b, &sites);

		for (unsigned i = 0; i < n; i++)
			lockgraph_usage(to, of[c], b, &sites[i]);
	}
}

static void copy_deps(struct lockgraph *to, const struct lockgraph *g, class_t c, const class_t *of)
{
	const struct lock_dep *const *deps;
	const struct evidence *sites;
	unsigned ndeps = lockgraph_deps(g, c, &deps);

	for (unsigned d = 0; d < ndeps; d++)
		for (unsigned m = 0; m < DEP_N; m++) {
			unsigned n = lockgraph_dep_sites(g, c, deps[d]->to, m, &sites);

			for (unsigned i = 0; i < n; i++)
				lockgraph_depends(to, of[c], dep_mode_from(m), of[deps[d]->to],
						  dep_mode_to(m), &sites[i]);
		}
}

static void copy_fault(struct lockgraph *to, const struct lock_fault *f, const class_t *of)
{
	class_t *classes = xcalloc(f->nclasses + 1, sizeof(*classes));

	for (unsigned i = 0; i < f->nclasses; i++)
		classes[i] = of[f->classes[i]];
	for (unsigned i = 0; i < f->nwhy; i++)
		lockgraph_fault(to, f->rule, classes, f->nclasses, f->function, f->what,
				&f->why[i]);
	xfree(classes);
}

void graph_unify(struct graph *g)
{
	struct lockgraph *to = lockgraph_new();
	class_t *of = xcalloc(lockgraph_classes(g->facts) + 1, sizeof(*of));
	struct matcher m;

	matcher_init(&m, g->facts);
	copy_classes(to, &m, of);
	for (class_t c = 1; c <= lockgraph_classes(g->facts); c++) {
		copy_usages(to, g->facts, c, of);
		copy_deps(to, g->facts, c, of);
	}
	for (unsigned i = 0; i < lockgraph_faults(g->facts); i++) {
		struct lock_fault f = lockgraph_fault_at(g->facts, i);

		copy_fault(to, &f, of);
	}
	matcher_free(&m);
	xfree(of);
	lockgraph_free(g->facts);
	g->facts = to;
}
