// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call through a function pointer may reach.
 *
 * The kernel's function pointers are members of records (file_operations.read),
 * filled by initializers of variables and by assignments in code. Both are
 * gathered here under the pair (record tag, member). Different drivers use one
 * tag for different records, so each target also remembers where its record
 * stands; the targets of each key are kept a second time in the order of that,
 * so that those of one record are a run of the array.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "program/symbols.h"

struct found {
	name_t tag, member;
	struct target t;
};

typedef VEC(struct found) found_vec;

struct key {
	name_t tag, member;
	uint32_t first, n;
};

struct target_table {
	struct map keys; /* (tag, member) to index into key */
	struct key *key; /* in order of their text */
	uint32_t nkeys;
	struct target *all;	  /* by key, then unit, line */
	struct target *by_record; /* by key, then def_unit, unit, line */
};

/* ---- gathering ---- */

struct gather {
	const struct program *p;
	found_vec *of_thread;
};

/* The type of member path @path ("a.b") of @t. */
static struct tref follow(const struct program *p, uint32_t unit, struct tref t, name_t path)
{
	const char *s = name_str(path);

	while (*s) {
		size_t len = strcspn(s, ".");
		const struct record *r;
		const struct field *f;

		t = program_resolve(p, unit, t);
		r = t.kind == TR_RECORD ? program_record(p, unit, t.name, NULL) : NULL;
		f = r ? program_field(p, unit, r, name_intern(s, len), NULL) : NULL;
		if (!f)
			return (struct tref){ 0 };
		t = f->type;
		s += len + (s[len] == '.');
	}
	return program_resolve(p, unit, t);
}

static bool may_hold_function(const struct program *p, uint32_t unit, const struct field *f)
{
	struct tref t = program_resolve(p, unit, f->type);

	/* a typedef still unresolved is one that was never seen */
	return t.is_func || t.kind == TR_NONE || t.kind == TR_TYPEOF || t.kind == TR_TYPEDEF;
}

static void add_init(const struct gather *g, found_vec *out, uint32_t unit, const struct init *init)
{
	const struct program *p = g->p;
	fn_t fn = init->function ? program_function(p, unit, init->function) : NO_FN;

	if (fn == NO_FN || p->table.fns[fn].f->flags & FN_OBJECT_MACRO)
		return;

	struct tref t = follow(p, unit, init->type, init->path);
	uint32_t def_unit = UINT32_MAX;
	name_t tag, member = init->member;

	if (t.kind != TR_RECORD)
		return;

	const struct record *r = program_record(p, unit, t.name, &def_unit);
	const struct record *owner = r;
	const struct field *f = NULL;

	if (r && member)
		f = program_field(p, unit, r, member, &owner);
	else if (r && init->index < r->nfields)
		f = &r->fields[init->index];
	if (f && !may_hold_function(p, unit, f))
		return;
	if (!member)
		member = f ? f->name : 0;
	if (!member)
		return;
	tag = f ? record_known_as(p, unit, owner) : t.name;
	*vec_push(out) = (struct found){
		tag,
		member,
		{ .fn = fn,
		  .unit = unit,
		  .line = init->line,
		  .variable = init->variable,
		  .def_unit = def_unit },
	};
}

/* The function that value @e names, NO_FN if it is anything else. */
static fn_t function_value(const struct program *p, uint32_t unit, const struct function *f,
			   expr_t e)
{
	for (unsigned i = 0; i < 4 && e < f->nexprs; i++) {
		const struct expr *x = &f->exprs[e];

		if (x->op == X_GLOBAL) {
			fn_t fn = program_function(p, unit, x->a);

			return fn == NO_FN || p->table.fns[fn].f->flags & FN_OBJECT_MACRO ? NO_FN
											  : fn;
		}
		if (x->op != X_ADDR && x->op != X_CAST)
			return NO_FN;
		e = x->a;
	}
	return NO_FN;
}

