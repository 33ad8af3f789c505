// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions: from a tree to steps in evaluation order and an access path.
 *
 * Three ways to look at an expression: its value (lower_expr), what it does
 * (lower_effects, for what no one looks at the value of), and where it leads
 * as a condition (lower_condition). Choices (?: && ||) become control flow
 * where they call something or where a path must be told apart; a plain
 * `a && b` as a value is a truth value that no one follows.
 */
#include "csyntax/ast.h"
#include "lower/internal.h"

/* ---- what an expression consists of ---- */

static bool any_effects(struct lowering *l, const struct node *list)
{
	for (; list; list = list->next)
		if (has_effects(l, list))
			return true;
	return false;
}

bool has_effects(struct lowering *l, const struct node *n)
{
	bool r;

	if (!n)
		return false;
	if (too_deep(l))
		return true;
	switch (n->kind) {
	case N_ASSIGN:
	case N_INCDEC:
	case N_STMT_EXPR:
	case N_ERROR:
		return true;
	case N_CALL: {
		enum word_kind k = n->a && n->a->kind == N_IDENT ? word_kind(l, n->a->name)
								 : MW_NONE;

		if (k == MW_CONFIG || k == MW_CONSTANT)
			return false;
		if (k != MW_SAME && k != MW_CONTAINER && k != MW_BIT && k != MW_LOAD)
			return true;
		break;
	}
	case N_SIZEOF:
	case N_TYPE:
	case N_IDENT:
	case N_INT:
		return false;
	default:
		break;
	}
	l->depth++;
	r = (n->a && n->kind != N_CALL && has_effects(l, n->a)) || has_effects(l, n->b) ||
	    has_effects(l, n->c) || any_effects(l, n->list);
	l->depth--;
	return r;
}

static bool is_logical(const struct node *n)
{
	return n->kind == N_BINARY && (n->op == OP_LAND || n->op == OP_LOR);
}

static struct node *through_casts(struct node *n)
{
	while (n && n->kind == N_CAST && n->a)
		n = n->a;
	return n;
}

static bool is_plain_constant(const struct node *n)
{
	return n && (n->kind == N_STR || n->kind == N_CONST || n->kind == N_ERROR);
}

bool is_choice(struct lowering *l, const struct node *n)
{
	if (!n || l->quiet)
		return false;
	if (n->kind == N_COND)
		return !(is_plain_constant(n->b) && is_plain_constant(n->c)) ||
		       has_effects(l, n->a);
	return is_logical(n) && has_effects(l, n);
}

/* ---- choices ---- */

static void use_outcome(struct lowering *l, struct node *n,
			void (*use)(struct lowering *l, struct node *n, expr_t value, void *arg),
			void *arg)
{
	struct node *plain = through_casts(n);

	if (plain && is_choice(l, plain) && !too_deep(l)) {
		l->depth++;
		lower_choice(l, plain, use, arg);
		l->depth--;
	} else {
		use(l, n, lower_expr(l, n), arg);
	}
}

void lower_choice(struct lowering *l, struct node *n,
		  void (*use)(struct lowering *l, struct node *n, expr_t value, void *arg),
		  void *arg)
{
	uint32_t yes = new_block(l), no = new_block(l), after = new_block(l);

	if (n->kind == N_COND && !n->b) {
		/* a ?: c: the value of a is evaluated once */
		expr_t value = lower_expr(l, n->a);

		branch(l, value, yes, no, n->pos);
		start_block(l, yes);
		use(l, n->a, value, arg);
	} else {
		lower_condition(l, n->kind == N_COND ? n->a : n, yes, no);
		start_block(l, yes);
		if (n->kind == N_COND)
			use_outcome(l, n->b, use, arg);
		else
			use(l, n, x_int(l, 1), arg);
	}
	jump(l, after);
	start_block(l, no);
	if (n->kind == N_COND && n->c)
		use_outcome(l, n->c, use, arg);
	else
		use(l, n, x_int(l, 0), arg);
	start_block(l, after);
}

