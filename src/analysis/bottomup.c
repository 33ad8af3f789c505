// SPDX-License-Identifier: GPL-2.0-only
/*
 * The order of the walk: callees before callers.
 *
 * Tarjan's algorithm (Tarjan 1972), with a stack of its own since call chains
 * of the kernel are deeper than a thread's, finds the call graph's strongly
 * connected components. A component's level is one more than the highest of
 * those it calls; all components of one level are independent and are walked
 * on all cores. Recursive components are walked twice, the second time with
 * what the first found.
 */
#include "analysis/internal.h"
#include "base/alloc.h"
#include "base/diag.h"
#include "base/parallel.h"

struct edges {
	VEC(fn_t) to;
};

struct frame {
	fn_t fn;
	uint32_t first, next, last; /* its edges in order.edges */
};

struct order {
	struct analysis *an;
	uint32_t *index, *low; /* by fn; index 0: not seen */
	uint8_t *on_stack;
	VEC(fn_t) stack;
	VEC(struct frame) frames;
	VEC(fn_t) edges;
	VEC(fn_t) members;    /* components back to back, callees first */
	VEC(uint32_t) starts; /* of each component in members */
	VEC(uint32_t) levels; /* of each component */
	uint32_t counter;
};

/* kref_put(k, release), or a function that calls a parameter of its own. */
static bool runs_arguments(const struct analysis *an, const struct callee *to)
{
	for (unsigned i = 0; to->kind == CALLEE_API && i < to->napi; i++)
		if (to->api[i].op == EF_CALLBACK && to->api[i].cb_now && effect_is_here(to, i))
			return true;
	if (to->kind != CALLEE_FN)
		return false;

	const struct function *f = an->tab->fns[to->fn].f;

	for (uint32_t i = 0; i < f->ncalls; i++)
		if (!f->calls[i].name && f->exprs[f->calls[i].callee].op == X_PARAM)
			return true;
	return false;
}

static void add_edges(struct order *o, fn_t fn)
{
	const struct function *f = o->an->tab->fns[fn].f;

	for (uint32_t i = 0; i < f->ncalls; i++) {
		struct callee to = callee_of(o->an, fn, i);
		uint32_t n;

		if (to.kind == CALLEE_FN) {
			*vec_push(&o->edges) = to.fn;
		} else if (to.kind == CALLEE_MEMBER) {
			const struct target *t = program_targets_of(
				o->an->prog, o->an->tab->fns[fn].unit, to.tag, to.member, &n);

			for (uint32_t k = 0; k < n && n == 1; k++)
				*vec_push(&o->edges) = t[k].fn;
		}
		/* functions given as arguments that the call may run */
		for (unsigned a = 0; a < f->calls[i].nargs && runs_arguments(o->an, &to); a++) {
			fn_t arg = callee_named_by(o->an, fn, f->args[f->calls[i].args + a]);

			if (arg != NO_FN)
				*vec_push(&o->edges) = arg;
		}
	}
	/* object-like macros and accessors name locks */
	for (uint32_t e = 1; e < f->nexprs; e++) {
		fn_t macro;

		if (f->exprs[e].op != X_GLOBAL)
			continue;
		macro = program_function(o->an->prog, o->an->tab->fns[fn].unit, f->exprs[e].a);
		if (macro != NO_FN && o->an->tab->fns[macro].f->flags & FN_OBJECT_MACRO)
			*vec_push(&o->edges) = macro;
	}
}

static void enter(struct order *o, fn_t fn)
{
	struct frame *fr = vec_push(&o->frames);

	fr->fn = fn;
	fr->first = fr->next = o->edges.n;
	add_edges(o, fn);
	fr->last = o->edges.n;
	o->index[fn] = o->low[fn] = ++o->counter;
	o->on_stack[fn] = 1;
	*vec_push(&o->stack) = fn;
}

static void close_component(struct order *o, fn_t root)
{
	uint32_t start = o->members.n, level = 0;
	fn_t fn;

	do {
		fn = vec_pop(&o->stack);
		o->on_stack[fn] = 0;
		*vec_push(&o->members) = fn;
		if (o->an->level[fn] > level)
			level = o->an->level[fn];
	} while (fn != root);
	for (uint32_t i = start; i < o->members.n; i++) {
		o->an->level[o->members.at[i]] = level;
		o->an->component[o->members.at[i]] = o->starts.n;
	}
	*vec_push(&o->starts) = start;
	*vec_push(&o->levels) = level;
}