static void add_assign(const struct gather *g, found_vec *out, uint32_t unit,
		       const struct function *f, const struct step *s)
{
	const struct program *p = g->p;
	struct found new = { .t = { .unit = unit, .line = s->line } };
	expr_t lhs = s->a;

	/* x->handlers[n] = fn: all elements are one */
	while (lhs < f->nexprs && f->exprs[lhs].op == X_INDEX)
		lhs = f->exprs[lhs].a;
	if (lhs >= f->nexprs || f->exprs[lhs].op != X_MEMBER)
		return;
	new.t.fn = function_value(p, unit, f, s->b);
	if (new.t.fn == NO_FN)
		return;
	new.member = f->exprs[lhs].b;
	if (!expr_member_tag(p, unit, f, lhs, &new.tag, &new.t.def_unit))
		return;

	const struct field as_field = { .name = new.member, .type = expr_type(p, unit, f, lhs) };

	if (may_hold_function(p, unit, &as_field))
		*vec_push(out) = new;
}

struct adding {
	const struct gather *g;
	found_vec *out;
	uint32_t unit;
};

static void add_expanded(void *arg, const struct init *init)
{
	const struct adding *a = arg;

	add_init(a->g, a->out, a->unit, init);
}

static void gather_unit(void *arg, unsigned unit, unsigned thread)
{
	const struct gather *g = arg;
	const struct unit *u = g->p->table.units[unit];
	found_vec *out = &g->of_thread[thread];

	struct adding adding = { g, out, unit };

	for (uint32_t i = 0; i < u->ninits; i++) {
		if (u->inits[i].macro)
			continue;
		if (u->inits[i].use)
			expand_init(g->p, unit, &u->inits[i], add_expanded, &adding);
		else
			add_init(g, out, unit, &u->inits[i]);
	}
	for (uint32_t i = 0; i < u->nfunctions; i++) {
		const struct function *f = &u->functions[i];

		for (uint32_t s = 0; s < f->nsteps; s++)
			if (f->steps[s].op == S_ASSIGN)
				add_assign(g, out, unit, f, &f->steps[s]);
	}
}

/* ---- sorting ---- */

static int by_text(const void *a, const void *b)
{
	const struct key *x = a, *y = b;
	int c = name_cmp(x->tag, y->tag);

	return c ? c : name_cmp(x->member, y->member);
}

