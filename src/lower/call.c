// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls: arguments in order, then the S_CALL with the position of the callee's
 * name. Macros that are syntax (words.c) are carried out here instead of
 * called.
 *
 * An argument that is a type is X_CAST of X_UNKNOWN to that type.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

/*
 * A statement as an argument belongs to the macro, and so do its break and
 * continue: nvkm_msec(device, 2000, if (ready(device)) break;).
 */
static expr_t lower_argument(struct lowering *l, struct node *n)
{
	struct jump_target t;
	uint32_t after;
	expr_t e;

	if (!is_statement(n) && n->kind != N_STMT_EXPR)
		return lower_expr(l, n);
	after = new_block(l);
	push_target(l, &t, after, after);
	e = lower_expr(l, n);
	l->jumps = t.outer;
	start_block(l, after);
	return e;
}

uint32_t make_call(struct lowering *l, name_t name, expr_t callee, struct node *arg)
{
	unsigned base = l->arg_stack.n;

	for (; arg && l->arg_stack.n - base < UINT16_MAX; arg = arg->next) {
		expr_t e = lower_argument(l, arg);

		*vec_push(&l->arg_stack) = e;
	}

	struct call c = { .name = name, .callee = callee, .args = l->args.n };

	c.nargs = (uint16_t)(l->arg_stack.n - base);
	for (unsigned i = base; i < l->arg_stack.n; i++)
		*vec_push(&l->args) = l->arg_stack.at[i];
	l->arg_stack.n = base;
	*vec_push(&l->calls) = c;
	return l->calls.n - 1;
}

uint32_t enter_guard(struct lowering *l, name_t guard_class, struct node *args, bool is_free,
		     expr_t variable, uint32_t pos)
{
	uint32_t number = make_call(l, guard_class, 0, args);
	struct call *c = &l->calls.at[number];

	c->is_free = is_free;
	if (is_free) {
		c->nargs = 1;
		c->args = l->args.n;
		*vec_push(&l->args) = variable;
	}
	emit(l, S_GUARD, number, 0, pos);
	*vec_push(&l->guards) = number;
	return number;
}

/* guard(class)(args) and CLASS(class, variable)(args); false if it is neither. */
static bool lower_guard_call(struct lowering *l, struct node *n, expr_t *value)
{
	struct node *head = n->a;

	if (!head || head->kind != N_CALL || !head->a || head->a->kind != N_IDENT || !head->list ||
	    head->list->kind != N_IDENT)
		return false;

	enum word_kind kind = word_kind(l, head->a->name);
	name_t guard_class = head->list->name;

	if (kind != MW_GUARD && kind != MW_CLASS)
		return false;

	uint32_t number = enter_guard(l, guard_class, n->list, false, 0, head->a->pos);
	struct node *var = head->list->next;

	*value = x_call(l, number);
	if (kind == MW_CLASS && var && var->kind == N_IDENT) {
		struct tref type = { .kind = TR_TYPEDEF };

		type.name = name_printf("class_%s_t", name_str(guard_class));
		unsigned b = scope_bind(l, var->name, NULL, type);

		emit(l, S_ASSIGN, binding_expr(l, &l->bindings.at[b]), *value, n->pos);
	}
	return true;
}

static struct node *arg_at(struct node *n, unsigned i)
{
	struct node *a = n->list;

	while (a && i--)
		a = a->next;
	return a;
}

