// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loops, switch, and the statements that macros open.
 *
 * for_each_thing(x, …) { … } is a loop whose head calls the macro, with
 * call.is_loop set, and then goes round or out; which variables the macro
 * assigns is guessed: list_for_each… its first argument, others those that
 * nothing else gives a value. scoped_guard() is no loop although it is written
 * as one in the kernel: its body runs once, with the guard held.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

/* A switch with more cases is a plain choice: the values would be compared one by one. */
#define MAX_COMPARED_CASES 64u

void push_target(struct lowering *l, struct jump_target *t, uint32_t break_to, uint32_t continue_to)
{
	t->outer = l->jumps;
	t->break_to = break_to;
	t->continue_to = continue_to;
	t->break_guards = t->continue_guards = l->guards.n;
	l->jumps = t;
}

static void lower_loop_body(struct lowering *l, struct node *body, uint32_t break_to,
			    uint32_t continue_to)
{
	struct jump_target t;

	push_target(l, &t, break_to, continue_to);
	lower_stmt(l, body);
	l->jumps = t.outer;
}

void lower_while(struct lowering *l, struct node *n)
{
	uint32_t head = new_block(l), body = new_block(l), after = new_block(l);

	start_block(l, head);
	lower_condition(l, n->a, body, after);
	start_block(l, body);
	lower_loop_body(l, n->b, after, head);
	jump(l, head);
	start_block(l, after);
}

void lower_do(struct lowering *l, struct node *n)
{
	uint32_t body = new_block(l), cond = new_block(l), after = new_block(l);

	start_block(l, body);
	lower_loop_body(l, n->b, after, cond);
	start_block(l, cond);
	if (n->a)
		lower_condition(l, n->a, body, after);
	start_block(l, after);
}

void lower_for(struct lowering *l, struct node *n)
{
	uint32_t head = new_block(l), body = new_block(l), step = new_block(l);
	uint32_t after = new_block(l);
	struct scope_mark scope = scope_enter(l);

	if (n->a && n->a->kind == N_DECL)
		lower_stmt(l, n->a);
	else
		lower_effects(l, n->a);
	start_block(l, head);
	if (n->b)
		lower_condition(l, n->b, body, after);
	start_block(l, body);
	lower_loop_body(l, n->d, after, step);
	start_block(l, step);
	lower_effects(l, n->c);
	jump(l, head);
	start_block(l, after);
	scope_leave(l, scope, n->pos);
}

/* ---- switch ---- */

struct cases {
	VEC(struct node *) at;
	unsigned depth;
};

/* The case labels of this switch, in source order; those of inner ones are not its. */
static void collect_cases(struct cases *c, struct node *n)
{
	if (c->depth >= MAX_LOWER_DEPTH)
		return;
	c->depth++;
	for (; n; n = n->next) {
		switch (n->kind) {
		case N_CASE:
		case N_DEFAULT:
			*vec_push(&c->at) = n;
			break;
		case N_BLOCK:
		case N_ALT:
		case N_BRANCH:
			collect_cases(c, n->list);
			break;
		case N_IF:
		case N_WHILE:
		case N_DO:
		case N_MACRO_LOOP:
			collect_cases(c, n->b);
			if (n->kind == N_IF && n->c)
				collect_cases(c, n->c);
			break;
		case N_FOR:
			collect_cases(c, n->d);
			break;
		default:
			break;
		}
	}
	c->depth--;
}

static bool falls_into_case(const struct node *n)
{
	return n->next && (n->next->kind == N_CASE || n->next->kind == N_DEFAULT);
}

void lower_switch(struct lowering *l, struct node *n)
{
	struct cases cases = { 0 };
	expr_t value = lower_expr(l, n->a);
	uint32_t after = new_block(l), otherwise = after;

	if (n->b)
		collect_cases(&cases, n->b->kind == N_BLOCK ? n->b->list : n->b);
	for (unsigned i = 0; i < cases.at.n; i++) {
		struct node *c = cases.at.at[i];
		bool compare = cases.at.n <= MAX_COMPARED_CASES;

		/* lower_case() finds its block here; block 0 is the function's entry */
		c->value = new_block(l);
		if (c->kind == N_DEFAULT) {
			otherwise = (uint32_t)c->value;
			continue;
		}
		if (!compare && falls_into_case(c))
			continue;
		if (l->cur == NO_BLOCK)
			continue;

		expr_t cond = 0;
		uint32_t next = new_block(l);

		if (compare && !c->b)
			cond = x_binary(l, OP_EQ, value, lower_quietly(l, c->a));
		branch(l, cond, (uint32_t)c->value, next, c->pos);
		start_block(l, next);
	}
	vec_free(&cases.at);
	jump(l, otherwise);

	struct jump_target t;

	push_target(l, &t, after, NO_BLOCK);
	lower_stmt(l, n->b);
	l->jumps = t.outer;
	start_block(l, after);
}