static void assign_outcome(struct lowering *l, struct node *n, expr_t value, void *arg)
{
	emit(l, S_ASSIGN, *(expr_t *)arg, value, n->pos);
}

static expr_t choice_value(struct lowering *l, struct node *n)
{
	expr_t place = new_local(l, 0, (struct tref){ 0 });

	lower_choice(l, n, assign_outcome, &place);
	return place;
}

/* ---- assignments ---- */

static bool leads_somewhere(struct tref t)
{
	return t.ptr || t.is_func || t.kind == TR_TYPEOF || t.kind == TR_NONE;
}

/* Whether @value may stand for the variable wherever it is used. */
static bool is_only_value(struct lowering *l, const struct binding *b, expr_t value)
{
	int64_t marks = b->var ? b->var->value : MARK_ADDRESS;
	const struct expr *x = x_at(l, value);

	if ((marks & MARK_ASSIGNS) != 1 || marks & MARK_ADDRESS || !(marks & MARK_REAL))
		return false;
	if (b->value || b->type.dims || l->marks_lost)
		return false;
	if (b->type.kind == TR_RECORD && !b->type.ptr)
		return false;
	if (x->pad & (XF_INEXACT | XF_VARIES | XF_WRITTEN) || x->op == X_INT || x->op == X_STR)
		return false;
	if (x->op == X_DEREF && l->written_deref)
		return false;
	return leads_somewhere(b->type) || !(x->pad & XF_MEMORY);
}

expr_t assign_variable(struct lowering *l, unsigned index, struct node *value, uint32_t pos)
{
	struct node *plain = through_casts(value);

	if (is_choice(l, plain)) {
		expr_t place = binding_expr(l, &l->bindings.at[index]);

		lower_choice(l, plain, assign_outcome, &place);
		return place;
	}

	expr_t v = lower_expr(l, value);
	struct binding *b = &l->bindings.at[index];

	if (is_only_value(l, b, v))
		b->value = b->type.ptr ? x_cast(l, v, b->type) : v;
	else
		emit(l, S_ASSIGN, binding_expr(l, b), v, pos);
	/* if ((err = f())) asks what f returned */
	return x_at(l, v)->op == X_CALL ? v : binding_expr(l, &l->bindings.at[index]);
}

static expr_t lower_assign(struct lowering *l, struct node *n)
{
	if (n->op != OP_NONE) {
		lower_effects(l, n->b);

		expr_t place = lower_expr(l, n->a);

		emit(l, S_ASSIGN, place, 0, n->pos);
		return x_uncast(l, place);
	}

	struct node *lhs = through_casts(n->a), *plain = through_casts(n->b);

	if (lhs && lhs->kind == N_IDENT && !l->quiet) {
		struct binding *b = scope_find(l, lhs->name);

		if (b && x_at(l, b->value)->op != X_GLOBAL) {
			unsigned index = (unsigned)(b - l->bindings.at);

			return assign_variable(l, index, n->b, n->pos);
		}
	}
	if (is_choice(l, plain)) {
		expr_t place = lower_expr(l, n->a);

		lower_choice(l, plain, assign_outcome, &place);
		return place;
	}

	expr_t value = lower_expr(l, n->b);
	expr_t place = lower_expr(l, n->a);

	emit(l, S_ASSIGN, place, value, n->pos);
	return value && !(x_at(l, value)->pad & XF_INEXACT) ? value : place;
}

/* ---- initializers of locals ---- */

static void lower_init_element(struct lowering *l, expr_t place, struct node *n)
{
	for (struct node *d = n->list; d; d = d->next)
		place = d->kind == N_IDENT ? x_member(l, place, d->name) : x_index(l, place, 0);
	if (!n->a)
		return;
	if (n->a->kind == N_INIT) {
		lower_local_init(l, place, n->a);
		return;
	}

	expr_t value = lower_expr(l, n->a);

	if (value && place && x_at(l, value)->op != X_STR)
		emit(l, S_ASSIGN, place, value, n->pos);
}