static expr_t lower_container(struct lowering *l, enum word_kind kind, struct node *n)
{
	struct node *first = n->list, *second = arg_at(n, 1), *third = arg_at(n, 2);
	struct tref type;
	expr_t e;

	switch (kind) {
	case MW_CONTAINER:
		e = lower_expr(l, first);
		return x_container(l, e, type_argument(l, second), member_argument(third));
	case MW_FROM:
		e = lower_expr(l, second);
		return x_container(l, e, pointee_of(l, first), member_argument(third));
	case MW_FIRST:
	case MW_LAST:
		e = lower_expr(l, first);
		e = x_member(l, x_deref(l, e), kind == MW_FIRST ? l->names.next : l->names.prev);
		return x_container(l, e, type_argument(l, second), member_argument(third));
	default:
		e = lower_expr(l, first);
		type = pointee_of(l, first);
		{
			name_t member = member_argument(second);

			e = x_member(l, x_deref(l, e), member);
			e = x_member(l, e, kind == MW_NEXT ? l->names.next : l->names.prev);
			return x_container(l, e, type, member);
		}
	}
}

/* An assignment that is written as a macro. */
static expr_t lower_store(struct lowering *l, struct node *n, bool through)
{
	expr_t value = lower_expr(l, arg_at(n, 1));
	expr_t place = lower_expr(l, n->list);

	if (through)
		place = x_deref(l, place);
	emit(l, S_ASSIGN, place, value, n->pos);
	return value;
}

/* IS_ENABLED(CONFIG_X), also of an expression */
static expr_t lower_config(struct lowering *l, struct node *n)
{
	if (n->list && n->list->kind == N_IDENT && !scope_find(l, n->list->name))
		return x_config(l, n->list->name);
	return 0;
}

static expr_t ordinary_call(struct lowering *l, struct node *n)
{
	struct node *callee = n->a;
	name_t name = 0;
	expr_t e;

	if (l->quiet)
		return 0;
	/* (*fn)(x) is fn(x) */
	while (callee && ((callee->kind == N_UNARY && (callee->op == '*' || callee->op == '&')) ||
			  (callee->kind == N_CAST && callee->a)))
		callee = callee->a;
	e = x_uncast(l, lower_expr(l, callee));
	if (x_at(l, e)->op == X_GLOBAL)
		name = x_at(l, e)->a;

	uint32_t number = make_call(l, name, e, n->list);

	emit(l, S_CALL, number, 0, callee ? callee->pos : n->pos);
	if (is_verbatim(l, name))
		keep_verbatim(l, number, callee->pos);
	return x_call(l, number);
}

expr_t lower_call(struct lowering *l, struct node *n)
{
	enum word_kind kind = MW_NONE;
	struct node *first = n->list;
	expr_t e;

	if (n->a && n->a->kind == N_IDENT && !scope_find(l, n->a->name))
		kind = word_kind(l, n->a->name);
	else if (!l->quiet && lower_guard_call(l, n, &e))
		return e;

	switch (kind) {
	case MW_CONTAINER:
	case MW_FROM:
	case MW_FIRST:
	case MW_LAST:
	case MW_NEXT:
	case MW_PREV:
		return lower_container(l, kind, n);
	case MW_SAME:
		e = lower_expr(l, first);
		for (struct node *a = first ? first->next : NULL; a; a = a->next)
			lower_effects(l, a);
		return e;
	case MW_SAME_CALL:
		e = lower_expr(l, first);
		ordinary_call(l, n);
		return e;
	case MW_LOAD:
		return x_deref(l, lower_expr(l, first));
	case MW_STORE:
		return lower_store(l, n, false);
	case MW_STORE_THROUGH:
		return lower_store(l, n, true);
	case MW_WRITES:
	case MW_WRITES_FIRST:
		if (l->quiet)
			return 0;
		e = ordinary_call(l, n);
		for (struct node *a = first; a; a = kind == MW_WRITES ? a->next : NULL)
			if (a->kind == N_IDENT || a->kind == N_MEMBER)
				emit(l, S_ASSIGN, lower_expr(l, a), 0, a->pos);
		return e;
	case MW_CONFIG:
		return lower_config(l, n);
	case MW_CONSTANT:
		return x_sizeof(l);
	case MW_BIT:
		e = lower_expr(l, first);
		return x_binary(l, OP_SHL, x_int(l, 1), e);
	default:
		return ordinary_call(l, n);
	}
}
