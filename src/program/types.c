// SPDX-License-Identifier: GPL-2.0-only
/*
 * The types of expressions: enough of C's rules to tell which record a lock
 * is a member of.
 *
 * Types are names (ir.h), so each step from one type to the next is a look-up
 * in the linked program as seen from the asking unit. A function-like macro has
 * no declared type; what it returns is typed as an expression of the macro with
 * the call's arguments in place of its parameters, a few macros deep.
 */
#include "csyntax/ast.h"
#include "program/symbols.h"

#define MAX_TYPEDEFS 16 /* in one chain */
#define MAX_DEPTH 48	/* of an expression */
#define MAX_MACROS 4	/* called within each other */
#define MAX_ANONYMOUS 8 /* nested unnamed records */
#define MAX_WORK 2000	/* expressions looked at for one question */

static const struct tref no_type;

/* ---- names to types ---- */

struct tref program_resolve(const struct program *p, uint32_t unit, struct tref t)
{
	for (unsigned i = 0; t.kind == TR_TYPEDEF && i < MAX_TYPEDEFS; i++) {
		const struct typedef_def *d = program_typedef(p, unit, t.name);

		if (!d)
			break;

		struct tref u = d->type;

		if (u.is_func) {
			/* foo_fn *f, foo_fn f: a function of what foo_fn returns */
			if (t.is_func)
				return t; /* a function that returns one: its own result is asked for */
			u.dims = (uint8_t)(u.dims + t.dims);
		} else {
			u.is_func = t.is_func;
			u.ptr = (uint8_t)(u.ptr + t.ptr);
			u.dims = (uint8_t)(u.dims + t.dims);
		}
		t = u;
	}
	return t;
}

static const struct field *field_of(const struct program *p, uint32_t unit, const struct record *r,
				    name_t member, const struct record **owner, unsigned depth)
{
	for (uint32_t i = 0; i < r->nfields; i++)
		if (r->fields[i].name == member) {
			if (owner)
				*owner = r;
			return &r->fields[i];
		}
	if (depth == MAX_ANONYMOUS)
		return NULL;
	for (uint32_t i = 0; i < r->nfields; i++) {
		if (r->fields[i].name || r->fields[i].type.ptr || r->fields[i].type.is_func)
			continue;

		struct tref t = program_resolve(p, unit, r->fields[i].type);
		const struct record *inner =
			t.kind == TR_RECORD ? program_record(p, unit, t.name, NULL) : NULL;
		const struct field *f = inner ? field_of(p, unit, inner, member, owner, depth + 1)
					      : NULL;

		if (f)
			return f;
	}
	return NULL;
}

const struct field *program_field(const struct program *p, uint32_t unit, const struct record *r,
				  name_t member, const struct record **owner)
{
	return member ? field_of(p, unit, r, member, owner, 0) : NULL;
}

/* ---- expressions ---- */

/* The function that an expression belongs to and, for a macro, where it is used. */
struct frame {
	const struct function *f;
	const struct frame
		*caller; /* of a macro: where its arguments belong; NULL at the outermost */
	const struct call *call;
	unsigned depth; /* macros */
};

struct typing {
	const struct program *p;
	uint32_t unit;
	unsigned work;
};

static struct tref type_of(struct typing *ty, const struct frame *at, expr_t e, unsigned depth);

static struct tref pointer_to(struct tref t)
{
	if (t.kind == TR_NONE || t.is_func)
		return t;
	if (t.dims) {
		/* &array: what indexing or dereferencing gives is the element in the end */
		return t;
	}
	t.ptr++;
	return t;
}

static struct tref element_of(const struct typing *ty, struct tref t)
{
	if (t.is_func && !t.dims)
		return t;
	if (!t.dims && !t.ptr)
		t = program_resolve(ty->p, ty->unit, t);
	if (t.dims)
		t.dims--;
	else if (t.ptr && !t.is_func)
		t.ptr--;
	else if (!t.is_func)
		return no_type;
	return t;
}

/* What a function of type @t returns. */
static struct tref result_of(const struct typing *ty, struct tref t)
{
	t = program_resolve(ty->p, ty->unit, t);
	if (!t.is_func)
		return no_type;
	t.is_func = 0;
	return t;
}

static struct tref macro_result(struct typing *ty, const struct frame *at, const struct call *call,
				const struct function *macro, unsigned depth)
{
	struct frame inner = { macro, at, call, at->depth + 1 };

	if (inner.depth > MAX_MACROS)
		return no_type;
	for (uint32_t i = 0; i < macro->nsteps; i++) {
		if (macro->steps[i].op != S_RETURN)
			continue;

		struct tref t = type_of(ty, &inner, macro->steps[i].a, depth + 1);

		if (t.kind != TR_NONE)
			return t;
	}
	return no_type;
}