/* Evaluate initializer @init; what it puts into members of @place becomes assignments. */
void lower_local_init(struct lowering *l, expr_t place, struct node *init)
{
	if (!init || too_deep(l))
		return;
	l->depth++;
	switch (init->kind) {
	case N_INIT:
	case N_ALT:
	case N_BRANCH:
		for (struct node *n = init->list; n; n = n->next) {
			if (n->kind == N_INIT_ELEM)
				lower_init_element(l, place, n);
			else
				lower_local_init(
					l, n->kind == N_ALT || n->kind == N_BRANCH ? place : 0, n);
		}
		break;
	default:
		lower_effects(l, init);
		break;
	}
	l->depth--;
}

/* ---- values ---- */

static expr_t lower_ident(struct lowering *l, name_t name)
{
	struct binding *b = scope_find(l, name);

	if (b)
		return binding_expr(l, b);
	if (name == l->names.null)
		return x_null(l);
	if (name == l->names.true_ || name == l->names.false_)
		return x_int(l, name == l->names.true_);
	return x_global(l, name);
}

static expr_t lower_unary(struct lowering *l, struct node *n)
{
	switch (n->op) {
	case '&':
		return x_addr(l, lower_expr(l, n->a));
	case '*':
		return x_deref(l, lower_expr(l, n->a));
	case '!':
		return x_not(l, lower_expr(l, n->a));
	case '+':
		return lower_expr(l, n->a);
	default:
		return x_unary(l, n->op, lower_expr(l, n->a));
	}
}

static expr_t lower_binary(struct lowering *l, struct node *n)
{
	switch (n->op) {
	case OP_LAND:
	case OP_LOR:
		if (is_choice(l, n))
			return choice_value(l, n);
		return 0;
	/* of arithmetic only p + i is a path */
	case OP_SUB:
	case OP_MUL:
	case OP_DIV:
	case OP_MOD:
	case OP_SHR:
	case OP_XOR:
		if (n->a && n->b && n->a->kind == N_INT && n->b->kind == N_INT)
			break;
		lower_effects(l, n->a);
		lower_effects(l, n->b);
		return 0;
	default:
		break;
	}

	expr_t a = lower_expr(l, n->a), b = lower_expr(l, n->b);

	return x_binary(l, n->op, a, b);
}

/* An argument of a macro that is a statement: it may be carried out or not. */
static void lower_maybe(struct lowering *l, struct node *n)
{
	uint32_t body = new_block(l), after = new_block(l);

	branch(l, 0, body, after, n->pos);
	start_block(l, body);
	lower_stmt(l, n);
	start_block(l, after);
}

static expr_t lower_any(struct lowering *l, struct node *n)
{
	expr_t e;

	switch (n->kind) {
	case N_IDENT:
		return lower_ident(l, n->name);
	case N_INT:
		return x_int(l, n->value);
	case N_STR:
		return x_str(l, n->name);
	case N_CALL:
		return lower_call(l, n);
	case N_MEMBER:
		e = lower_expr(l, n->a);
		if (n->flags & NF_ARROW)
			e = x_deref(l, e);
		return x_member(l, e, n->name);
	case N_INDEX:
		e = lower_expr(l, n->a);
		return x_index(l, e, lower_expr(l, n->b));
	case N_UNARY:
		return lower_unary(l, n);
	case N_INCDEC:
		emit(l, S_ASSIGN, lower_expr(l, n->a), 0, n->pos);
		return 0;
	case N_BINARY:
		return lower_binary(l, n);
	case N_ASSIGN:
		return lower_assign(l, n);
	case N_COND:
		if (is_choice(l, n))
			return choice_value(l, n);
		return 0;
	case N_COMMA:
		lower_effects(l, n->a);
		return lower_expr(l, n->b);
	case N_CAST:
		e = lower_expr(l, n->a);
		return x_cast(l, e, type_of(l, n->type));
	case N_COMPOUND:
		if (!l->quiet) {
			lower_init(l, 0, type_of(l, n->type), n->a);
			lower_local_init(l, 0, n->a);
		}
		return 0;
	case N_SIZEOF:
		return x_sizeof(l);
	case N_TYPE:
		return x_type(l, type_of(l, n->type));
	case N_STMT_EXPR:
		if (l->quiet)
			return 0;
		return lower_value_block(l, n->a);
	case N_INIT:
		if (!l->quiet)
			lower_local_init(l, 0, n);
		return 0;
	case N_ERROR:
		l->skipped = true;
		return 0;
	case N_CONST:
	case N_LABEL_ADDR:
		return 0;
	default:
		if (!l->quiet)
			lower_maybe(l, n);
		return 0;
	}
}

