// SPDX-License-Identifier: GPL-2.0-only
/*
 * Statements. What C doesn't know: a call followed by a statement is a loop or
 * a scope that a macro opens (N_MACRO_LOOP), and a call may lack its semicolon
 * where the macro brings it along. Which of the two it is, the layout tells.
 */
#include "csyntax/parser_internal.h"

static struct node *parse_statement(struct parser *p);

/* ---- conditional groups below a statement ---- */

/*
 * The statement that an if, a loop or an else governs. A conditional group here
 * has one statement in each branch; it becomes a block with an N_ALT.
 */
static struct node *parse_substatement(struct parser *p)
{
	const struct group *g = group_here(p, LIST_STMT);

	if (g && g->has_else) {
		struct node *n = node_new(p, N_BLOCK);
		struct list l = list_of(&n->list);

		list_group(p, &l, LIST_STMT, parse_statements);
		n->end = n->pos;
		return n;
	}
	if (p->kind == T_END || p->kind == T_RBRACE)
		return node_new(p, N_EMPTY);
	return parse_statement(p);
}

/* ---- the statements with keywords ---- */

static struct node *parse_if(struct parser *p)
{
	struct node *first = NULL, **last = &first;
	unsigned links = p->links;

	/* else if … else if …: a loop, since a tree of commands may have hundreds */
	for (;;) {
		struct node *n = node_new(p, N_IF);

		advance(p);
		n->a = parse_condition(p);
		if (p->bad)
			n->a = give_up(p, n->pos);
		n->b = parse_substatement(p);
		*last = n;
		last = &n->c;
		if (p->bad || p->kind != K_ELSE)
			break;
		advance(p);
		if (p->kind == K_IF && ++p->links < MAX_LINKS)
			continue;
		*last = parse_substatement(p);
		break;
	}
	p->links = links;
	return first;
}

static struct node *parse_while(struct parser *p, uint8_t kind)
{
	struct node *n = node_new(p, kind);

	advance(p);
	n->a = parse_condition(p);
	if (p->bad)
		n->a = give_up(p, n->pos);
	n->b = parse_substatement(p);
	return n;
}

static struct node *parse_do(struct parser *p)
{
	struct node *n = node_new(p, N_DO);

	advance(p);
	n->b = parse_substatement(p);
	if (p->bad)
		return n;
	if (p->kind != K_WHILE) {
		/* do { … } MACRO_WITH_WHILE(x); or a macro's body that leaves it open */
		if (p->kind == T_IDENT)
			n->a = parse_expression(p);
		else if (!p->in_macro)
			return fail(p);
		if (!p->bad && p->kind == T_SEMI)
			advance(p);
		return n;
	}
	advance(p);
	n->a = parse_condition(p);
	if (!p->bad && !accept(p, T_SEMI) && !p->in_macro && p->kind != T_RBRACE &&
	    !(here(p)->flags & TF_BOL))
		return fail(p);
	return n;
}

static void parse_for_head(struct parser *p, struct node *n, uint32_t end)
{
	if (p->kind == T_SEMI) {
		advance(p);
	} else if (starts_declaration(p)) {
		n->a = parse_declaration(p, false);
	} else {
		n->a = parse_expression(p);
		if (!p->bad && p->at != end && !accept(p, T_SEMI))
			fail(p);
	}
	if (!p->bad && p->kind != T_SEMI && p->at < end)
		n->b = parse_expression(p);
	if (!p->bad && p->at < end && !accept(p, T_SEMI))
		fail(p);
	if (!p->bad && p->at < end)
		n->c = parse_expression(p);
}

static struct node *parse_for(struct parser *p)
{
	struct node *n = node_new(p, N_FOR);

	advance(p);
	if (p->kind != T_LPAREN)
		return fail(p);

	uint32_t open = p->at, end = bracket_end(p, open);

	advance(p);
	parse_for_head(p, n, end);
	if (p->bad || p->at != end)
		n->b = give_up(p, p->tok[open].pos);
	leave_bracket(p, end, T_RPAREN);
	n->d = parse_substatement(p);
	return n;
}

static struct node *parse_case(struct parser *p)
{
	struct node *n = node_new(p, N_CASE);

	advance(p);
	n->a = parse_conditional_expression(p);
	if (!p->bad && accept(p, T_ELLIPSIS))
		n->b = parse_conditional_expression(p);
	if (!p->bad && !accept(p, T_COLON))
		return fail(p);
	return n;
}

static struct node *parse_goto(struct parser *p)
{
	struct node *n = node_new(p, N_GOTO);

