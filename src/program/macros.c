// SPDX-License-Identifier: GPL-2.0-only
/*
 * What only macros say, told after all at linking: a unit is lowered without
 * its headers, and so without the macros in them.
 *
 * DEFINE_MUTEX(x) at file level defines a variable. The macro's body declares a
 * variable that has the name of one of the macro's parameters, with its type,
 * or passes the name on to another macro that does; so the argument is a global
 * of that type. No list of such macros is needed.
 *
 * #define d_lock d_lockref.lock makes dentry->d_lock another spelling of
 * dentry->d_lockref.lock, and #define old_name new_name a call of old_name() one
 * of new_name(). Such names are replaced in the expressions, calls and
 * initializers, so that nothing later needs to know.
 */
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "program/symbols.h"

#define MAX_MACROS 4 /* within each other */

/* ---- variables that macros define ---- */

/* The type of the variable that @macro, used in @unit, declares by the name of its parameter. */
static struct tref declared_type(const struct program *p, uint32_t unit,
				 const struct function *macro, unsigned param, unsigned depth)
{
	const struct tref none = { 0 };

	for (uint32_t i = 0; i < macro->nlocals; i++) {
		const struct local *l = &macro->locals[i];

		if (l->name == macro->params[param].name)
			return l->type.kind == TR_TYPEOF ? none : l->type;
	}
	if (depth == MAX_MACROS)
		return none;
	for (uint32_t c = 0; c < macro->ncalls; c++) {
		const struct call *call = &macro->calls[c];
		fn_t fn = call->name ? program_function(p, unit, call->name) : NO_FN;

		if (fn == NO_FN || !(p->table.fns[fn].f->flags & FN_MACRO))
			continue;

		const struct function *inner = p->table.fns[fn].f;

		for (unsigned a = 0; a < call->nargs && a < inner->nparams; a++) {
			const struct expr *x = &macro->exprs[macro->args[call->args + a]];
			struct tref t = none;

			if (x->op == X_PARAM && x->a == param)
				t = declared_type(p, unit, inner, a, depth + 1);
			if (t.kind != TR_NONE)
				return t;
		}
	}
	return none;
}

static void define_in_unit(void *arg, unsigned number, unsigned thread)
{
	const struct program *p = arg;
	struct unit *u = p->table.units[number];
	VEC(struct global) made = { 0 };

	(void)thread;
	for (uint32_t i = 0; i < u->ntopcalls; i++) {
		const struct topcall *tc = &u->topcalls[i];
		fn_t fn = program_function(p, number, tc->macro);
		const struct function *macro = fn == NO_FN ? NULL : p->table.fns[fn].f;

		if (!macro || !(macro->flags & FN_MACRO))
			continue;
		for (unsigned k = 0; k < tc->nargs && k < macro->nparams; k++) {
			struct tref t = { 0 };

			if (tc->args[k])
				t = declared_type(p, number, macro, k, 0);
			if (t.kind != TR_NONE)
				*vec_push(&made) = (struct global){
					.name = tc->args[k],
					.type = t,
					.is_static = tc->is_static,
					.line = tc->line,
				};
		}
	}
	if (made.n) {
		struct global *all = arena_array(&u->arena, struct global, u->nglobals + made.n);

		if (u->nglobals)
			memcpy(all, u->globals, u->nglobals * sizeof(*all));
		memcpy(all + u->nglobals, made.at, made.n * sizeof(*all));
		u->globals = all;
		u->nglobals += made.n;
	}
	vec_free(&made);
}

void define_by_macros(const struct program *p)
{
	parallel_for(p->table.nunits, define_in_unit, (void *)p);
}

/* ---- names that are other names ---- */

struct aliases {
	const struct program *p;
	uint64_t
		*bits; /* by name: there is a macro of that name that stands for a name or member */
};

static bool is_macro(const struct function *f)
{
	return f->flags & (FN_MACRO | FN_OBJECT_MACRO);
}

/* The value of object-like macro @f if it is members of a name: "a.b" is MEMBER(GLOBAL(a), b). */
static expr_t member_value(const struct function *f)
{
	expr_t value = 0, e;

	if (!(f->flags & FN_OBJECT_MACRO) || f->ncalls || f->nblocks != 1)
		return 0;
	for (uint32_t i = 0; i < f->nsteps; i++) {
		if (f->steps[i].op != S_RETURN)
			return 0;
		value = f->steps[i].a;
	}
	for (e = value; f->exprs[e].op == X_MEMBER;)
		e = f->exprs[e].a;
	return f->exprs[e].op == X_GLOBAL && f->exprs[e].a != f->name ? value : 0;
}

