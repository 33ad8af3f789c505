// SPDX-License-Identifier: GPL-2.0-only
/*
 * From a lock's expression to its access path, and from the path to its class.
 *
 * A class is named by the innermost record with a tag of its own that holds the
 * lock: &sport->port.lock and port->lock are both `struct uart_port.lock`, as
 * lockdep sees them, whose key stands at the one spin_lock_init() for all
 * ports. Only where that record is a generic container (sk_buff_head, by the
 * model), or has no tag, does the name extend outwards to what embeds it:
 * `struct foo.rxq.lock`.
 */
#include "analysis/internal.h"
#include "base/alloc.h"

#include <string.h>

#include "csyntax/ast.h"

void lockname_collect(struct analysis *an)
{
	for (uint32_t u = 0; u < an->tab->nunits; u++) {
		const struct unit *unit = an->tab->units[u];

		for (uint32_t i = 0; i < unit->ntopcalls; i++) {
			const struct topcall *tc = &unit->topcalls[i];
			unsigned n;
			const struct definer *d =
				tc->is_static ? model_definer(an->model, tc->macro, &n) : NULL;
			int arg = !d ? ARG_NONE : d->op == EF_INIT ? d->arg : d->object_arg;

			if (arg >= 0 && arg < tc->nargs)
				map_put(&an->static_locks, hash_pair(u, tc->args[arg]), NULL);
		}
	}
}

/* ---- expressions to paths ---- */

static path_t result_path(const struct analysis *an, fn_t fn, uint32_t call, int depth);

static path_t global_path(const struct analysis *an, uint32_t unit, name_t name)
{
	const struct global *g;
	uint32_t def_unit;

	if (map_get(&an->static_locks, hash_pair(unit, name)))
		return path_root(P_GLOBAL, name, unit + 1);
	g = program_global(an->prog, unit, name, &def_unit);
	return path_root(P_GLOBAL, name, g && g->is_static ? def_unit + 1 : 0);
}

static path_t path_at(const struct analysis *an, fn_t fn, expr_t e, int depth)
{
	const struct fn *me = &an->tab->fns[fn];
	const struct expr *x = &me->f->exprs[e];

	if (depth > 24)
		return 0;
	switch ((enum expr_op)x->op) {
	case X_PARAM:
		return path_root(P_PARAM, x->a, 0);
	case X_LOCAL:
		return path_root(P_LOCAL, x->a, fn);
	case X_GLOBAL: {
		fn_t macro = program_function(an->prog, me->unit, x->a);

		if (macro != NO_FN && an->tab->fns[macro].f->flags & FN_OBJECT_MACRO)
			return summary_of(an, fn, macro)->ret;
		return global_path(an, me->unit, x->a);
	}
	case X_CALL:
		return result_path(an, fn, x->a, depth);
	case X_MEMBER: {
		path_t p = path_step(path_at(an, fn, x->a, depth + 1), P_MEMBER, x->b, 0);

		/* of a record that is too far away or can't be followed: its type gives the class */
		return p ? p : path_step(path_root(P_EXPR, x->a, fn), P_MEMBER, x->b, 0);
	}
	case X_DEREF:
		return path_step(path_at(an, fn, x->a, depth + 1), P_DEREF, 0, 0);
	case X_ADDR:
		return path_step(path_at(an, fn, x->a, depth + 1), P_ADDR, 0, 0);
	case X_INDEX: {
		const struct expr *i = &me->f->exprs[x->b];

		return path_step(path_at(an, fn, x->a, depth + 1), P_INDEX,
				 i->op == X_INT ? i->a : NO_INDEX, 0);
	}
	case X_BINARY: /* conf->hash_locks + hash is some element's address */
		if (x->sub != OP_ADD)
			return 0;
		return path_step(path_step(path_at(an, fn, x->a, depth + 1), P_INDEX, NO_INDEX, 0),
				 P_ADDR, 0, 0);
	case X_CONTAINER: {
		const struct container *c = &me->f->containers[x->b];

		return path_step(path_at(an, fn, x->a, depth + 1), P_CONTAINER, c->type.name,
				 c->member);
	}
	case X_CAST: {
		struct tref t = me->f->types[x->b];

		return path_step(path_at(an, fn, x->a, depth + 1), P_CAST, t.name,
				 (uint32_t)t.kind << 8 | t.ptr);
	}
	default:
		return 0;
	}
}

