// SPDX-License-Identifier: GPL-2.0-only
/*
 * One function, macro or prototype. A macro is a function whose parameters
 * have no types and whose body, where it is an expression, returns its value.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

static void begin(struct lowering *l, bool in_macro)
{
	l->in_function = true;
	l->in_macro = in_macro;
	l->skipped = false;
	l->quiet = 0;
	l->cur = NO_BLOCK;
	l->dispatch = NO_BLOCK;
	l->jumps = NULL;
	l->scope = 0;
	vec_clear(&l->args);
	vec_clear(&l->arg_stack);
	vec_clear(&l->steps);
	vec_clear(&l->blocks);
	vec_clear(&l->calls);
	vec_clear(&l->locals);
	vec_clear(&l->verbatim);
	vec_clear(&l->params);
	vec_clear(&l->attrs);
	vec_clear(&l->bindings);
	vec_clear(&l->guards);
	vec_clear(&l->labels);
	vec_clear(&l->gotos);
	vec_clear(&l->goto_guards);
	paths_reset(l);
}

void bind_param(struct lowering *l, name_t name, struct node *var, struct tref type)
{
	unsigned number = l->params.n;

	if (number == UINT8_MAX)
		return;
	*vec_push(&l->params) = (struct param){ name, type };
	if (!name)
		return;

	unsigned b = scope_bind(l, name, var, type);
	bool assigned = !var || var->value & (MARK_ASSIGNS | MARK_ADDRESS) || l->marks_lost;

	l->bindings.at[b].value = x_param(l, number, assigned);
}

static void bind_params(struct lowering *l, struct node *list)
{
	for (struct node *p = list; p; p = p->next)
		if (p->kind == N_VAR)
			bind_param(l, p->name, p, type_of(l, p->type));
}

static void lower_attributes(struct lowering *l, struct node *list)
{
	for (struct node *a = list; a && l->attrs.n < UINT8_MAX; a = a->next) {
		struct attribute at = { 0 };

		if (a->kind == N_IDENT) {
			at.name = a->name;
		} else if (a->kind == N_CALL && a->a && a->a->kind == N_IDENT) {
			at.name = a->a->name;
			at.arg = lower_quietly(l, a->list);
		}
		if (at.name)
			*vec_push(&l->attrs) = at;
	}
}

/* Computed gotos lead to every label whose address is taken. */
static void finish_dispatch(struct lowering *l)
{
	if (l->dispatch == NO_BLOCK)
		return;
	l->cur = NO_BLOCK;
	start_block(l, l->dispatch);
	for (unsigned i = 0; i < l->taken.n; i++) {
		uint32_t next = new_block(l);

		branch(l, 0, label_block(l, l->taken.at[i]), next, 0);
		start_block(l, next);
	}
	l->cur = NO_BLOCK;
}

#define COPY(l, f, field)                                                         \
	do {                                                                      \
		(f)->n##field = (l)->field.n;                                     \
		(f)->field = arena_memdup((l)->scratch, (l)->field.at,            \
					  (l)->field.n * sizeof(*(l)->field.at)); \
	} while (0)

/* What has been collected becomes @f; the body, if it has one, has been lowered. */
static void finish(struct lowering *l, struct function *f)
{
	if (l->blocks.n) {
		finish_gotos(l);
		finish_dispatch(l);
		graph_finish(l, f);
	}
	trim_exprs(l, f);
	if (l->exprs.n > 1 || f->nblocks)
		COPY(l, f, exprs);
	COPY(l, f, args);
	COPY(l, f, calls);
	COPY(l, f, verbatim);
	COPY(l, f, locals);
	f->ncontainers = (uint16_t)l->containers.n;
	f->containers = arena_memdup(l->scratch, l->containers.at,
				     l->containers.n * sizeof(*l->containers.at));
	f->ntypes = (uint16_t)l->types.n;
	f->types = arena_memdup(l->scratch, l->types.at, l->types.n * sizeof(*l->types.at));
	f->nparams = (uint8_t)l->params.n;
	f->params = arena_memdup(l->scratch, l->params.at, l->params.n * sizeof(*l->params.at));
	f->nattrs = (uint8_t)l->attrs.n;
	f->attrs = arena_memdup(l->scratch, l->attrs.at, l->attrs.n * sizeof(*l->attrs.at));
	f->config = l->config;
	if (l->skipped)
		f->flags |= FN_SKIPPED;
	*vec_push(&l->functions) = *f;
	vec_clear(&l->bindings);
	l->in_function = false;
}