	advance(p);
	if (p->kind == T_MUL) {
		advance(p);
		n->a = parse_expression(p);
	} else if (is_word(p->kind)) {
		n->name = here(p)->aux;
		advance(p);
		if (p->kind == T_LPAREN) /* a macro that makes the label's name */
			skip_one(p);
	} else {
		return fail(p);
	}
	return n;
}

static struct node *parse_return(struct parser *p)
{
	struct node *n = node_new(p, N_RETURN);

	advance(p);
	if (p->kind == T_LBRACE)
		n->a = parse_initializer(p);
	else if (p->kind != T_SEMI && p->kind != T_END)
		n->a = parse_expression(p);
	return n;
}

static struct node *parse_asm(struct parser *p)
{
	struct node *n = node_new(p, N_ASM);

	advance(p);
	while (p->kind == K_QUALIFIER || p->kind == K_GOTO || p->kind == K_INLINE ||
	       p->kind == T_IDENT)
		advance(p);
	if (p->kind != T_LPAREN)
		return fail(p);

	uint32_t end = bracket_end(p, p->at);

	advance(p);
	while (p->at < end && p->kind != T_COLON) /* the template */
		skip_one(p);
	n->list = parse_asm_operands(p, end);
	leave_bracket(p, end, T_RPAREN);
	return n;
}

/* The semicolon after a statement that needs one. */
static struct node *finish(struct parser *p, struct node *n)
{
	if (p->bad)
		return n;
	if (accept(p, T_SEMI) || (p->in_macro && p->kind == T_END))
		return n;
	return fail(p);
}

static struct node *parse_jump(struct parser *p, uint8_t kind)
{
	struct node *n = node_new(p, kind);

	advance(p);
	return finish(p, n);
}

/* ---- expression statements and macros ---- */

static const struct node *innermost_callee(const struct node *n)
{
	while (n->kind == N_CALL)
		n = n->a;
	return n;
}

struct node *parse_macro_loop(struct parser *p, struct node *call)
{
	struct node *n = node_at(p, N_MACRO_LOOP, call->pos);

	n->a = call;
	n->b = parse_substatement(p);
	return n;
}

/* @start is the statement's first token; the cursor is after its call @n. */
static bool is_loop(const struct parser *p, uint32_t start, const struct node *n)
{
	if (n->kind != N_CALL || innermost_callee(n)->kind != N_IDENT)
		return false;
	if (p->kind == T_LBRACE)
		return true;
	if (p->kind == T_SEMI || p->kind == T_END || p->kind == T_RBRACE || p->kind == T_RPAREN ||
	    p->kind == K_CASE || p->kind == K_DEFAULT || p->kind == K_ELSE)
		return p->kind != T_SEMI && looks_like_iterator(p, start) && p->in_macro;
	if (looks_like_iterator(p, start))
		return true;
	if (!(here(p)->flags & TF_BOL))
		return is_word(p->kind) && (p->kind != T_IDENT || next_kind(p) != T_LPAREN);
	return column_of(p, p->at) > column_of(p, start) &&
	       (is_word(p->kind) || p->kind == T_MUL || p->kind == T_INC || p->kind == T_DEC);
}

/* May the semicolon of the expression statement @n be missing here? */
static bool may_lack_semicolon(const struct parser *p, const struct node *n)
{
	if (p->kind == T_END)
		return p->in_macro;
	if (n->kind != N_CALL && n->kind != N_IDENT && n->kind != N_STR)
		return false;
	return p->kind == T_RBRACE || (here(p)->flags & TF_BOL) ||
	       (n->kind == N_CALL && p->kind == T_IDENT);
}

/* An iterator whose statement starts with a star or a parenthesis would read on as an operator. */
static struct node *parse_iterator(struct parser *p)
{
	struct node *call = node_new(p, N_CALL);

	call->a = node_new(p, N_IDENT);
	call->a->name = here(p)->aux;
	advance(p);
	call->list = parse_arguments(p);
	return parse_macro_loop(p, call);
}

static struct node *parse_expression_statement(struct parser *p)
{
	uint32_t start = p->at, paren, next;
	struct node *n;