static struct tref global_type(struct typing *ty, const struct frame *at, name_t name,
			       unsigned depth)
{
	const struct global *g = program_global(ty->p, ty->unit, name, NULL);

	if (g)
		return g->type;

	const struct function *f = program_prototype(ty->p, ty->unit, name);

	if (!f)
		return no_type;
	if (f->flags & FN_OBJECT_MACRO) {
		static const struct call no_call;

		return macro_result(ty, at, &no_call, f, depth);
	}
	if (f->flags & FN_MACRO)
		return no_type;

	struct tref t = f->ret;

	t.is_func = 1;
	return t;
}

static struct tref call_type(struct typing *ty, const struct frame *at, const struct call *call,
			     unsigned depth)
{
	if (!call->name)
		return result_of(ty, type_of(ty, at, call->callee, depth + 1));

	const struct function *f = program_prototype(ty->p, ty->unit, call->name);

	if (!f) {
		const struct global *g = program_global(ty->p, ty->unit, call->name, NULL);

		return g ? result_of(ty, g->type) : no_type;
	}
	if (f->flags & (FN_MACRO | FN_OBJECT_MACRO))
		return macro_result(ty, at, call, f, depth);
	return f->ret;
}

/*
 * One tag may have several definitions that are all seen, of which a config
 * chooses one (srcutree.h, srcutiny.h): a member that the first has not is
 * another's.
 */
static const struct field *field_of_variant(const struct program *p, uint32_t unit, name_t tag,
					    name_t member, const struct record **owner,
					    uint32_t *def_unit)
{
	struct defs all = defs_of(p, tag, DEF_RECORD);

	for (uint32_t i = 0; i < all.n; i++) {
		const struct def *d = &all.at[i];
		const struct field *f;

		if (d->unit != unit && !closure_has(p->closure, unit, d->unit))
			continue;
		f = program_field(p, unit, def_record(p, d), member, owner);
		if (f) {
			if (def_unit)
				*def_unit = d->unit;
			return f;
		}
	}
	return NULL;
}

static struct tref member_type(struct typing *ty, struct tref t, name_t member,
			       const struct record **owner, uint32_t *def_unit)
{
	t = program_resolve(ty->p, ty->unit, t);
	if (t.kind != TR_RECORD || t.is_func)
		return no_type;

	const struct record *r = program_record(ty->p, ty->unit, t.name, def_unit);
	const struct field *f = r ? program_field(ty->p, ty->unit, r, member, owner) : NULL;

	if (r && !f)
		f = field_of_variant(ty->p, ty->unit, t.name, member, owner, def_unit);
	return f ? f->type : no_type;
}

/* A local that lowering made for a choice (a ? b : c) has the type of what it is assigned. */
static struct tref assigned_type(struct typing *ty, const struct frame *at, uint32_t local,
				 unsigned depth)
{
	const struct function *f = at->f;

	for (uint32_t i = 0; i < f->nsteps; i++) {
		const struct step *s = &f->steps[i];

		if (s->op != S_ASSIGN || f->exprs[s->a].op != X_LOCAL || f->exprs[s->a].a != local)
			continue;

		struct tref t = type_of(ty, at, s->b, depth + 1);

		if (t.kind != TR_NONE)
			return t;
	}
	return no_type;
}

/* What names are bound to: parameters and locals. */
static struct tref variable_type(struct typing *ty, const struct frame *at, const struct expr *x,
				 unsigned depth)
{
	if (x->op == X_PARAM) {
		if (x->a >= at->f->nparams)
			return no_type;
		if (at->caller && x->a < at->call->nargs)
			return type_of(ty, at->caller, at->caller->f->args[at->call->args + x->a],
				       depth + 1);
		return at->f->params[x->a].type;
	}
	if (x->a >= at->f->nlocals)
		return no_type;

	const struct local *l = &at->f->locals[x->a];

	if (l->type.kind == TR_NONE && !l->typeof_expr)
		return assigned_type(ty, at, x->a, depth);
	if (!l->typeof_expr)
		return l->type;

	struct tref t = type_of(ty, at, l->typeof_expr, depth + 1);

	if (t.kind != TR_NONE && !t.is_func) {
		t.ptr = (uint8_t)(t.ptr + l->type.ptr);
		t.dims = (uint8_t)(t.dims + l->type.dims);
	}
	return t;
}

