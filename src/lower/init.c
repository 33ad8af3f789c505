// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who is named in initializers and in file-scope macro calls.
 *
 * `.open = foo_open` in a `struct file_operations` is how functions get their
 * contexts, so every identifier that stands as a value is kept with the way to
 * it: type, members, position. Names in upper case are constants and left out.
 * A macro call among the values may stand for several members
 * (SET_SYSTEM_SLEEP_PM_OPS(suspend, resume)); it is kept like a file-scope
 * call, for the model to say what it defines, and as a value, for what the body
 * of the macro says. Such bodies, { .get = get, .put = xput }, are read here too.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

struct place {
	name_t variable;
	struct tref type;
	name_t path;
	name_t member;
	uint32_t index;
};

static void init_value(struct lowering *l, const struct place *at, struct node *value);

static name_t longer_path(name_t path, name_t member)
{
	if (!path || !member)
		return path ? path : member;
	return name_printf("%s.%s", name_str(path), name_str(member));
}

/* Could it be a function's or a variable's name? */
static bool may_be_function(name_t name)
{
	const char *s = name_str(name);

	return strpbrk(s, "abcdefghijklmnopqrstuvwxyz") && strcmp(s, "true") && strcmp(s, "false");
}

static void add_init(struct lowering *l, const struct place *at, name_t function, uint32_t pos)
{
	if (!may_be_function(function) || (l->in_function && scope_find(l, function) &&
					   x_at(l, scope_find(l, function)->value)->op != X_GLOBAL))
		return;
	*vec_push(&l->inits) = (struct init){
		.type = at->type,
		.path = at->path,
		.member = at->member,
		.index = at->index,
		.function = function,
		.variable = at->variable,
		.line = line_at(l, pos),
	};
	vec_last(&l->inits)->type.dims = 0;
}

/* The elements of a braced list for what @at stands for; in arrays each is for the whole of it. */
static void init_elements(struct lowering *l, const struct place *at, struct node *list,
			  uint32_t *index)
{
	for (struct node *n = list; n; n = n->next) {
		struct place in = *at;

		if (n->kind == N_ALT) {
			uint32_t start = *index, most = start;

			for (struct node *b = n->list; b; b = b->next) {
				uint32_t i = start;

				init_elements(l, at, b->list, &i);
				most = i > most ? i : most;
			}
			*index = most;
			continue;
		}
		in.member = 0;
		in.index = (*index)++;
		if (n->kind != N_INIT_ELEM) {
			init_value(l, &in, n);
			continue;
		}
		for (struct node *d = n->list; d; d = d->next) {
			if (d->kind != N_IDENT)
				continue; /* [i]: any element is like any other */
			in.path = longer_path(in.path, in.member);
			in.member = d->name;
		}
		if (n->a)
			init_value(l, &in, n->a);
	}
}

static void init_list(struct lowering *l, const struct place *at, struct node *init)
{
	struct place in = *at;
	uint32_t index = 0;

	if (too_deep(l))
		return;
	l->depth++;
	if (in.member) {
		in.path = longer_path(in.path, in.member);
		in.member = 0;
	} else if (in.type.dims) {
		in.type.dims--;
	}
	init_elements(l, &in, init->list, &index);
	l->depth--;
}

/* Fields of tables repeat one macro with numbers in it: the first use says it all. */
static bool is_repeated(const struct lowering *l, const struct init *use)
{
	const struct init *last = l->inits.n ? &l->inits.at[l->inits.n - 1] : NULL;

	if (!last || !last->use || last->function != use->function ||
	    last->variable != use->variable || last->path != use->path ||
	    last->member != use->member)
		return false;
	for (unsigned i = 0; use->use != NO_ARGS && i < l->topcalls.at[use->use - 1].nargs; i++) {
		name_t arg = l->topcalls.at[use->use - 1].args[i];

		if (arg && may_be_function(arg))
			return false;
	}
	return true;
}

static void init_call(struct lowering *l, const struct place *at, struct node *call)
{
	const char *macro;
	struct node *last = NULL;

	if (!call->a || call->a->kind != N_IDENT)
		return;

	struct init use = {
		.type = at->type,
		.path = at->path,
		.member = at->member,
		.index = at->index,
		.function = call->a->name,
		.variable = at->variable,
		.line = line_at(l, call->pos),
		.use = add_topcall(l, call, false),
	};

	use.type.dims = 0;
	if (!is_repeated(l, &use))
		*vec_push(&l->inits) = use;
	macro = name_str(call->a->name);
	for (struct node *a = call->list; a; a = a->next)
		last = a;

	size_t n = strlen(macro);

	if (last && (word_kind(l, call->a->name) == MW_POINTER ||
		     (n > 4 && !strcmp(macro + n - 4, "_ptr"))))
		init_value(l, at, last);
}