static void visit(struct order *o, fn_t start)
{
	enter(o, start);
	while (o->frames.n) {
		struct frame *fr = vec_last(&o->frames);
		fn_t fn = fr->fn;

		if (fr->next < fr->last) {
			fn_t to = o->edges.at[fr->next++];

			if (!o->index[to]) {
				enter(o, to);
			} else if (o->on_stack[to]) {
				if (o->index[to] < o->low[fn])
					o->low[fn] = o->index[to];
			} else if (o->an->level[to] + 1 > o->an->level[fn]) {
				o->an->level[fn] = o->an->level[to] + 1;
			}
			continue;
		}
		o->edges.n = fr->first;
		o->frames.n--;
		if (o->low[fn] == o->index[fn])
			close_component(o, fn);
		if (o->frames.n) {
			fn_t caller = vec_last(&o->frames)->fn;

			if (o->on_stack[fn]) {
				if (o->low[fn] < o->low[caller])
					o->low[caller] = o->low[fn];
			} else if (o->an->level[fn] + 1 > o->an->level[caller]) {
				o->an->level[caller] = o->an->level[fn] + 1;
			}
		}
	}
}

struct level_job {
	struct order *o;
	const uint32_t *components;
	struct walker **walkers;
};

static int by_number(const void *a, const void *b)
{
	fn_t x = *(const fn_t *)a, y = *(const fn_t *)b;

	return x < y ? -1 : x > y;
}

static void walk_component(void *arg, unsigned item, unsigned thread)
{
	struct level_job *job = arg;
	struct order *o = job->o;
	uint32_t c = job->components[item];
	uint32_t from = o->starts.at[c];
	uint32_t to = c + 1 < o->starts.n ? o->starts.at[c + 1] : o->members.n;

	if (!job->walkers[thread])
		job->walkers[thread] = walker_new(o->an, thread);
	/* the order inside a component must not depend on where Tarjan began */
	qsort(&o->members.at[from], to - from, sizeof(fn_t), by_number);
	for (unsigned round = 0; round < (to - from > 1 ? 2u : 1u); round++)
		for (uint32_t i = from; i < to; i++)
			walk_function(job->walkers[thread], o->members.at[i]);
}

static void walk_levels(struct order *o)
{
	uint32_t ncomp = o->starts.n, top = 0;
	uint32_t *sorted = xcalloc(ncomp ? ncomp : 1, sizeof(*sorted));
	struct walker **walkers = xcalloc(parallel_threads(), sizeof(struct walker *));
	uint32_t *first;

	for (uint32_t i = 0; i < ncomp; i++)
		if (o->levels.at[i] > top)
			top = o->levels.at[i];
	/* counting sort of components by level */
	first = xcalloc(top + 2, sizeof(*first));
	for (uint32_t i = 0; i < ncomp; i++)
		first[o->levels.at[i] + 1]++;
	for (uint32_t l = 0; l <= top; l++)
		first[l + 1] += first[l];

	uint32_t *fill = xcalloc(top + 2, sizeof(*fill));

	for (uint32_t i = 0; i < ncomp; i++)
		sorted[first[o->levels.at[i]] + fill[o->levels.at[i]]++] = i;
	for (uint32_t l = 0; l <= top && ncomp; l++) {
		struct level_job job = { .o = o,
					 .components = sorted + first[l],
					 .walkers = walkers };

		progress("walking paths: call level %u of %u", l, top);
		if (first[l + 1] - first[l] > 2)
			parallel_for(first[l + 1] - first[l], walk_component, &job);
		else /* starting threads would cost more: call chains can be long */
			for (uint32_t i = 0; i < first[l + 1] - first[l]; i++)
				walk_component(&job, i, 0);
	}
	for (unsigned i = 0; i < parallel_threads(); i++)
		walker_free(walkers[i]);
	xfree(walkers);
	xfree(sorted);
	xfree(first);
	xfree(fill);
}

const struct summary *summary_of(const struct analysis *an, fn_t reader, fn_t fn)
{
	static const struct summary unknown;
	bool done = an->level[fn] < an->level[reader] || an->component[fn] == an->component[reader];

	return done ? &an->sums[fn] : &unknown;
}

void walk_all(struct analysis *an)
{
	struct order o = { .an = an };
	uint32_t n = an->tab->nfns;

	an->sums = xcalloc(n ? n : 1, sizeof(*an->sums));
	an->recs = xcalloc(n ? n : 1, sizeof(*an->recs));
	an->level = xcalloc(n ? n : 1, sizeof(*an->level));
	an->component = xcalloc(n ? n : 1, sizeof(*an->component));
	o.index = xcalloc(n ? n : 1, sizeof(*o.index));
	o.low = xcalloc(n ? n : 1, sizeof(*o.low));
	o.on_stack = xcalloc(n ? n : 1, 1);
	for (fn_t fn = 0; fn < n; fn++)
		if (!o.index[fn])
			visit(&o, fn);
	walk_levels(&o);
	xfree(o.index);
	xfree(o.low);
	xfree(o.on_stack);
	vec_free(&o.stack);
	vec_free(&o.frames);
	vec_free(&o.edges);
	vec_free(&o.members);
	vec_free(&o.starts);
	vec_free(&o.levels);
}