/* Expression MEMBER(@record, @member) of @f, made if need be. */
static expr_t member_of(struct function *f, struct arena *a, expr_t record, name_t member)
{
	for (expr_t e = 1; e < f->nexprs; e++)
		if (f->exprs[e].op == X_MEMBER && f->exprs[e].a == record &&
		    f->exprs[e].b == member)
			return e;

	struct expr *more = arena_array(a, struct expr, f->nexprs + 1);

	memcpy(more, f->exprs, f->nexprs * sizeof(*more));
	more[f->nexprs] = (struct expr){ .op = X_MEMBER, .a = record, .b = member };
	f->exprs = more;
	return f->nexprs++;
}

/* Spell @f's member @e as the macro's @value does. */
static void respell(struct function *f, struct arena *a, expr_t e, const struct function *macro,
		    expr_t value)
{
	name_t parts[8];
	unsigned n = 0;
	expr_t record = f->exprs[e].a;

	for (; macro->exprs[value].op == X_MEMBER && n < ARRAY_SIZE(parts);
	     value = macro->exprs[value].a)
		parts[n++] = macro->exprs[value].b;
	if (n == ARRAY_SIZE(parts))
		return;
	parts[n++] = macro->exprs[value].a;
	while (n > 1)
		record = member_of(f, a, record, parts[--n]);
	f->exprs[e].a = record;
	f->exprs[e].b = parts[0];
}

/* The macro that @name is in @unit, and in *@value what it stands for; NULL if it is none. */
static const struct function *alias_of(const struct aliases *al, uint32_t unit, name_t name,
				       expr_t *value)
{
	const struct program *p = al->p;
	const struct function *f;
	fn_t fn;

	if (name > p->max_name || !(al->bits[name / 64] >> name % 64 & 1))
		return NULL;
	fn = program_function(p, unit, name);
	f = fn == NO_FN ? NULL : p->table.fns[fn].f;
	*value = f ? member_value(f) : 0;
	return *value ? f : NULL;
}

/* The name that @name stands for in the end; @name itself if it is no macro for a name. */
static name_t other_name(const struct aliases *al, uint32_t unit, name_t name)
{
	const struct function *macro;
	expr_t value;

	for (unsigned i = 0; i < MAX_MACROS && (macro = alias_of(al, unit, name, &value)); i++) {
		if (macro->exprs[value].op != X_GLOBAL)
			break;
		name = macro->exprs[value].a;
	}
	return name;
}

static void expand_member(const struct aliases *al, uint32_t unit, struct function *f, expr_t e)
{
	const struct program *p = al->p;
	name_t member = f->exprs[e].b;
	expr_t value;
	const struct function *macro = alias_of(al, unit, member, &value);

	if (!macro)
		return;

	/* The macro may be another one, or not yet defined there: a real member goes first. */
	struct tref t = program_resolve(p, unit, expr_type(p, unit, f, f->exprs[e].a));
	const struct record *r = t.kind == TR_RECORD ? program_record(p, unit, t.name, NULL) : NULL;

	if (r ? !program_field(p, unit, r, member, NULL) : macro->exprs[value].op == X_MEMBER)
		respell(f, &p->table.units[unit]->arena, e, macro, value);
}

static void expand_in_function(const struct aliases *al, uint32_t unit, struct function *f)
{
	/* those that are added need no look: a macro does not stand for itself */
	for (expr_t e = 1, end = f->nexprs; e < end; e++) {
		if (f->exprs[e].op == X_GLOBAL)
			f->exprs[e].a = other_name(al, unit, f->exprs[e].a);
		else if (f->exprs[e].op == X_MEMBER)
			expand_member(al, unit, f, e);
	}
	for (uint32_t i = 0; i < f->ncalls; i++)
		f->calls[i].name = other_name(al, unit, f->calls[i].name);
}

static void expand_in_unit(void *arg, unsigned number, unsigned thread)
{
	const struct aliases *al = arg;
	struct unit *u = al->p->table.units[number];

	(void)thread;
	for (uint32_t i = 0; i < u->nfunctions; i++)
		if (!is_macro(&u->functions[i]))
			expand_in_function(al, number, &u->functions[i]);
	for (uint32_t i = 0; i < u->ninits; i++)
		u->inits[i].function = other_name(al, number, u->inits[i].function);
}

void expand_name_macros(const struct program *p)
{
	struct aliases al = { .p = p };

	al.bits = xcalloc(p->max_name / 64 + 1, sizeof(*al.bits));
	for (fn_t fn = 0; fn < p->table.nfns; fn++) {
		const struct function *f = p->table.fns[fn].f;

		if (member_value(f))
			al.bits[f->name / 64] |= (uint64_t)1 << f->name % 64;
	}
	/* Macros first, and one by one: typing an expression looks into the macros that it uses. */
	for (fn_t fn = 0; fn < p->table.nfns; fn++)
		if (is_macro(p->table.fns[fn].f))
			expand_in_function(&al, p->table.fns[fn].unit, p->table.fns[fn].f);
	parallel_for(p->table.nunits, expand_in_unit, &al);
	xfree(al.bits);
}
