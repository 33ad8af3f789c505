// SPDX-License-Identifier: GPL-2.0-only
/*
 * Macros in initializers, expanded at linking: a unit is lowered without its
 * headers, and so without the macros in them.
 *
 * #define SWITCH(name, xget) { .iface = MIXER, .get = xget, .put = my_put } makes
 * each SWITCH(…) in a table two callbacks of the table's type. Lowering kept the
 * use with its place and its arguments, and the members with the macro.
 */
#include "program/symbols.h"

#include "base/alloc.h"

#define MAX_MACROS 4 /* within each other */
#define MAX_ARGS 32

struct expansion {
	const struct program *p;
	uint32_t unit; /* of the use that is written in a variable's initializer */
	void (*add)(void *arg, const struct init *init);
	void *arg;
};

struct macro_use {
	name_t macro;
	unsigned nargs;
	name_t args[MAX_ARGS]; /* 0: not a name */
};

static name_t join(name_t path, name_t more)
{
	if (!path || !more)
		return path ? path : more;
	return name_printf("%s.%s", name_str(path), name_str(more));
}

/* @in, which the body of a macro holds, as part of what the use stands for at @at. */
static struct init placed(const struct init *at, const struct init *in)
{
	struct init made = *in;

	made.macro = 0;
	made.line = at->line;
	made.variable = at->variable;
	if (in->type.kind != TR_NONE)
		return made; /* a compound literal has its own type */
	made.type = at->type;
	made.path = join(at->path, in->is_braced ? join(at->member, in->path) : in->path);
	if (!in->is_braced && !in->member)
		made.index += at->index;
	return made;
}

/* What @name in @macro's body is where the macro is used. */
static name_t value_of(const struct function *macro, const struct macro_use *use, name_t name)
{
	for (unsigned i = 0; i < macro->nparams; i++)
		if (macro->params[i].name == name)
			return i < use->nargs ? use->args[i] : 0;
	return name;
}

static struct macro_use use_of(const struct unit *u, const struct init *init)
{
	struct macro_use use = { .macro = init->function };

	if (init->use == NO_ARGS)
		return use;

	const struct topcall *call = &u->topcalls[init->use - 1];

	for (; use.nargs < call->nargs && use.nargs < MAX_ARGS; use.nargs++)
		use.args[use.nargs] = call->args[use.nargs];
	return use;
}

/* #define SWITCH(name) FULL_SWITCH(name, my_get, my_put) */
static struct macro_use forwarded(const struct function *macro, const struct macro_use *use)
{
	const struct call *call = &macro->calls[0];
	struct macro_use inner = { .macro = call->name };

	for (; inner.nargs < call->nargs && inner.nargs < MAX_ARGS; inner.nargs++) {
		const struct expr *x = &macro->exprs[macro->args[call->args + inner.nargs]];
		name_t *arg = &inner.args[inner.nargs];

		while (x->op == X_CAST || x->op == X_ADDR)
			x = &macro->exprs[x->a];
		if (x->op == X_GLOBAL)
			*arg = x->a;
		else if (x->op == X_PARAM && x->a < use->nargs)
			*arg = use->args[x->a];
	}
	return inner;
}

static void expand(const struct expansion *x, const struct macro_use *use, const struct init *at,
		   unsigned depth)
{
	fn_t fn = program_function(x->p, x->unit, use->macro);

	if (fn == NO_FN || !(x->p->table.fns[fn].f->flags & FN_MACRO) || depth == MAX_MACROS)
		return;

	const struct function *macro = x->p->table.fns[fn].f;
	const struct unit *u = x->p->table.units[x->p->table.fns[fn].unit];
	bool any = false;

	for (uint32_t i = 0; i < u->ninits; i++) {
		const struct init *in = &u->inits[i];

		if (in->macro != use->macro)
			continue;
		any = true;

		struct init made = placed(at, in);

		if (in->use) {
			struct macro_use inner = use_of(u, in);

			for (unsigned k = 0; k < inner.nargs; k++)
				inner.args[k] = value_of(macro, use, inner.args[k]);
			expand(x, &inner, &made, depth + 1);
			continue;
		}
		made.function = value_of(macro, use, in->function);
		if (made.function)
			x->add(x->arg, &made);
	}
	if (!any && macro->ncalls == 1 && macro->calls[0].name) {
		struct macro_use inner = forwarded(macro, use);

		expand(x, &inner, at, depth + 1);
	}
}

void expand_init(const struct program *p, uint32_t unit, const struct init *use,
		 void (*add)(void *arg, const struct init *init), void *arg)
{
	struct expansion x = { p, unit, add, arg };
	struct macro_use outer = use_of(p->table.units[unit], use);

	expand(&x, &outer, use, 0);
}