expr_t lower_expr(struct lowering *l, struct node *n)
{
	if (!n || too_deep(l))
		return 0;
	l->depth++;

	expr_t e = lower_any(l, n);

	l->depth--;
	return e;
}

expr_t lower_quietly(struct lowering *l, struct node *n)
{
	l->quiet++;

	expr_t e = lower_expr(l, n);

	l->quiet--;
	return e;
}

void lower_effects(struct lowering *l, struct node *n)
{
	if (!n || l->quiet || too_deep(l))
		return;
	l->depth++;
	switch (n->kind) {
	case N_IDENT:
	case N_INT:
	case N_CONST:
	case N_STR:
	case N_SIZEOF:
	case N_TYPE:
		break;
	case N_MEMBER:
	case N_UNARY:
	case N_CAST:
		lower_effects(l, n->a);
		break;
	case N_INDEX:
	case N_COMMA:
		lower_effects(l, n->a);
		lower_effects(l, n->b);
		break;
	case N_BINARY:
		if (is_logical(n)) {
			if (has_effects(l, n)) {
				uint32_t after = new_block(l);

				lower_condition(l, n, after, after);
				start_block(l, after);
			}
			break;
		}
		lower_effects(l, n->a);
		lower_effects(l, n->b);
		break;
	case N_COND:
		if (has_effects(l, n->b) || has_effects(l, n->c)) {
			uint32_t yes = new_block(l), no = new_block(l), after = new_block(l);

			lower_condition(l, n->a, yes, no);
			start_block(l, yes);
			lower_effects(l, n->b);
			jump(l, after);
			start_block(l, no);
			lower_effects(l, n->c);
			start_block(l, after);
		} else {
			lower_effects(l, n->a);
		}
		break;
	default:
		lower_any(l, n);
		break;
	}
	l->depth--;
}

/* ---- conditions ---- */

static bool is_wrapper(struct lowering *l, const struct node *n)
{
	return n->kind == N_CALL && n->a && n->a->kind == N_IDENT && n->list &&
	       word_kind(l, n->a->name) == MW_SAME && !scope_find(l, n->a->name);
}

void lower_condition(struct lowering *l, struct node *n, uint32_t yes, uint32_t no)
{
	uint32_t t;

	if (!n || too_deep(l)) {
		branch(l, 0, yes, no, n ? n->pos : 0);
		return;
	}
	l->depth++;
	for (;;) {
		if (n->kind == N_UNARY && n->op == '!' && n->a) {
			n = n->a;
			t = yes;
			yes = no;
			no = t;
		} else if (is_logical(n) && n->a && n->b) {
			uint32_t second = new_block(l);

			if (n->op == OP_LAND)
				lower_condition(l, n->a, second, no);
			else
				lower_condition(l, n->a, yes, second);
			start_block(l, second);
			n = n->b;
		} else if (n->kind == N_COMMA && n->b) {
			lower_effects(l, n->a);
			n = n->b;
		} else if (n->kind == N_COND && n->b && n->c) {
			uint32_t first = new_block(l), second = new_block(l);

			lower_condition(l, n->a, first, second);
			start_block(l, first);
			lower_condition(l, n->b, yes, no);
			start_block(l, second);
			n = n->c;
		} else if (n->kind == N_CAST && n->a) {
			n = n->a;
		} else if (is_wrapper(l, n)) {
			n = n->list;
		} else {
			break;
		}
	}
	branch(l, lower_expr(l, n), yes, no, n->pos);
	l->depth--;
}
