// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements: from nested syntax to blocks and edges.
 *
 * Steps are emitted into the current block, and a block is never continued
 * once left, so its steps are one stretch of the array. After a jump there is
 * no current block; the next step starts one that nothing leads to, which
 * graph.c leaves out unless a label makes it reachable.
 *
 * A path that leaves the function in a way that its body does not show (a
 * macro's `return`, `break` or `goto` that belongs to its user) ends in a block
 * without successors and without S_RETURN.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

/* ---- steps and blocks ---- */

uint32_t line_at(const struct lowering *l, uint32_t pos)
{
	uint32_t line, col;

	parsed_position(l->file, pos, &line, &col);
	return line;
}

uint32_t new_block(struct lowering *l)
{
	struct block *b = vec_push(&l->blocks);

	b->succ[0] = b->succ[1] = NO_BLOCK;
	return l->blocks.n - 1;
}

void start_block(struct lowering *l, uint32_t block)
{
	jump(l, block);
	l->cur = block;
	l->blocks.at[block].step = l->steps.n;
}

void end_block(struct lowering *l)
{
	struct block *b;

	if (l->cur == NO_BLOCK)
		return;
	b = &l->blocks.at[l->cur];
	b->nsteps = l->steps.n - b->step;
	l->cur = NO_BLOCK;
}

void jump(struct lowering *l, uint32_t to)
{
	if (l->cur == NO_BLOCK)
		return;
	l->blocks.at[l->cur].succ[0] = to;
	end_block(l);
}

void branch(struct lowering *l, expr_t cond, uint32_t yes, uint32_t no, uint32_t pos)
{
	const struct expr *x;

	if (l->cur == NO_BLOCK)
		return;
	cond = x_uncast(l, cond);
	x = x_at(l, cond);
	if (x->op == X_NOT) {
		uint32_t t = yes;

		yes = no;
		no = t;
		cond = x_uncast(l, x->a);
		x = x_at(l, cond);
	}
	if (x->op == X_INT || x->op == X_STR) {
		jump(l, x->op == X_STR || x->a || x->b ? yes : no);
		return;
	}

	struct block *b = &l->blocks.at[l->cur];

	b->cond = x->pad & XF_INEXACT ? 0 : cond;
	b->succ[0] = yes;
	b->succ[1] = no;
	b->line = line_at(l, pos);
	end_block(l);
}

void emit(struct lowering *l, enum step_op op, uint32_t a, uint32_t b, uint32_t pos)
{
	struct step s = { .op = op, .a = a, .b = b };
	uint32_t line, col;

	if (l->quiet || (op == S_ASSIGN && !a))
		return;
	if (l->cur == NO_BLOCK)
		start_block(l, new_block(l));
	parsed_position(l->file, pos, &line, &col);
	s.line = line;
	s.col = col > UINT16_MAX ? UINT16_MAX : (uint16_t)col;
	*vec_push(&l->steps) = s;
}

/* ---- declarations ---- */

static void lower_static(struct lowering *l, struct node *var)
{
	unsigned b;

	if (var->type && var->type->is_func && !var->type->ptr)
		return; /* a prototype */
	b = scope_bind(l, var->name, var, type_of(l, var->type));
	l->bindings.at[b].value = x_global(l, var->name);
	lower_global(l, var);
}

/* __free(name) among the attributes of @var: name, else 0 */
static name_t free_attribute(const struct lowering *l, const struct node *var)
{
	for (const struct node *a = var->attrs; a; a = a->next)
		if (a->kind == N_CALL && a->a && a->a->name == l->names.attr_free && a->list &&
		    a->list->kind == N_IDENT)
			return a->list->name;
	return 0;
}

static void lower_variable(struct lowering *l, struct node *var)
{
	if (var->flags & NF_TYPEDEF) {
		lower_typedef(l, var);
		return;
	}
	if (!var->name)
		return;
	if (var->flags & (NF_STATIC | NF_EXTERN) ||
	    (var->type && var->type->is_func && !var->type->ptr)) {
		lower_static(l, var);
		return;
	}

	struct tref type = type_of(l, var->type);
	unsigned b = scope_bind(l, var->name, var, type);
	name_t free_class = free_attribute(l, var);

	if (var->a && var->a->kind == N_INIT) {
		lower_init(l, var->name, type, var->a);
		lower_local_init(l, binding_expr(l, &l->bindings.at[b]), var->a);
	} else if (var->a) {
		assign_variable(l, b, var->a, var->pos);
	}
	if (free_class)
		enter_guard(l, free_class, NULL, true, binding_expr(l, &l->bindings.at[b]),
			    var->pos);
}

static void lower_declaration(struct lowering *l, struct node *n)
{
	lower_decl_records(l, n);
	for (struct node *v = n->list; v; v = v->next)
		if (v->kind == N_VAR)
			lower_variable(l, v);
}

static bool declares_by_name(const char *macro)
{
	size_t n = strlen(macro);

	return !strncmp(macro, "DEFINE_", 7) || !strncmp(macro, "DECLARE_", 8) ||
	       (n >= 9 && !strcmp(macro + n - 9, "LIST_HEAD"));
}

/*
 * DEFINE_WAIT(wait), DECLARE_COMPLETION_ONSTACK(done): a local of unknown type;
 * DECLARE_SOCKADDR(struct sockaddr_in *, addr, from): of that type.
 */
static void declare_by_macro(struct lowering *l, const struct node *call)
{
	struct node *arg = call->list;
	struct tref type = { 0 };

	if (!call->a || call->a->kind != N_IDENT || !arg ||
	    !declares_by_name(name_str(call->a->name)))
		return;
	if (arg->kind == N_TYPE) {
		type = type_argument(l, arg);
		arg = arg->next;
	}
	if (arg && arg->kind == N_IDENT && !scope_find(l, arg->name))
		scope_bind(l, arg->name, NULL, type);
}

/* ---- conditional groups ---- */

#define IDENTIFIER_CHARS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_"

/* The one name in "defined(NAME)", "defined NAME" or "IS_ENABLED(NAME)", else all of @text. */
static name_t bare_condition(name_t text, bool *negated)
{
	const char *s = name_str(text), *start;
	bool not = false;

	if (*s == '!') {
		not = true;
		for (s++; *s == ' '; s++)
			;
	}
	start = s;
	if (!strncmp(s, "defined", 7))
		s += 7;
	else if (!strncmp(s, "IS_ENABLED", 10))
		s += 10;
	else if (!strncmp(s, "IS_REACHABLE", 12))
		s += 12;
	while (s > start && (*s == ' ' || *s == '('))
		s++;

	size_t n = strspn(s, IDENTIFIER_CHARS);

	if (!n || (s == start && !not ))
		return text;
	if (strspn(s + n, ") ") != strlen(s + n))
		return text;
	*negated ^= not ;
	return name_intern(s, n);
}

expr_t config_expr(struct lowering *l, const struct node *branch)
{
	bool negated = branch->flags & NF_NOT;
	name_t name = bare_condition(branch->name, &negated);
	expr_t e = x_config(l, name);

	return negated ? x_not(l, e) : e;
}

static bool is_identifier(const char *s)
{
	return *s && s[strspn(s, IDENTIFIER_CHARS)] == '\0';
}

static name_t negated_condition(name_t condition)
{
	const char *s = name_str(condition);

	if (*s == '!' && is_identifier(s + 1))
		return name_of(s + 1);
	return name_printf(is_identifier(s) ? "!%s" : "!(%s)", s);
}

name_t config_name(const struct node *branch, name_t previous)
{
	bool negated = branch->flags & NF_NOT;
	name_t name;

	if (!branch->name) /* #else */
		return negated_condition(previous);
	name = bare_condition(branch->name, &negated);
	return negated ? negated_condition(name) : name;
}

static void lower_alternatives(struct lowering *l, struct node *alt)
{
	uint32_t after = new_block(l);

	for (struct node *b = alt->list; b; b = b->next) {
		uint32_t other = NO_BLOCK;

		if (b->name && l->cur != NO_BLOCK) {
			uint32_t taken = new_block(l);

			other = new_block(l);
			branch(l, config_expr(l, b), taken, other, b->pos);
			start_block(l, taken);
		}
		lower_stmts(l, b->list);
		jump(l, after);
		if (other != NO_BLOCK)
			start_block(l, other);
	}
	start_block(l, after);
}

/* ---- jumps ---- */

static void return_outcome(struct lowering *l, struct node *n, expr_t value, void *arg)
{
	(void)n;

	uint32_t pos = *(uint32_t *)arg;

	if (l->cur == NO_BLOCK)
		start_block(l, new_block(l));
	leave_guards(l, 0, pos);
	emit(l, S_RETURN, value, 0, pos);
	end_block(l);
}

void lower_return(struct lowering *l, struct node *value, uint32_t pos)
{
	if (is_choice(l, value))
		lower_choice(l, value, return_outcome, &pos);
	else
		return_outcome(l, value, lower_expr(l, value), &pos);
	end_block(l);
}

static void lower_break(struct lowering *l, bool is_continue, uint32_t pos)
{
	struct jump_target *t = l->jumps;

	while (t && (is_continue ? t->continue_to : t->break_to) == NO_BLOCK)
		t = t->outer;
	if (!t) {
		leave_guards(l, 0, pos);
		end_block(l);
		return;
	}
	leave_guards(l, is_continue ? t->continue_guards : t->break_guards, pos);
	jump(l, is_continue ? t->continue_to : t->break_to);
}

static void lower_computed_goto(struct lowering *l, struct node *n)
{
	lower_effects(l, n->a);
	if (l->dispatch == NO_BLOCK)
		l->dispatch = new_block(l);
	leave_guards(l, 0, n->pos);
	jump(l, l->dispatch);
}

/* ---- statements ---- */

static void lower_if(struct lowering *l, struct node *n)
{
	uint32_t after = new_block(l);

	/* else if … else if …: a loop, the chain may be long */
	for (;;) {
		uint32_t yes = new_block(l), no = n->c ? new_block(l) : after;

		lower_condition(l, n->a, yes, no);
		start_block(l, yes);
		lower_stmt(l, n->b);
		jump(l, after);
		if (!n->c)
			break;
		start_block(l, no);
		if (n->c->kind != N_IF) {
			lower_stmt(l, n->c);
			break;
		}
		n = n->c;
	}
	start_block(l, after);
}

/* Operands may be inputs or outputs; asm goto's labels are among them. */
static void lower_asm(struct lowering *l, struct node *n)
{
	for (struct node *a = n->list; a; a = a->next) {
		if (a->kind == N_LABEL_ADDR) {
			uint32_t next = new_block(l);

			branch(l, 0, label_block(l, a->name), next, n->pos);
			start_block(l, next);
		} else if (a->kind == N_IDENT && scope_find(l, a->name)) {
			emit(l, S_ASSIGN, lower_expr(l, a), 0, n->pos);
		} else {
			lower_effects(l, a);
		}
	}
}

static void lower_any_stmt(struct lowering *l, struct node *n)
{
	struct scope_mark scope;

	switch (n->kind) {
	case N_BLOCK:
		scope = scope_enter(l);
		lower_stmts(l, n->list);
		scope_leave(l, scope, n->end);
		break;
	case N_EXPR:
		if (n->a && n->a->kind == N_CALL)
			declare_by_macro(l, n->a);
		lower_effects(l, n->a);
		break;
	case N_IF:
		lower_if(l, n);
		break;
	case N_WHILE:
		lower_while(l, n);
		break;
	case N_DO:
		lower_do(l, n);
		break;
	case N_FOR:
		lower_for(l, n);
		break;
	case N_SWITCH:
		lower_switch(l, n);
		break;
	case N_CASE:
	case N_DEFAULT:
		lower_case(l, n);
		break;
	case N_LABEL:
		place_label(l, n->name);
		break;
	case N_GOTO:
		if (n->name)
			lower_goto(l, n->name, n->pos);
		else
			lower_computed_goto(l, n);
		break;
	case N_RETURN:
		if (l->in_macro) {
			lower_effects(l, n->a);
			leave_guards(l, 0, n->pos);
			end_block(l);
		} else {
			lower_return(l, n->a, n->pos);
		}
		break;
	case N_BREAK:
	case N_CONTINUE:
		lower_break(l, n->kind == N_CONTINUE, n->pos);
		break;
	case N_ASM:
		lower_asm(l, n);
		break;
	case N_MACRO_LOOP:
		lower_macro_loop(l, n);
		break;
	case N_DECL:
		lower_declaration(l, n);
		break;
	case N_VAR:
		lower_variable(l, n);
		break;
	case N_ALT:
		lower_alternatives(l, n);
		break;
	case N_TOPCALL:
		lower_topcall(l, n);
		break;
	case N_RECORD:
		record_tag(l, n);
		break;
	case N_EMPTY:
	case N_ENUM:
	case N_MACRO:
	case N_INCLUDE:
	case N_FUNC:
		break;
	default:
		lower_effects(l, n);
		break;
	}
}

void lower_stmt(struct lowering *l, struct node *n)
{
	if (!n || too_deep(l))
		return;
	l->depth++;
	lower_any_stmt(l, n);
	l->depth--;
}

void lower_stmts(struct lowering *l, struct node *list)
{
	for (; list; list = list->next)
		lower_stmt(l, list);
}

expr_t lower_value_stmts(struct lowering *l, struct node *list)
{
	for (; list; list = list->next) {
		if (!list->next && list->kind == N_EXPR)
			return lower_expr(l, list->a);
		lower_stmt(l, list);
	}
	return 0;
}

expr_t lower_value_block(struct lowering *l, struct node *block)
{
	struct scope_mark scope;
	expr_t value;

	if (!block)
		return 0;
	scope = scope_enter(l);
	value = lower_value_stmts(l, block->list);
	scope_leave(l, scope, block->end);
	return value;
}