/* netdev_priv(dev), as the model says: what is reached from an argument, as if by a member of that name. */
static path_t accessor_path(const struct analysis *an, fn_t fn, const struct call *c,
			    const struct effect *e, int depth)
{
	const struct function *f = an->tab->fns[fn].f;
	path_t p;

	if (e->op != EF_OBJECT || e->arg < 0 || e->arg >= c->nargs)
		return 0;
	p = path_step(path_at(an, fn, f->args[c->args + (unsigned)e->arg], depth + 4), P_DEREF, 0,
		      0);
	for (unsigned i = 0; i < ARRAY_SIZE(e->path) && e->path[i]; i++)
		p = path_step(p, P_MEMBER, e->path[i], 0);
	return path_step(p, P_MEMBER, name_printf("%s()", name_str(c->name)), 0);
}

/* What a call returned, through the callee's own returned path where it has one. */
static path_t result_path(const struct analysis *an, fn_t fn, uint32_t call, int depth)
{
	const struct function *f = an->tab->fns[fn].f;
	const struct call *c = &f->calls[call];
	struct callee to = callee_of(an, fn, call);
	path_t ret = to.kind == CALLEE_FN ? summary_of(an, fn, to.fn)->ret : 0;

	if (ret) {
		path_t args[8];
		unsigned n = c->nargs < 8 ? c->nargs : 8;

		for (unsigned i = 0; i < n; i++)
			args[i] = path_at(an, fn, f->args[c->args + i], depth + 4);
		ret = path_subst(ret, args, n);
	}
	if (to.kind == CALLEE_API && to.napi && effect_is_here(&to, 0))
		ret = accessor_path(an, fn, c, &to.api[0], depth);
	return ret ? ret : path_root(P_RESULT, call, fn);
}

path_t path_from_expr(const struct analysis *an, fn_t fn, expr_t e)
{
	return e ? path_at(an, fn, e, 0) : 0;
}

/* ---- paths to types and names ---- */

struct place {
	struct tref type;
	name_t base;  /* "struct foo", a variable…; 0 unknown */
	name_t trail; /* members from there, 0 none */
};

static bool is_anonymous(name_t tag)
{
	return name_str(tag)[0] == '<';
}

static name_t variable_name(const struct analysis *an, const struct path *x)
{
	if (!x->b)
		return x->a;

	const char *path = program_tree_path(an->prog, x->b - 1);

	/* outside of a kernel tree, where files are does not tell them apart for anyone */
	if (!program_in_tree(an->prog, x->b - 1) && strrchr(path, '/'))
		path = strrchr(path, '/') + 1;
	return name_printf("%s:%s", path, name_str(x->a));
}

name_t class_of_global(const struct analysis *an, uint32_t unit, name_t name)
{
	return variable_name(an, path_of(global_path(an, unit, name)));
}

static struct tref result_type(const struct analysis *an, uint32_t call, fn_t fn)
{
	const struct function *f = an->tab->fns[fn].f;

	for (expr_t e = 1; e < f->nexprs; e++)
		if (f->exprs[e].op == X_CALL && f->exprs[e].a == call)
			return expr_type(an->prog, an->tab->fns[fn].unit, f, e);
	return (struct tref){ 0 };
}

/* From a record to its member @name. */
static void enter_member(const struct analysis *an, uint32_t unit, struct place *at, name_t name)
{
	bool is_record = at->type.kind == TR_RECORD && !at->type.ptr;
	const struct record *r = is_record ? program_record(an->prog, unit, at->type.name, NULL)
					   : NULL;
	const struct field *fld = r ? program_field(an->prog, unit, r, name, NULL) : NULL;

	if (at->type.kind == TR_RECORD && !is_anonymous(at->type.name) &&
	    !model_is_container(an->model, at->type.name)) {
		at->base = name_printf("struct %s", name_str(at->type.name));
		at->trail = name;
	} else if (at->base) {
		at->trail = at->trail ? name_printf("%s.%s", name_str(at->trail), name_str(name))
				      : name;
	}
	at->type = fld ? fld->type : (struct tref){ 0 };
}