static void set_position(struct lowering *l, struct function *f, uint32_t pos, uint32_t end)
{
	uint32_t col;

	parsed_position(l->file, pos, &f->line, &col);
	f->col = col > UINT16_MAX ? UINT16_MAX : (uint16_t)col;
	f->end_line = end ? line_at(l, end) : f->line;
}

static void fall_off(struct lowering *l, expr_t value, uint32_t pos)
{
	if (l->cur == NO_BLOCK)
		return;
	emit(l, S_RETURN, value, 0, pos);
	end_block(l);
}

/* The name of the function that a macro call with a body defines. */
static name_t macro_func_name(const struct node *func, uint16_t *flags)
{
	const char *macro = name_str(func->name);
	const struct node *arg = func->c ? func->c->list : NULL;

	while (arg && arg->kind != N_IDENT)
		arg = arg->next;
	if (!arg)
		return func->name;
	if (strstr(macro, "SYSCALL")) {
		bool compat = strstr(macro, "COMPAT_SYSCALL");

		*flags |= FN_SYSCALL;
		return name_printf(compat ? "__do_compat_sys_%s" : "__do_sys_%s",
				   name_str(arg->name));
	}
	return arg->name;
}

void lower_function(struct lowering *l, struct node *func)
{
	struct function f = { .name = func->name };
	struct scope_mark scope;

	if (func->flags & NF_MACRO_FUNC)
		f.name = macro_func_name(func, &f.flags);
	if (func->flags & NF_STATIC)
		f.flags |= FN_STATIC;
	if (func->flags & NF_INLINE)
		f.flags |= FN_INLINE;
	if (func->flags & NF_VARIADIC)
		f.flags |= FN_VARIADIC;
	set_position(l, &f, func->pos, func->end);
	marks_of_function(l, func->list, func->a);
	begin(l, false);
	f.ret = type_of(l, func->type);
	bind_params(l, func->list);
	lower_attributes(l, func->attrs);

	/* parameters and the body's own variables are one scope in C; names don't meet */
	start_block(l, new_block(l));
	scope = scope_enter(l);
	if (func->a)
		lower_stmts(l, func->a->list);
	scope_leave(l, scope, func->end);
	fall_off(l, 0, func->end ? func->end : func->pos);
	finish(l, &f);
}

/* A body that may be an expression, which then is what the function returns. */
static void lower_value_body(struct lowering *l, struct node *body, uint32_t pos)
{
	struct scope_mark scope;
	expr_t value = 0;

	start_block(l, new_block(l));
	scope = scope_enter(l);
	if (body && body->kind == N_BLOCK)
		value = lower_value_stmts(l, body->list);
	else if (body && is_statement(body))
		lower_stmt(l, body);
	else
		value = lower_expr(l, body);
	scope_leave(l, scope, pos);
	fall_off(l, value, pos);
}

void lower_macro(struct lowering *l, struct node *macro)
{
	struct function f = { .name = macro->name, .flags = FN_MACRO };
	struct node *body = macro->a;

	if (macro->flags & NF_OBJECT)
		f.flags |= FN_OBJECT_MACRO;
	if (macro->flags & NF_VARIADIC)
		f.flags |= FN_VARIADIC;
	set_position(l, &f, macro->pos, 0);
	marks_of_function(l, macro->list, body);
	begin(l, true);
	for (struct node *p = macro->list; p; p = p->next)
		bind_param(l, p->name, p, (struct tref){ 0 });
	lower_value_body(l, body, macro->pos);
	finish(l, &f);
}

void function_begin(struct lowering *l, struct node *body)
{
	marks_of_function(l, NULL, body);
	begin(l, false);
}

void function_end(struct lowering *l, name_t name, struct node *body)
{
	struct function f = { .name = name, .flags = FN_STATIC | FN_INLINE };

	set_position(l, &f, body->pos, 0);
	lower_value_body(l, body, body->pos);
	finish(l, &f);
}

void lower_prototype(struct lowering *l, struct node *var)
{
	struct function f = { .name = var->name };

	if (var->flags & NF_STATIC)
		f.flags |= FN_STATIC;
	if (var->flags & NF_INLINE)
		f.flags |= FN_INLINE;
	if (var->flags & NF_VARIADIC)
		f.flags |= FN_VARIADIC;
	set_position(l, &f, var->pos, 0);
	marks_of_function(l, var->type->params, NULL);
	begin(l, false);
	f.ret = type_of(l, var->type);
	f.ret.is_func = 0;
	f.ret.ptr = var->type->ret_ptr;
	bind_params(l, var->type->params);
	lower_attributes(l, var->attrs);
	finish(l, &f);
}
