// SPDX-License-Identifier: GPL-2.0-only
/*
 * Conditional groups: see cond.h.
 *
 * Nothing is preprocessed, so a group is read with all its branches wherever
 * each of them is something whole. Whether that is so is decided here, from
 * the tokens alone: the brackets of each branch close within it, and its first
 * and last tokens are such that a list may be cut there. In the kernel's .c
 * files all but one in 130 groups close their brackets.
 *
 * Where a reader can follow only one branch, it is the first one whose
 * brackets balance; an absent #else counts as an empty branch at the end. Two
 * groups with the same condition that open and close one brace are thereby
 * both left out or both taken.
 */
#include "csyntax/cond.h"

#include <string.h>

/* Open brackets, relative to a branch's start, and the lowest that these were. */
struct depths {
	int round, curly;
	int low_round, low_curly;
};

/* A group while its tokens pass by. */
struct group_state {
	uint32_t branch; /* the present one */
	struct depths depths;
	uint32_t first, last; /* the branch's first and last token; 0 and 0 while there is none */

	/* of the branches before it */
	struct depths first_depths; /* of the first branch */
	uint32_t group_first, group_last;
	bool alone_stmt, alone_comma;
};

/* A branch that starts with one of these continues what stands before the group. */
static bool continues(uint8_t kind)
{
	switch (kind) {
	case K_ELSE:
	case T_COMMA:
	case T_COLON:
	case T_QUESTION:
	case T_ARROW:
	case T_RPAREN:
	case T_RBRACKET:
	case T_RBRACE:
		return true;
	case T_MUL: /* *p = x; */
	case T_AND:
	case T_SUB:
	case T_ADD:
		return false;
	default:
		return kind >= T_ASSIGN && kind <= T_LOR;
	}
}

static uint32_t next_significant(const struct tokens *t, uint32_t i)
{
	while (i < t->n) {
		if (t->at[i].kind == M_DEFINE)
			i = t->at[i].aux;
		else if (t->at[i].kind >= M_FIRST)
			i++;
		else
			return i;
	}
	return t->n - 1;
}

/*
 * MACRO(args) on lines of their own: EXPORT_SYMBOL(f) without a semicolon.
 * @last is the closing parenthesis.
 */
static bool ends_in_call(const struct tokens *t, uint32_t first, uint32_t last)
{
	int depth = 0;

	for (uint32_t i = last; i > first; i--) {
		if (t->at[i].kind == T_RPAREN)
			depth++;
		else if (t->at[i].kind == T_LPAREN && --depth == 0)
			return t->at[i - 1].kind == T_IDENT && (t->at[i - 1].flags & TF_COL0);
		else if (last - i > 64)
			return false;
	}
	return false;
}

static void branch_ends(struct tokens *t, struct group_state *o)
{
	struct branch *b = &t->branches.at[o->branch];
	const struct group *g = &t->groups.at[b->group];
	uint8_t first, last, after;

	b->balanced = !o->depths.round && !o->depths.curly && !o->depths.low_round &&
		      !o->depths.low_curly;
	b->empty = !o->first;
	if (o->branch == g->first)
		o->first_depths = o->depths;
	if (b->empty)
		return;
	if (!o->group_first)
		o->group_first = o->first;
	o->group_last = o->last;
	first = t->at[o->first].kind;
	last = t->at[o->last].kind;
	after = t->at[next_significant(t, g->endif)].kind;
	if (!b->balanced || continues(first)) {
		o->alone_stmt = o->alone_comma = false;
		return;
	}
	if (last != T_SEMI && last != T_RBRACE &&
	    (last != T_COLON || (first != K_CASE && first != K_DEFAULT && first != T_IDENT)) &&
	    (last != T_RPAREN || after == T_LBRACE || !ends_in_call(t, o->first, o->last)))
		o->alone_stmt = false;
	if (last == T_COMMA)
		return;
	/* the last elements of a list need no comma */
	if (after != T_RBRACE || last == T_SEMI)
		o->alone_comma = false;
}

/* Add what a reader of one branch sees of the group @o to the branch @outer around it. */
static void add_to_outer(struct group_state *outer, const struct group_state *o,
			 const struct depths *d)
{
	struct depths *to = &outer->depths;

	if (to->round + d->low_round < to->low_round)
		to->low_round = to->round + d->low_round;
	if (to->curly + d->low_curly < to->low_curly)
		to->low_curly = to->curly + d->low_curly;
	to->round += d->round;
	to->curly += d->curly;
	if (o->group_first) {
		if (!outer->first)
			outer->first = o->group_first;
		outer->last = o->group_last;
	}
}

static void group_ends(struct tokens *t, struct group_state *o, struct group_state *outer)
{
	struct group *g = &t->groups.at[t->branches.at[o->branch].group];
	struct depths none = { 0 };
	uint32_t b = g->first;

	g->alone_stmt = o->alone_stmt;
	g->alone_comma = o->alone_comma;
	g->empty = !o->group_first;
	while (b && !t->branches.at[b].balanced)
		b = t->branches.at[b].next;
	if (b)
		g->chosen = t->branches.at[b].marker + 1;
	else if (!g->has_else)
		g->chosen = g->endif;
	else
		g->chosen = t->branches.at[g->first].marker + 1;
	if (outer)
		add_to_outer(outer, o, b || !g->has_else ? &none : &o->first_depths);
}

static void count(struct depths *d, uint8_t kind)
{
	switch (kind) {
	case T_LPAREN:
	case T_LBRACKET:
		d->round++;
		break;
	case T_RPAREN:
	case T_RBRACKET:
		if (--d->round < d->low_round)
			d->low_round = d->round;
		break;
	case T_LBRACE:
		d->curly++;
		break;
	case T_RBRACE:
		if (--d->curly < d->low_curly)
			d->low_curly = d->curly;
		break;
	}
}

/* #ifndef FOO_H around the whole file says nothing about it. */
static void drop_guard(struct tokens *t)
{
	if (!t->n || t->at[0].kind != M_IF)
		return;

	struct branch *b = &t->branches.at[t->at[0].aux];
	struct group *g = &t->groups.at[b->group];

	if (!b->negated || b->next || g->endif + 2 != t->n ||
	    !strncmp(name_str(b->cond), "CONFIG_", 7))
		return;
	t->at[0].kind = M_NOP;
	t->at[g->endif].kind = M_NOP;
	g->alone_stmt = true;
}

void cond_annotate(struct tokens *t)
{
	VEC(struct group_state) open = { 0 };
	struct group_state *o = NULL;

	drop_guard(t);
	if (!t->groups.n)
		return;
	for (uint32_t i = 0; i < t->n; i++) {
		struct token *tok = &t->at[i];

		switch (tok->kind) {
		case M_DEFINE:
			i = tok->aux - 1;
			continue;
		case M_IF:
			o = vec_push(&open);
			o->branch = tok->aux;
			o->alone_stmt = o->alone_comma = true;
			continue;
		case M_ELSE:
			branch_ends(t, o);
			o->branch = tok->aux;
			o->depths = (struct depths){ 0 };
			o->first = o->last = 0;
			continue;
		case M_ENDIF:
			if (!open.n)
				continue;
			branch_ends(t, o);
			group_ends(t, o, open.n > 1 ? o - 1 : NULL);
			open.n--;
			o = open.n ? vec_last(&open) : NULL;
			continue;
		}
		if (!o || tok->kind >= M_FIRST)
			continue;
		if (!o->first)
			o->first = i;
		o->last = i;
		count(&o->depths, tok->kind);
	}
	vec_free(&open);
}