static struct place place_of(const struct analysis *an, fn_t fn, path_t p)
{
	const struct path *x = path_of(p);
	uint32_t unit = an->tab->fns[fn].unit;
	struct place out = { 0 };

	if (x->base)
		out = place_of(an, fn, x->base);

	switch ((enum path_op)x->op) {
	case P_PARAM: {
		const struct function *f = an->tab->fns[fn].f;

		if (x->a < f->nparams)
			out.type = f->params[x->a].type;
		break;
	}
	case P_GLOBAL: {
		const struct global *g =
			program_global(an->prog, x->b ? x->b - 1 : unit, x->a, NULL);

		if (g)
			out.type = g->type;
		out.base = variable_name(an, x);
		break;
	}
	case P_CLASS:
		out.base = x->a;
		break;
	case P_LOCAL: {
		const struct fn *owner = &an->tab->fns[x->b];
		const struct local *l = &owner->f->locals[x->a];

		unit = owner->unit;
		out.type = l->type.kind == TR_TYPEOF && l->typeof_expr
				   ? expr_type(an->prog, unit, owner->f, l->typeof_expr)
				   : l->type;
		if (!out.type.ptr)
			out.base =
				name_printf("%s:%s", name_str(owner->f->name), name_str(l->name));
		break;
	}
	case P_RESULT:
		out.type = result_type(an, x->a, x->b);
		unit = an->tab->fns[x->b].unit;
		if (an->tab->fns[x->b].f->calls[x->a].name)
			out.base = name_printf("%s()",
					       name_str(an->tab->fns[x->b].f->calls[x->a].name));
		break;
	case P_EXPR:
		out.type = expr_type(an->prog, an->tab->fns[x->b].unit, an->tab->fns[x->b].f, x->a);
		unit = an->tab->fns[x->b].unit;
		break;
	case P_MEMBER:
		enter_member(an, unit, &out, x->a);
		break;
	case P_DEREF:
	case P_INDEX:
		if (out.type.dims)
			out.type.dims--;
		else if (out.type.ptr)
			out.type.ptr--;
		else
			out.type = (struct tref){ 0 };
		break;
	case P_ADDR:
		if (out.type.kind)
			out.type.ptr++;
		break;
	case P_CONTAINER:
		out = (struct place){ .type = { .name = x->a, .kind = TR_RECORD, .ptr = 1 } };
		break;
	case P_CAST: {
		struct tref t = { .name = x->a,
				  .kind = (uint8_t)(x->b >> 8),
				  .ptr = (uint8_t)x->b };

		if (t.kind != TR_NONE && t.kind != TR_BUILTIN && t.kind != TR_TYPEOF)
			out.type = t;
		break;
	}
	}
	out.type = program_resolve(an->prog, unit, out.type);
	return out;
}

static name_t name_of_place(const struct place *at)
{
	if (!at->base || !at->trail)
		return at->base;
	return name_printf("%s.%s", name_str(at->base), name_str(at->trail));
}

name_t class_of_path(const struct analysis *an, fn_t fn, path_t path)
{
	if (!path)
		return 0;

	struct place at = place_of(an, fn, path);

	return name_of_place(&at);
}

name_t class_of_init(const struct analysis *an, uint32_t unit, const struct init *in)
{
	struct place at = { .type = program_resolve(an->prog, unit, in->type) };

	if (in->variable)
		at.base = class_of_global(an, unit, in->variable);
	for (const char *p = name_str(in->path); *p;) {
		size_t len = strcspn(p, ".");

		enter_member(an, unit, &at, name_intern(p, len));
		at.type = program_resolve(an->prog, unit, at.type);
		at.type.dims = 0; /* one element's initialiser */
		p += len + (p[len] == '.');
	}
	if (in->member)
		enter_member(an, unit, &at, in->member);
	else if (in->path || in->index ||
		 (at.type.kind == TR_RECORD && !model_type(an->model, at.type.name)))
		return 0; /* by position: which member that is was not looked up */
	return name_of_place(&at);
}

struct tref type_of_path(const struct analysis *an, fn_t fn, path_t path)
{
	return path ? place_of(an, fn, path).type : (struct tref){ 0 };
}