void lower_case(struct lowering *l, struct node *n)
{
	/* in a macro's body it may belong to a switch of the macro's user */
	if (n->value > 0 && n->value < l->blocks.n)
		start_block(l, (uint32_t)n->value);
}

/* ---- statements that macros open ---- */

static bool ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n >= m && !strcmp(s + n - m, end);
}

/* for_each_child_of_node_scoped(parent, child) declares its last argument. */
static void declare_cursor(struct lowering *l, const struct node *call)
{
	const struct node *last = call->list;

	if (call->a->kind != N_IDENT || !ends_with(name_str(call->a->name), "_scoped"))
		return;
	while (last && last->next)
		last = last->next;
	if (last && last->kind == N_IDENT && !scope_find(l, last->name))
		scope_bind(l, last->name, NULL, (struct tref){ 0 });
}

static void assign_cursors(struct lowering *l, const struct node *call, bool first_is_cursor)
{
	for (struct node *a = call->list; a; a = a->next) {
		if (a->kind != N_IDENT)
			continue;

		struct binding *b = scope_find(l, a->name);
		bool is_cursor = a == call->list && first_is_cursor;

		if (!b)
			continue;
		if (x_at(l, b->value)->op != X_PARAM && !(b->var && b->var->value & MARK_REAL))
			is_cursor = true;
		if (is_cursor)
			emit(l, S_ASSIGN, binding_expr(l, b), 0, a->pos);
	}
}

static void lower_iterator(struct lowering *l, struct node *n)
{
	struct node *call = n->a, *callee = call->a;
	uint32_t head = new_block(l), body = new_block(l), after = new_block(l);
	bool named = callee->kind == N_IDENT;
	struct scope_mark scope = scope_enter(l);
	expr_t e = lower_expr(l, callee);
	name_t name = x_at(l, e)->op == X_GLOBAL ? x_at(l, e)->a : 0;
	uint32_t number;

	declare_cursor(l, call);
	number = make_call(l, name, e, call->list);
	l->calls.at[number].is_loop = 1;
	start_block(l, head);
	emit(l, S_CALL, number, 0, callee->pos);
	assign_cursors(l, call, named && strstr(name_str(callee->name), "list_for_each"));
	branch(l, 0, body, after, n->pos);
	start_block(l, body);
	lower_loop_body(l, n->b, after, head);
	jump(l, head);
	start_block(l, after);
	scope_leave(l, scope, n->pos);
}

/* Guards that may fail are named so (include/linux/cleanup.h, DEFINE_GUARD_COND). */
static bool may_fail(name_t guard_class)
{
	const char *s = name_str(guard_class);

	return ends_with(s, "_try") || ends_with(s, "_intr") || ends_with(s, "_kill");
}

static void lower_scoped(struct lowering *l, struct node *n, bool cond)
{
	struct node *call = n->a, *guard_class = call->list, *args = guard_class->next;
	uint32_t after = new_block(l);

	if (cond || may_fail(guard_class->name)) {
		uint32_t got = new_block(l), failed = cond ? new_block(l) : after;

		branch(l, 0, got, failed, n->pos);
		if (cond) {
			start_block(l, failed);
			lower_stmt(l, args);
			jump(l, after);
			args = args ? args->next : NULL;
		}
		start_block(l, got);
	}

	struct scope_mark scope = scope_enter(l);
	struct jump_target t;

	push_target(l, &t, after, after);
	enter_guard(l, guard_class->name, args, false, 0, call->a->pos);
	lower_stmt(l, n->b);
	scope_leave(l, scope, n->b && n->b->kind == N_BLOCK ? n->b->end : n->pos);
	l->jumps = t.outer;
	start_block(l, after);
}

static void lower_if_not(struct lowering *l, struct node *n)
{
	struct node *call = n->a;
	uint32_t got = new_block(l), failed = new_block(l);

	branch(l, 0, got, failed, n->pos);
	start_block(l, failed);
	lower_stmt(l, n->b);
	if (l->cur != NO_BLOCK) /* that statement has to leave */
		jump(l, new_block(l));
	start_block(l, got);
	enter_guard(l, call->list->name, call->list->next, false, 0, call->a->pos);
}

void lower_macro_loop(struct lowering *l, struct node *n)
{
	struct node *call = n->a;
	enum word_kind kind = MW_NONE;

	if (!call || call->kind != N_CALL || !call->a) {
		lower_stmt(l, n->b);
		return;
	}
	if (call->a->kind == N_IDENT && call->list && call->list->kind == N_IDENT)
		kind = word_kind(l, call->a->name);
	if (kind == MW_SCOPED || kind == MW_SCOPED_COND)
		lower_scoped(l, n, kind == MW_SCOPED_COND);
	else if (kind == MW_IF_NOT)
		lower_if_not(l, n);
	else
		lower_iterator(l, n);
}