static void init_value(struct lowering *l, const struct place *at, struct node *value)
{
	while (value && (value->kind == N_CAST || (value->kind == N_UNARY && value->op == '&')))
		value = value->a;
	if (!value)
		return;
	switch (value->kind) {
	case N_IDENT:
		add_init(l, at, value->name, value->pos);
		break;
	case N_INIT:
		init_list(l, at, value);
		break;
	case N_COMPOUND:
		if (value->a && value->a->kind == N_INIT) {
			struct place in = { .variable = at->variable };

			in.type = type_of(l, value->type);
			init_list(l, &in, value->a);
		}
		break;
	case N_CALL:
		init_call(l, at, value);
		break;
	default:
		break;
	}
}

void lower_init(struct lowering *l, name_t variable, struct tref type, struct node *init)
{
	struct place at = { .variable = variable, .type = type };

	if (init)
		init_value(l, &at, init);
}

/* Does a list hold elements of an initializer, and not statements? */
static bool is_element_list(const struct node *n)
{
	for (; n; n = n->next)
		if (n->kind == N_INIT || n->kind == N_INIT_ELEM)
			return true;
	return false;
}

void lower_macro_init(struct lowering *l, struct node *macro)
{
	struct node *body = macro->a;
	struct place at = { 0 };
	unsigned first = l->inits.n;
	uint32_t index = 0;

	if (!body || macro->flags & NF_OBJECT)
		return;
	if (body->kind == N_INIT || body->kind == N_COMPOUND)
		init_value(l, &at, body);
	else if (body->kind == N_INIT_ELEM)
		init_elements(l, &at, body, &index);
	else if (body->kind == N_BLOCK && is_element_list(body->list))
		init_elements(l, &at, body->list, &index);
	for (unsigned i = first; i < l->inits.n; i++) {
		l->inits.at[i].macro = macro->name;
		l->inits.at[i].is_braced = body->kind == N_INIT;
	}
}

/* ---- macro calls ---- */

static name_t argument_name(struct lowering *l, struct node *a)
{
	while (a->kind == N_CAST || (a->kind == N_UNARY && a->op == '&')) {
		if (!a->a)
			return 0;
		a = a->a;
	}
	if (a->kind == N_IDENT)
		return a->name;
	if (a->kind == N_TYPE)
		return type_of(l, a->type).name;
	return 0;
}

/* The texts of those arguments that are no names. */
static bool add_texts(struct lowering *l, struct node *call, unsigned n, name_t *args)
{
	name_t texts[UINT8_MAX] = { 0 };
	unsigned known = verbatim_arguments(l, call->a->pos, n, texts);

	for (unsigned i = 0; i < known; i++)
		if (!args[i])
			args[i] = texts[i];
	return known;
}

uint32_t add_topcall(struct lowering *l, struct node *call, bool is_static)
{
	struct topcall t = { .is_static = is_static };
	name_t args[UINT8_MAX];
	bool any = false;

	if (!call || call->kind != N_CALL || !call->a || call->a->kind != N_IDENT)
		return NO_ARGS;
	for (struct node *a = call->list; a && t.nargs < UINT8_MAX; a = a->next) {
		args[t.nargs] = argument_name(l, a);
		any |= args[t.nargs++] != 0;
	}
	if (is_verbatim(l, call->a->name))
		any |= add_texts(l, call, t.nargs, args);
	if (!any)
		return NO_ARGS;
	t.macro = call->a->name;
	t.line = line_at(l, call->a->pos);
	t.args = arena_memdup(l->scratch, args, t.nargs * sizeof(*args));
	*vec_push(&l->topcalls) = t;
	return l->topcalls.n;
}

static bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* DEFINE_PER_CPU(type, name) and its kin define a variable. */
static void percpu_variable(struct lowering *l, struct node *n, const char *macro)
{
	struct node *type = n->a->list, *name = type ? type->next : NULL;
	struct global g = { .is_percpu = true };

	if (!name)
		return;
	/* an array's name is followed by its size */
	while (name->kind == N_INDEX && name->a) {
		name = name->a;
		g.type.dims++;
	}
	if (name->kind != N_IDENT)
		return;

	uint8_t dims = g.type.dims;

	g.type = type_argument(l, type);
	g.type.dims += dims;
	g.name = name->name;
	g.is_static = n->flags & NF_STATIC;
	g.is_extern = starts_with(macro, "DECLARE_");
	g.line = line_at(l, name->pos);
	*vec_push(&l->globals) = g;
	if (n->b)
		lower_init(l, g.name, g.type, n->b);
}

void lower_topcall(struct lowering *l, struct node *n)
{
	const char *macro;

	if (!n->a || n->a->kind != N_CALL || !n->a->a || n->a->a->kind != N_IDENT)
		return;
	macro = name_str(n->a->a->name);
	if (starts_with(macro, "EXPORT_") && strstr(macro, "SYMBOL")) {
		if (n->a->list && n->a->list->kind == N_IDENT)
			map_put(&l->exported, n->a->list->name, NULL);
		return;
	}
	if (starts_with(macro, "DEFINE_PER_CPU") || starts_with(macro, "DECLARE_PER_CPU"))
		percpu_variable(l, n, macro);
	if (starts_with(macro, "DEFINE_") && !l->in_function)
		lower_class(l, n->a);
	add_topcall(l, n->a, n->flags & NF_STATIC);
}
