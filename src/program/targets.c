// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call through a function pointer may reach.
 *
 * The kernel's function pointers are members of records (file_operations.read),
 * filled by initializers of variables and by assignments in code. Both are
 * gathered here under the pair (record tag, member), and those of pointers that
 * are variables of their own. A function that assigns a parameter of its own, as
 * foo_set_handler(foo, handler) does, is a setter: what its callers pass is
 * assigned, too. Those two only within a folder, since what the whole kernel
 * hooks into is the model's to say. Different drivers use one
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

#define MAX_SETTERS 3 /* calling each other */

struct found {
	name_t tag, member;
	struct target t;
};

typedef VEC(struct found) found_vec;

/* Function @fn puts its parameter @param where @to says. */
struct setter {
	fn_t fn;
	uint32_t param;
	struct found to;
};

typedef VEC(struct setter) setter_vec;

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
	setter_vec *setters_of_thread;
	setter_vec setters; /* of which callers are looked at: sorted */
	struct map first;   /* fn_t to index into setters, of its first */
	struct map names;   /* of these functions */
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

	if (t.is_func && !init->member && init->variable) {
		const struct global *hooks = program_global(p, unit, init->variable, &def_unit);

		if (hooks && program_same_folder(p, unit, def_unit) &&
		    program_resolve(p, def_unit, hooks->type).is_func)
			*vec_push(out) = (struct found){
				p->table.units[def_unit]->path,
				init->variable,
				{ fn, unit, init->line, init->variable, def_unit },
			};
		return;
	}
	if (t.kind != TR_RECORD || t.is_func)
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

/* The number of the parameter that @e is, -1 if it is anything else. */
static int parameter_value(const struct function *f, expr_t e)
{
	while (e < f->nexprs && f->exprs[e].op == X_CAST)
		e = f->exprs[e].a;
	return e < f->nexprs && f->exprs[e].op == X_PARAM ? (int)f->exprs[e].a : -1;
}

/* Is @param of @f a function? In macros it may be. */
static bool is_function_parameter(const struct program *p, uint32_t unit, const struct function *f,
				  int param)
{
	return param >= 0 && param < f->nparams && f->fn != NO_FN &&
	       program_resolve(p, unit, f->params[param].type).is_func;
}

/* Is the pointer a variable of its own? See expr_pointer_key(). */
static bool is_variable(const struct program *p, const struct found *f)
{
	return f->t.def_unit != UINT32_MAX && f->tag == p->table.units[f->t.def_unit]->path;
}

static void add_assign(const struct gather *g, unsigned thread, uint32_t unit,
		       const struct function *f, const struct step *s)
{
	const struct program *p = g->p;
	struct found new = { .t = { .unit = unit, .line = s->line } };
	int param = parameter_value(f, s->b);

	new.t.fn = function_value(p, unit, f, s->b);
	if (new.t.fn == NO_FN && !is_function_parameter(p, unit, f, param))
		return;
	if (!expr_pointer_key(p, unit, f, s->a, &new.tag, &new.member, &new.t.def_unit) ||
	    (is_variable(p, &new) && !program_same_folder(p, unit, new.t.def_unit)))
		return;

	const struct field as_field = { .name = new.member, .type = expr_type(p, unit, f, s->a) };

	if (!may_hold_function(p, unit, &as_field))
		return;
	if (new.t.fn != NO_FN)
		*vec_push(&g->of_thread[thread]) = new;
	else
		*vec_push(&g->setters_of_thread[thread]) =
			(struct setter){ f->fn, (uint32_t)param, new };
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

/* What the callers of setters pass: functions, or parameters of their own. */
static void gather_calls(void *arg, unsigned unit, unsigned thread)
{
	const struct gather *g = arg;
	const struct unit *u = g->p->table.units[unit];

	for (uint32_t i = 0; i < u->nfunctions; i++) {
		const struct function *f = &u->functions[i];

		for (uint32_t s = 0; s < f->nsteps; s++) {
			const struct call *c;
			const uint32_t *k;
			fn_t to;

			if (f->steps[s].op != S_CALL)
				continue;
			c = &f->calls[f->steps[s].a];
			if (!c->name || !map_get(&g->names, c->name))
				continue;
			to = program_function(g->p, unit, c->name);
			k = to == NO_FN ? NULL : map_get(&g->first, to);
			for (uint32_t n = k ? *k : g->setters.n;
			     n < g->setters.n && g->setters.at[n].fn == to; n++) {
				const struct setter *set = &g->setters.at[n];
				struct found new = set->to;
				expr_t arg_of;
				int param;

				if (set->param >= c->nargs ||
				    !program_same_folder(g->p, unit, set->to.t.unit))
					continue;
				arg_of = f->args[c->args + set->param];
				param = parameter_value(f, arg_of);
				new.t.unit = unit;
				new.t.line = f->steps[s].line;
				new.t.fn = function_value(g->p, unit, f, arg_of);
				if (new.t.fn != NO_FN)
					*vec_push(&g->of_thread[thread]) = new;
				else if (is_function_parameter(g->p, unit, f, param))
					*vec_push(&g->setters_of_thread[thread]) =
						(struct setter){ f->fn, (uint32_t)param, new };
			}
		}
	}
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
				add_assign(g, thread, unit, f, &f->steps[s]);
	}
}

/* ---- sorting ---- */

static int by_function(const void *a, const void *b)
{
	const struct setter *x = a, *y = b;

	return (x->fn > y->fn) - (x->fn < y->fn);
}

/* Make the setters that were found those whose callers are looked at next. False: there are none. */
static bool take_setters(struct gather *g, unsigned nthreads)
{
	vec_clear(&g->setters);
	map_clear(&g->first);
	map_clear(&g->names);
	for (unsigned th = 0; th < nthreads; th++) {
		for (unsigned i = 0; i < g->setters_of_thread[th].n; i++)
			*vec_push(&g->setters) = g->setters_of_thread[th].at[i];
		vec_clear(&g->setters_of_thread[th]);
	}
	if (g->setters.n)
		qsort(g->setters.at, g->setters.n, sizeof(*g->setters.at), by_function);
	for (unsigned i = g->setters.n; i-- > 0;) {
		fn_t fn = g->setters.at[i].fn;

		*map_put(&g->first, fn, NULL) = i;
		map_put(&g->names, g->p->table.fns[fn].f->name, NULL);
	}
	return g->setters.n;
}

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

	g.setters_of_thread = xcalloc(nthreads, sizeof(*g.setters_of_thread));
	parallel_for(p->table.nunits, gather_unit, &g);
	for (unsigned round = 0; round < MAX_SETTERS && take_setters(&g, nthreads); round++)
		parallel_for(p->table.nunits, gather_calls, &g);
	sort_found(tt, g.of_thread, nthreads);
	for (unsigned i = 0; i < nthreads; i++)
		vec_free(&g.of_thread[i]);
	xfree(g.of_thread);
	vec_free(&g.setters);
	map_free(&g.first);
	map_free(&g.names);
	for (unsigned i = 0; i < nthreads; i++)
		vec_free(&g.setters_of_thread[i]);
	xfree(g.setters_of_thread);
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
