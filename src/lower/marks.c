// SPDX-License-Identifier: GPL-2.0-only
/*
 * A look at the whole function before it is lowered: how often each local is
 * assigned, and which members and globals the function writes.
 *
 * A pointer that is assigned once is only another name for the path it got, so
 * lowering puts the path in its place: after `struct foo *f = bar->foo`,
 * &f->lock is &bar->foo->lock. That is right only if f has no other value and
 * bar->foo keeps its own, which is what this pass finds out. Its results stand
 * in the declarations' `value`, which nothing else uses.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

static void walk(struct lowering *l, struct node *n);

static void walk_list(struct lowering *l, struct node *list)
{
	for (; list; list = list->next)
		walk(l, list);
}

static void declare(struct lowering *l, struct node *var)
{
	var->value = 0;
	for (unsigned i = l->declared.n; i-- > l->declared_scope;)
		if (l->declared.at[i]->name == var->name)
			return;
	*vec_push(&l->declared) = var;
}

static struct node *find(struct lowering *l, name_t name)
{
	for (unsigned i = l->declared.n; i-- > 0;)
		if (l->declared.at[i]->name == name)
			return l->declared.at[i];
	return NULL;
}

static bool is_nothing(const struct lowering *l, const struct node *n)
{
	while (n && n->kind == N_CAST)
		n = n->a;
	return n && ((n->kind == N_INT && !n->value) ||
		     (n->kind == N_IDENT && n->name == l->names.null));
}

static void count(struct node *var, bool real)
{
	if ((var->value & MARK_ASSIGNS) != MARK_ASSIGNS)
		var->value++;
	if (real)
		var->value |= MARK_REAL;
}

static void mark(struct lowering *l, const struct node *n, int64_t bit)
{
	/* the address of x.m is x's; that of p->m or p[i] is not p's */
	while (n && n->kind == N_MEMBER && !(n->flags & NF_ARROW))
		n = n->a;
	if (!n || n->kind != N_IDENT)
		return;

	struct node *var = find(l, n->name);

	if (var)
		var->value |= bit;
	else if (bit == MARK_ADDRESS)
		map_put(&l->written, n->name, NULL);
}

/* @lhs gets a value (@real: not just NULL). */
static void assigned(struct lowering *l, const struct node *lhs, bool real)
{
	while (lhs && lhs->kind == N_CAST)
		lhs = lhs->a;
	if (!lhs)
		return;
	if (lhs->kind == N_MEMBER)
		map_put(&l->written, lhs->name, NULL);
	else if (lhs->kind == N_UNARY || lhs->kind == N_INDEX)
		l->written_deref = true;
	while (lhs->kind == N_MEMBER && !(lhs->flags & NF_ARROW) && lhs->a)
		lhs = lhs->a;
	if (lhs->kind != N_IDENT)
		return;

	struct node *var = find(l, lhs->name);

	if (var)
		count(var, real);
	else
		map_put(&l->written, lhs->name, NULL);
}

static void walk_call(struct lowering *l, struct node *n)
{
	const struct node *callee = n->a;
	struct node *arg = n->list;

	if (!callee || callee->kind != N_IDENT || !arg)
		return;
	switch (word_kind(l, callee->name)) {
	case MW_STORE:
		assigned(l, arg, true);
		break;
	case MW_STORE_THROUGH:
		if (arg->kind == N_UNARY && arg->op == '&')
			assigned(l, arg->a, true);
		l->written_deref = true;
		break;
	case MW_WRITES_FIRST:
		assigned(l, arg, true);
		break;
	case MW_WRITES:
		for (; arg; arg = arg->next)
			if (arg->kind == N_IDENT || arg->kind == N_MEMBER)
				assigned(l, arg, true);
		break;
	default:
		break;
	}
}

/* list_for_each… assigns its first argument; other loops any that nothing else gives a value. */
static void walk_loop_head(struct lowering *l, const struct node *call)
{
	if (!call)
		return;
	if (call->list && call->a && strstr(name_str(call->a->name), "list_for_each"))
		assigned(l, call->list, true);
	for (const struct node *a = call->list; a; a = a->next)
		mark(l, a, MARK_LOOP);
}

static void walk(struct lowering *l, struct node *n)
{
	unsigned scope = l->declared_scope, top = l->declared.n;

	if (l->depth >= MAX_LOWER_DEPTH) {
		l->marks_lost = true;
		return;
	}
	l->depth++;

	switch (n->kind) {
	case N_SIZEOF:
	case N_TYPE:
	case N_MACRO:
	case N_RECORD:
	case N_ENUM:
	case N_FUNC:
		l->depth--;
		return;
	case N_BLOCK:
	case N_FOR:
		l->declared_scope = l->declared.n;
		break;
	case N_VAR:
		if (n->flags & NF_TYPEDEF)
			break;
		if (n->name)
			declare(l, n);
		if (n->a)
			count(find(l, n->name) ? find(l, n->name) : n, !is_nothing(l, n->a));
		for (const struct node *at = n->attrs; at; at = at->next)
			if (at->kind == N_CALL && at->a && at->a->name == l->names.attr_free)
				n->value |= MARK_ADDRESS;
		break;
	case N_ASSIGN:
		assigned(l, n->a, n->op != OP_NONE || !is_nothing(l, n->b));
		break;
	case N_INCDEC:
		assigned(l, n->a, true);
		break;
	case N_UNARY:
		if (n->op == '&')
			mark(l, n->a, MARK_ADDRESS);
		break;
	case N_CALL:
		walk_call(l, n);
		break;
	case N_ASM:
		for (const struct node *a = n->list; a; a = a->next)
			mark(l, a, MARK_ADDRESS);
		break;
	case N_MACRO_LOOP:
		walk_loop_head(l, n->a);
		break;
	case N_LABEL_ADDR:
		*vec_push(&l->taken) = n->name;
		break;
	default:
		break;
	}
	if (n->kind != N_VAR) /* there it is the attributes */
		walk_list(l, n->list);
	if (n->a)
		walk(l, n->a);
	if (n->b)
		walk(l, n->b);
	if (n->c)
		walk(l, n->c);
	if (n->d)
		walk(l, n->d);
	if (n->kind == N_BLOCK || n->kind == N_FOR) {
		l->declared_scope = scope;
		l->declared.n = top;
	}
	l->depth--;
}

void marks_of_function(struct lowering *l, struct node *params, struct node *body)
{
	vec_clear(&l->declared);
	vec_clear(&l->taken);
	if (l->written.n)
		map_clear(&l->written);
	l->declared_scope = 0;
	l->written_deref = false;
	l->marks_lost = false;
	for (struct node *p = params; p; p = p->next)
		if (p->name)
			declare(l, p);
	if (body)
		walk(l, body);
}
