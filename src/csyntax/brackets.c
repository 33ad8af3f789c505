// SPDX-License-Identifier: GPL-2.0-only
/*
 * Matching of brackets: see brackets.h. One walk over the tokens with a stack.
 *
 * Each balanced branch of a conditional group is matched for itself; of the
 * branches that are not, only the one that the parser will read.
 *
 * Where a file's braces don't come out even, the walk is repeated: first with
 * the unbalanced groups that were left out (a brace may be opened under one
 * condition and closed under none), then with the kernel's style as a witness:
 * a brace in column 0 opens or closes a function, whatever the count says.
 */
#include "csyntax/brackets.h"

/* Tokens of a function's header; more is not searched. */
#define LONGEST_HEADER 200u

/* A stretch of tokens with brackets of its own. */
struct scope {
	uint32_t base;	/* height of the stack below which it must not reach */
	uint32_t curly; /* braces on the stack above base */
	uint32_t group; /* M_ENDIF of this group ends it */
};

struct matcher {
	struct tokens *t;
	VEC(uint32_t) stack; /* openers */
	VEC(struct scope) scopes;
	struct scope now;
	bool column0;	  /* trust column 0 */
	bool odd;	  /* something did not match, outside of macros */
	bool odd_outside; /* the same, while inside of one */
};

/* The brackets above @height end at token @i without a closer of their own. */
static void drop_to(struct matcher *m, uint32_t height, uint32_t i)
{
	while (m->stack.n > height) {
		struct token *open = &m->t->at[vec_pop(&m->stack)];

		open->aux = i;
		m->odd = true;
		if (open->kind == T_LBRACE)
			m->now.curly--;
	}
}

static void push(struct matcher *m, uint32_t i)
{
	struct token *tok = &m->t->at[i];

	if (m->column0 && tok->kind == T_LBRACE && (tok->flags & TF_COL0) && m->now.base == 0) {
		/* a function's body: its header starts with the last word in column 0 */
		uint32_t head = i;

		while (head > 0 && i - head < LONGEST_HEADER &&
		       (!(m->t->at[head].flags & TF_COL0) || m->t->at[head].kind == T_LBRACE))
			head--;
		if (m->stack.n && *vec_last(&m->stack) >= head)
			head = i;
		drop_to(m, 0, head);
	}
	tok->aux = 0;
	if (tok->kind == T_LBRACE)
		m->now.curly++;
	*vec_push(&m->stack) = i;
}

static void pop(struct matcher *m, uint32_t i)
{
	struct token *tok = &m->t->at[i];

	tok->aux = 0;
	if (m->stack.n <= m->now.base) {
		m->odd = true;
		return;
	}
	if (tok->kind == T_RBRACE) {
		uint32_t h = m->stack.n;

		if (!m->now.curly) {
			m->odd = true;
			return;
		}
		if (m->column0 && (tok->flags & TF_COL0) && m->now.base == 0) {
			h = 1;
			while (m->t->at[m->stack.at[h - 1]].kind != T_LBRACE)
				h++;
		} else {
			while (m->t->at[m->stack.at[h - 1]].kind != T_LBRACE)
				h--;
		}
		drop_to(m, h, i);
		m->now.curly--;
	} else if (m->t->at[*vec_last(&m->stack)].kind == T_LBRACE) {
		m->odd = true;
		return;
	}

	struct token *open = &m->t->at[vec_pop(&m->stack)];

	if (open->kind + 1 != tok->kind)
		m->odd = true;
	open->aux = i;
	tok->aux = 1;
}

static void enter(struct matcher *m, uint32_t group)
{
	*vec_push(&m->scopes) = m->now;
	m->now = (struct scope){ .base = m->stack.n, .group = group };
}

static void leave(struct matcher *m, uint32_t i)
{
	drop_to(m, m->now.base, i);
	m->now = vec_pop(&m->scopes);
}

/* @i is the marker of a branch: enter it, or step over it; the index before the next to look at. */
static uint32_t enter_branch(struct matcher *m, uint32_t i)
{
	const struct branch *b = &m->t->branches.at[m->t->at[i].aux];
	const struct group *g = &m->t->groups.at[b->group];

	if (b->balanced) {
		enter(m, b->group + 1);
		return i;
	}
	if (g->chosen == i + 1)
		return i;
	return (b->next ? m->t->branches.at[b->next].marker : g->endif) - 1;
}

static void walk(struct matcher *m)
{
	struct tokens *t = m->t;

	m->odd = false;
	m->now = (struct scope){ 0 };
	vec_clear(&m->scopes);
	vec_clear(&m->stack);
	for (uint32_t i = 0; i < t->n; i++) {
		struct token *tok = &t->at[i];

		switch (tok->kind) {
		case T_LPAREN:
		case T_LBRACKET:
		case T_LBRACE:
			push(m, i);
			break;
		case T_RPAREN:
		case T_RBRACKET:
		case T_RBRACE:
			pop(m, i);
			break;
		case T_SEMI:
			if (m->stack.n)
				t->at[*vec_last(&m->stack)].flags |= TF_SEMI;
			break;
		case M_DEFINE:
			m->odd_outside = m->odd;
			enter(m, 0);
			break;
		case T_EOD:
			leave(m, i);
			m->odd = m->odd_outside;
			break;
		case M_IF:
			i = enter_branch(m, i);
			break;
		case M_ELSE:
			if (m->scopes.n && m->now.group == t->branches.at[tok->aux].group + 1)
				leave(m, i);
			i = enter_branch(m, i);
			break;
		case M_ENDIF:
			if (m->scopes.n && m->now.group == tok->aux + 1)
				leave(m, i);
			break;
		}
	}
	drop_to(m, 0, t->n - 1);
}

/*
 * Groups without an #else whose branches don't balance are left out; with
 * @on, their first branch is read instead. False if there are none.
 */
static bool read_unbalanced(struct tokens *t, bool on)
{
	bool any = false;

	for (unsigned i = 0; i < t->groups.n; i++) {
		struct group *g = &t->groups.at[i];
		const struct branch *b = &t->branches.at[g->first];

		if (g->has_else || b->balanced ||
		    (g->chosen != g->endif && g->chosen != b->marker + 1))
			continue;
		g->chosen = on ? b->marker + 1 : g->endif;
		any = true;
	}
	return any;
}

void brackets_match(struct tokens *t)
{
	struct matcher m = { .t = t };

	walk(&m);
	if (m.odd && read_unbalanced(t, true)) {
		walk(&m);
		if (m.odd)
			read_unbalanced(t, false);
	}
	if (m.odd) {
		m.column0 = true;
		walk(&m);
	}
	vec_free(&m.stack);
	vec_free(&m.scopes);
}