static int compare(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int by_line(const void *a, const void *b)
{
	const struct target *x = a, *y = b;
	int c = compare(x->unit, y->unit);

	c = c ? c : compare(x->line, y->line);
	c = c ? c : compare(x->fn, y->fn);
	c = c ? c : compare(x->def_unit, y->def_unit);
	return c ? c : name_cmp(x->variable, y->variable);
}

static int by_record(const void *a, const void *b)
{
	const struct target *x = a, *y = b;
	int c = compare(x->def_unit, y->def_unit);

	return c ? c : by_line(a, b);
}

/* Drop all but the first of each function and record of a sorted run; what is left. */
static uint32_t drop_repeats(struct target *t, uint32_t n, struct map *seen)
{
	uint32_t kept = 0;

	map_clear(seen);
	for (uint32_t i = 0; i < n; i++) {
		bool fresh;

		map_put(seen, hash_pair(t[i].fn, t[i].def_unit), &fresh);
		if (fresh)
			t[kept++] = t[i];
	}
	return kept;
}

static void sort_found(struct target_table *tt, const found_vec *of_thread, unsigned nthreads)
{
	VEC(struct key) keys = { 0 };
	struct map seen = { 0 };
	uint32_t total = 0, kept = 0;

	for (unsigned th = 0; th < nthreads; th++)
		for (unsigned i = 0; i < of_thread[th].n; i++) {
			const struct found *f = &of_thread[th].at[i];
			bool fresh;
			uint32_t *k = map_put(&tt->keys, hash_pair(f->tag, f->member), &fresh);

			if (fresh) {
				*k = keys.n;
				*vec_push(&keys) =
					(struct key){ .tag = f->tag, .member = f->member };
			}
			keys.at[*k].n++;
			total++;
		}
	tt->key = keys.at;
	tt->nkeys = keys.n;
	if (keys.n)
		qsort(tt->key, tt->nkeys, sizeof(*tt->key), by_text);
	tt->all = xcalloc((size_t)total + 1, sizeof(*tt->all));
	for (uint32_t i = 0, first = 0; i < tt->nkeys; i++) {
		struct key *k = &tt->key[i];

		*map_get(&tt->keys, hash_pair(k->tag, k->member)) = i;
		k->first = first;
		first += k->n;
		k->n = 0;
	}
	for (unsigned th = 0; th < nthreads; th++)
		for (unsigned i = 0; i < of_thread[th].n; i++) {
			const struct found *f = &of_thread[th].at[i];
			struct key *k = &tt->key[*map_get(&tt->keys, hash_pair(f->tag, f->member))];

			tt->all[k->first + k->n++] = f->t;
		}
	for (uint32_t i = 0; i < tt->nkeys; i++) {
		struct key *k = &tt->key[i];
		struct target *run = tt->all + k->first;

		qsort(run, k->n, sizeof(*run), by_line);
		k->n = drop_repeats(run, k->n, &seen);
		memmove(tt->all + kept, run, k->n * sizeof(*run));
		k->first = kept;
		kept += k->n;
	}
	tt->by_record = xcalloc((size_t)kept + 1, sizeof(*tt->by_record));
	memcpy(tt->by_record, tt->all, kept * sizeof(*tt->all));
	for (uint32_t i = 0; i < tt->nkeys; i++)
		qsort(tt->by_record + tt->key[i].first, tt->key[i].n, sizeof(*tt->by_record),
		      by_record);
	map_free(&seen);
}

struct target_table *targets_build(const struct program *p)
{
	struct target_table *tt = xcalloc(1, sizeof(*tt));
	unsigned nthreads = parallel_threads();
	struct gather g = { .p = p, .of_thread = xcalloc(nthreads, sizeof(*g.of_thread)) };

	parallel_for(p->table.nunits, gather_unit, &g);
	sort_found(tt, g.of_thread, nthreads);
	for (unsigned i = 0; i < nthreads; i++)
		vec_free(&g.of_thread[i]);
	xfree(g.of_thread);
	return tt;
}

void targets_free(struct target_table *t)
{
	if (!t)
		return;
	map_free(&t->keys);
	xfree(t->key);
	xfree(t->all);
	xfree(t->by_record);
	xfree(t);
}

/* ---- asking ---- */

static const struct key *find_key(const struct program *p, name_t tag, name_t member)
{
	const uint32_t *k = map_get(&p->targets->keys, hash_pair(tag, member));

	return k ? &p->targets->key[*k] : NULL;
}

const struct target *program_targets(const struct program *p, name_t tag, name_t member,
				     uint32_t *n)
{
	const struct key *k = find_key(p, tag, member);

	*n = k ? k->n : 0;
	return k ? p->targets->all + k->first : NULL;
}

const struct target *program_targets_of(const struct program *p, uint32_t unit, name_t tag,
					name_t member, uint32_t *n)
{
	const struct key *k = find_key(p, tag, member);
	uint32_t def_unit, from = 0, to;

	*n = 0;
	if (!k)
		return NULL;

	const struct target *run = p->targets->by_record + k->first;

	program_record(p, unit, tag, &def_unit);
	while (from < k->n && run[from].def_unit < def_unit)
		from++;
	for (to = from; to < k->n && run[to].def_unit == def_unit;)
		to++;
	if (from < to) {
		*n = to - from;
		return run + from;
	}
	/* another record for certain, or a record of which too little is known to tell */
	if (def_unit == unit || (def_unit != UINT32_MAX && closure_has(p->closure, unit, def_unit)))
		return NULL;
	*n = k->n;
	return p->targets->all + k->first;
}

void program_each_target(const struct program *p,
			 void (*fn)(void *arg, name_t tag, name_t member, const struct target *t,
				    uint32_t n),
			 void *arg)
{
	for (uint32_t i = 0; i < p->targets->nkeys; i++) {
		const struct key *k = &p->targets->key[i];

		fn(arg, k->tag, k->member, p->targets->all + k->first, k->n);
	}
}