static struct tref type_of(struct typing *ty, const struct frame *at, expr_t e, unsigned depth)
{
	const struct function *f = at->f;

	if (!e || e >= f->nexprs || depth > MAX_DEPTH || ++ty->work > MAX_WORK)
		return no_type;

	const struct expr *x = &f->exprs[e];
	struct tref t;

	switch ((enum expr_op)x->op) {
	case X_PARAM:
	case X_LOCAL:
		return variable_type(ty, at, x, depth);
	case X_GLOBAL:
		return global_type(ty, at, x->a, depth);
	case X_CALL:
		return x->a < f->ncalls ? call_type(ty, at, &f->calls[x->a], depth) : no_type;
	case X_MEMBER:
		return member_type(ty, type_of(ty, at, x->a, depth + 1), x->b, NULL, NULL);
	case X_DEREF:
	case X_INDEX:
		return element_of(ty, type_of(ty, at, x->a, depth + 1));
	case X_ADDR:
		return pointer_to(type_of(ty, at, x->a, depth + 1));
	case X_CONTAINER:
		t = x->b < f->ncontainers ? f->containers[x->b].type : no_type;
		return pointer_to(t);
	case X_CAST:
		t = x->b < f->ntypes ? f->types[x->b] : no_type;
		if (t.kind == TR_NONE || t.kind == TR_TYPEOF)
			return type_of(ty, at, x->a, depth + 1);
		return t;
	case X_UNARY:
		return type_of(ty, at, x->a, depth + 1);
	case X_BINARY:
		/* p + 1 and 1 + p are pointers; other operators give numbers */
		if (x->sub != OP_ADD && x->sub != OP_SUB)
			return no_type;
		t = type_of(ty, at, x->a, depth + 1);
		if (t.kind == TR_NONE || (!t.ptr && !t.dims)) {
			struct tref u = type_of(ty, at, x->b, depth + 1);

			if (u.ptr || u.dims)
				return u;
		}
		return t;
	case X_UNKNOWN:
	case X_INT:
	case X_STR:
	case X_NOT:
	case X_CONFIG:
	case X_SIZEOF:
		break;
	}
	return no_type;
}

struct tref expr_type(const struct program *p, uint32_t unit, const struct function *f, expr_t e)
{
	struct typing ty = { .p = p, .unit = unit };
	struct frame top = { .f = f };

	return type_of(&ty, &top, e, 0);
}

/* The tag by which a record is known: its own, or that of the named record around it. */
name_t record_known_as(const struct program *p, uint32_t unit, const struct record *r)
{
	for (unsigned i = 0; r->outer && i < MAX_ANONYMOUS; i++) {
		const struct record *outer = program_record(p, unit, r->outer, NULL);

		if (!outer)
			return r->outer;
		r = outer;
	}
	return r->tag;
}

bool expr_member_tag(const struct program *p, uint32_t unit, const struct function *f, expr_t e,
		     name_t *tag, uint32_t *def_unit)
{
	struct typing ty = { .p = p, .unit = unit };
	struct frame top = { .f = f };
	const struct record *owner = NULL;
	uint32_t at = UINT32_MAX;

	if (e >= f->nexprs || f->exprs[e].op != X_MEMBER)
		return false;

	struct tref t = program_resolve(p, unit, type_of(&ty, &top, f->exprs[e].a, 0));

	if (t.kind != TR_RECORD || t.is_func)
		return false;
	member_type(&ty, t, f->exprs[e].b, &owner, &at);
	if (owner)
		program_record(p, unit, owner->tag, &at);
	*tag = owner ? record_known_as(p, unit, owner) : t.name;
	if (def_unit)
		*def_unit = at;
	return true;
}

bool expr_pointer_key(const struct program *p, uint32_t unit, const struct function *f, expr_t e,
		      name_t *tag, name_t *member, uint32_t *def_unit)
{
	const struct global *g;
	uint32_t at;

	/* x->handlers[n]: all elements are one */
	while (e < f->nexprs && f->exprs[e].op == X_INDEX)
		e = f->exprs[e].a;
	if (e >= f->nexprs)
		return false;
	*member = f->exprs[e].op == X_MEMBER ? f->exprs[e].b : f->exprs[e].a;
	if (f->exprs[e].op == X_MEMBER)
		return expr_member_tag(p, unit, f, e, tag, def_unit);
	if (f->exprs[e].op != X_GLOBAL)
		return false;
	g = program_global(p, unit, *member, &at);
	if (!g || !program_resolve(p, at, g->type).is_func)
		return false;
	*tag = p->table.units[at]->path;
	if (def_unit)
		*def_unit = at;
	return true;
}