	paren = after(p, start);
	if (p->kind == T_IDENT && kind_at(p, paren) == T_LPAREN) {
		next = after_bracket(p, paren);
		if (kind_at(p, next) == T_LBRACE ||
		    ((p->tok[next].flags & TF_BOL) && kind_at(p, next) != T_SEMI &&
		     kind_at(p, next) != T_RBRACE && kind_at(p, next) != T_END &&
		     looks_like_iterator(p, start)))
			return parse_iterator(p);
	}
	if (p->kind == T_IDENT && kind_at(p, paren) == T_LBRACE) { /* MACRO { … } */
		n = node_new(p, N_CALL);
		n->a = node_new(p, N_IDENT);
		n->a->name = here(p)->aux;
		advance(p);
		return parse_macro_loop(p, n);
	}
	n = node_new(p, N_EXPR);
	if (p->kind == T_IDENT && kind_at(p, paren) == T_IDENT &&
	    (p->tok[paren].flags & TF_BOL)) { /* MACRO */
		n->a = node_new(p, N_IDENT);
		n->a->name = here(p)->aux;
		advance(p);
		return n;
	}
	n->a = parse_expression(p);
	if (p->bad)
		return n;
	if (is_loop(p, start, n->a))
		return parse_macro_loop(p, n->a);
	if (accept(p, T_SEMI) || may_lack_semicolon(p, n->a))
		return n;
	return fail(p);
}

/* ---- statements ---- */

static struct node *parse_label(struct parser *p)
{
	struct node *n = node_new(p, N_LABEL), *attrs = NULL;
	struct list attrs_list = list_of(&attrs);

	n->name = here(p)->aux;
	advance(p);
	advance(p);
	while (p->kind == K_ATTRIBUTE ||
	       (p->kind == T_IDENT && (here(p)->flags & TF_ATTR) && next_kind(p) == T_SEMI))
		parse_attribute(p, &attrs_list);
	n->attrs = attrs;
	return n;
}

static struct node *parse_statement_at_depth(struct parser *p)
{
	struct node *n;

	switch (p->kind) {
	case T_LBRACE:
		return parse_block(p);
	case T_SEMI:
		n = node_new(p, N_EMPTY);
		advance(p);
		return n;
	case K_IF:
		return parse_if(p);
	case K_WHILE:
		return parse_while(p, N_WHILE);
	case K_SWITCH:
		return parse_while(p, N_SWITCH);
	case K_DO:
		return parse_do(p);
	case K_FOR:
		return parse_for(p);
	case K_CASE:
		return parse_case(p);
	case K_DEFAULT:
		n = node_new(p, N_DEFAULT);
		advance(p);
		return accept(p, T_COLON) ? n : fail(p);
	case K_GOTO:
		return finish(p, parse_goto(p));
	case K_RETURN:
		return finish(p, parse_return(p));
	case K_BREAK:
		return parse_jump(p, N_BREAK);
	case K_CONTINUE:
		return parse_jump(p, N_CONTINUE);
	case K_ASM:
		return finish(p, parse_asm(p));
	case K_ATTRIBUTE:
		if (starts_declaration(p))
			break;
		n = node_new(p, N_EMPTY);
		advance(p);
		if (p->kind == T_LPAREN)
			skip_one(p);
		accept(p, T_SEMI);
		return n;
	case T_IDENT:
		if (next_kind(p) == T_COLON)
			return parse_label(p);
		break;
	}
	if (starts_declaration(p))
		return parse_declaration(p, false);
	return parse_expression_statement(p);
}

static void skip_statement(struct parser *p)
{
	while (p->kind != T_SEMI && p->kind != T_RBRACE && p->kind != T_END) {
		bool block = p->kind == T_LBRACE;

		skip_one(p);
		if (block)
			return;
	}
	accept(p, T_SEMI);
}

static struct node *parse_statement(struct parser *p)
{
	uint32_t start = p->at;
	unsigned links = p->links;
	struct node *n = enter(p) ? parse_statement_at_depth(p) : fail(p);

	leave(p);
	p->links = links;
	if (p->bad) {
		n = give_up(p, p->tok[start].pos);
		skip_statement(p);
	}
	return n;
}

void parse_statements(struct parser *p, struct list *l, uint32_t end)
{
	for (;;) {
		if (list_group(p, l, LIST_STMT, parse_statements))
			continue;
		if (p->at >= end || p->kind == T_END)
			return;

		uint32_t start = p->at;
		struct node *n = parse_statement(p);

		list_add(l, n);
		for (unsigned i = 0; n->kind == N_MACRO_LOOP && p->kind == K_ELSE && i < MAX_LINKS;
		     i++) {
			advance(p);
			n->c = parse_substatement(p);
			n = n->c;
		}
		if (p->at == start)
			skip_one(p);
	}
}

struct node *parse_block(struct parser *p)
{
	struct node *n = node_new(p, N_BLOCK);
	struct list l = list_of(&n->list);
	uint32_t end = bracket_end(p, p->at);

	advance(p);
	parse_statements(p, &l, end);
	n->end = p->tok[end].pos;
	leave_bracket(p, end, T_RBRACE);
	return n;
}
