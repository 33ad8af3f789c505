// SPDX-License-Identifier: GPL-2.0-only
/*
 * What stands between the parentheses of a call, which may be a macro's, in
 * the braces of an initializer and in an asm statement. Each element that
 * can't be read is an N_ERROR of its own; its neighbours are not lost.
 */
#include "csyntax/parser_internal.h"

/* The comma or the closer @end that ends the argument at the cursor; *@semi: a ; is in it. */
static uint32_t argument_end(const struct parser *p, uint32_t end, bool *semi)
{
	uint32_t i = p->at;

	*semi = false;
	while (i < end && kind_at(p, i) != T_COMMA) {
		if (kind_at(p, i) == T_SEMI)
			*semi = true;
		i = is_opener(kind_at(p, i)) ? after_bracket(p, i) : after(p, i);
	}
	return i < end ? i : end;
}

/* An argument that is statements: an N_BLOCK up to @end, which is the comma or parenthesis. */
static struct node *parse_statement_argument(struct parser *p, uint32_t end)
{
	struct node *n = node_new(p, N_BLOCK);
	struct list l = list_of(&n->list);
	uint32_t limit = p->limit;
	bool in_macro = p->in_macro;

	if (!enter(p)) {
		leave(p);
		return fail(p);
	}
	p->limit = end;
	p->in_macro = true; /* the last statement needs no semicolon */
	cursor_set(p, p->at);
	parse_statements(p, &l, end);
	p->in_macro = in_macro;
	p->limit = limit;
	cursor_set(p, end);
	n->end = here(p)->pos;
	leave(p);
	return n;
}

/* One that no expression starts with */
static bool is_operator(uint8_t kind)
{
	return kind >= T_ASSIGN && kind <= T_LOR && kind != T_ADD && kind != T_SUB &&
	       kind != T_MUL && kind != T_AND && kind != T_LAND;
}

/* A brace as an argument: a block or an initializer? */
static bool is_block_argument(const struct parser *p)
{
	uint8_t kind = next_kind(p);

	return (here(p)->flags & TF_SEMI) || is_stmt_keyword(kind);
}

static struct node *parse_designated(struct parser *p);

static bool starts_designator(const struct parser *p)
{
	return (p->kind == T_DOT && is_word(next_kind(p))) || p->kind == T_LBRACKET ||
	       (p->kind == T_IDENT && next_kind(p) == T_COLON);
}

static struct node *parse_argument(struct parser *p, uint32_t end, bool may_hold_semi)
{
	uint32_t next = after(p, p->at);
	bool single = next >= end || kind_at(p, next) == T_COMMA, semi = false;
	struct node *n;

	if (may_hold_semi || is_stmt_keyword(p->kind)) {
		uint32_t e = argument_end(p, end, &semi);

		if (semi || (is_stmt_keyword(p->kind) && !single))
			return parse_statement_argument(p, e);
	}
	if (single && !is_decl_keyword(p->kind) && p->kind != T_INT && p->kind != T_STR) {
		n = node_new(p, is_word(p->kind) ? N_IDENT : N_CONST); /* a name or an operator */
		n->name = is_word(p->kind) ? here(p)->aux : 0;
		advance(p);
		return n;
	}
	if (p->kind == T_LBRACE)
		return is_block_argument(p) ? parse_block(p) : parse_initializer(p);
	if (p->kind == T_COLON) {
		n = node_new(p, N_ASM);
		n->list = parse_asm_operands(p, end);
		return n;
	}
	if (is_operator(p->kind)) { /* &= ~ */
		n = node_new(p, N_CONST);
		while (p->at < end && p->kind != T_COMMA)
			skip_one(p);
		return n;
	}
	if (p->kind == T_DOT || p->kind == T_LBRACKET)
		return parse_designated(p);
	if (starts_type_argument(p)) {
		n = parse_type(p);
		if (!p->bad && accept(p, T_ASSIGN))
			n->a = parse_initializer(p);
		if (!p->bad && accept(p, T_COLON)) /* a bit-field */
			parse_assignment(p);
		return n;
	}
	n = parse_assignment(p);
	if (!p->bad && p->kind == T_COLON && n->kind == N_STR) {
		struct node *asm_node = node_at(p, N_ASM, n->pos);

		asm_node->list = parse_asm_operands(p, end);
		return asm_node;
	}
	if (!p->bad && p->kind == T_LBRACE && n->kind == N_CALL)
		return parse_macro_loop(p, n);
	if (!p->bad && (p->kind == T_ELLIPSIS || p->kind == T_COLON)) { /* a range */
		advance(p);
		if (p->at < end && p->kind != T_COMMA)
			parse_assignment(p);
	}
	return n;
}

/* Does an element start here although no comma stands before it? __field(u32, a) __field(u32, b) */
static bool starts_another(const struct parser *p, const struct node *n)
{
	return n->kind == N_CALL && (p->kind == T_IDENT || is_decl_keyword(p->kind));
}

struct node *parse_arguments(struct parser *p)
{
	uint32_t open = p->at, end = bracket_end(p, open);
	bool may_hold_semi = p->tok[open].flags & TF_SEMI;
	unsigned links = p->links, longest = links;
	struct node *first = NULL;
	struct list l = list_of(&first);

	if (!enter(p)) {
		leave(p);
		cursor_set(p, after_bracket(p, open));
		return give_up(p, p->tok[open].pos);
	}
	advance(p);
	while (p->at < end) {
		if (p->kind == T_COMMA) {
			list_add(&l, node_new(p, N_EMPTY));
			advance(p);
			continue;
		}

		uint32_t start = p->at;
		struct node *n = parse_argument(p, end, may_hold_semi);

		if (p->bad || (p->at != end && p->kind != T_COMMA && !starts_another(p, n))) {
			n = give_up(p, p->tok[start].pos);
			while (p->at < end && p->kind != T_COMMA)
				skip_one(p);
		}
		list_add(&l, n);
		if (accept(p, T_COMMA) && p->at >= end)
			list_add(&l, node_new(p, N_EMPTY));
		if (p->links > longest)
			longest = p->links;
		p->links = links;
	}
	p->links = longest;
	leave_bracket(p, end, T_RPAREN);
	leave(p);
	return first;
}

/* ---- initializers ---- */

/* .a.b[3] = value, [1 ... 2] = value, a: value */
static struct node *parse_designated(struct parser *p)
{
	struct node *n = node_new(p, N_INIT_ELEM), *d;
	struct list l = list_of(&n->list);

	if (p->kind == T_IDENT) {
		d = node_new(p, N_IDENT);
		d->name = here(p)->aux;
		list_add(&l, d);
		advance(p);
		advance(p);
		n->a = parse_initializer(p);
		return n;
	}
	for (;;) {
		if (p->kind == T_DOT && is_word(next_kind(p))) {
			advance(p);
			d = node_new(p, N_IDENT);
			d->name = here(p)->aux;
			advance(p);
			if (p->kind == T_LPAREN) { /* .MACRO(x) = */
				struct node *call = node_at(p, N_CALL, d->pos);

				call->a = d;
				call->list = parse_arguments(p);
				d = call;
			}
		} else if (p->kind == T_LBRACKET) {
			uint32_t end = bracket_end(p, p->at);

			d = node_new(p, N_INDEX);
			advance(p);
			d->b = parse_assignment(p);
			if (!p->bad && accept(p, T_ELLIPSIS))
				parse_assignment(p);
			if (p->bad || p->at != end)
				d->b = give_up(p, d->pos);
			leave_bracket(p, end, T_RBRACKET);
		} else {
			break;
		}
		list_add(&l, d);
	}
	if (!n->list)
		return fail(p);
	if (!accept(p, T_ASSIGN) && (p->kind == T_COMMA || p->kind == T_RPAREN))
		return n; /* .member alone, as a macro's argument */
	n->a = parse_initializer(p);
	return n;
}

struct node *parse_element(struct parser *p)
{
	if (starts_designator(p))
		return parse_designated(p);
	if (starts_type_argument(p) && next_kind(p) != T_IDENT)
		return parse_type(p); /* in the braces of a macro's argument */
	return parse_initializer(p);
}

/* After an element: a comma, or anything where a macro may have brought the comma along. */
static bool may_follow_element(const struct parser *p)
{
	return p->kind == T_COMMA || p->kind == T_END || p->raw != p->at || p->kind == T_IDENT ||
	       p->kind == T_LBRACE || (here(p)->flags & TF_BOL);
}

void parse_elements(struct parser *p, struct list *l, uint32_t end)
{
	unsigned links = p->links, longest = links;

	for (;;) {
		if (list_group(p, l, LIST_COMMA, parse_elements))
			continue;
		if (p->at >= end || p->kind == T_END)
			break;
		if (accept(p, T_COMMA))
			continue;

		uint32_t start = p->at;
		struct node *n;

		n = parse_element(p);
		if (p->bad || (p->at < end && !may_follow_element(p))) {
			n = give_up(p, p->tok[start].pos);
			if (p->at == start && p->at < end && p->kind != T_COMMA)
				skip_one(p);
			while (p->at < end && p->kind != T_COMMA && p->kind != T_END)
				skip_one(p);
		}
		list_add(l, n);
		if (p->links > longest)
			longest = p->links;
		p->links = links;
	}
	p->links = longest;
}

static struct node *parse_initializer_at_depth(struct parser *p)
{
	struct node *n = node_new(p, N_INIT);
	struct list l = list_of(&n->list);
	uint32_t end = bracket_end(p, p->at);

	advance(p);
	parse_elements(p, &l, end);
	n->end = p->tok[end].pos;
	leave_bracket(p, end, T_RBRACE);
	return n;
}

struct node *parse_initializer(struct parser *p)
{
	struct node *n;

	if (p->kind != T_LBRACE)
		return parse_assignment(p);
	n = enter(p) ? parse_initializer_at_depth(p) : fail(p);
	leave(p);
	return n;
}

/* ---- asm ---- */

struct node *parse_asm_operands(struct parser *p, uint32_t end)
{
	struct node *first = NULL, *n;
	struct list l = list_of(&first);
	unsigned colons = 0;

	while (p->at < end && p->kind != T_END) {
		uint32_t start = p->at;

		switch (p->kind) {
		case T_COLON:
			colons++;
			advance(p);
			continue;
		case T_LPAREN:
			n = parse_condition(p);
			break;
		case T_IDENT:
			if (colons >= 4) {
				n = node_new(p, N_LABEL_ADDR);
				n->name = here(p)->aux;
				advance(p);
				break;
			}
			if (next_kind(p) != T_LPAREN) {
				advance(p);
				continue;
			}
			n = parse_assignment(p);
			break;
		default:
			skip_one(p);
			continue;
		}
		if (p->bad || p->at == start) {
			n = give_up(p, p->tok[start].pos);
			if (p->at == start)
				skip_one(p);
		}
		list_add(&l, n);
	}
	return first;
}
