// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bodies of structs, unions and enums: fields, bit-fields, anonymous members,
 * conditional members, and macros among them (DECLARE_BITMAP(x, n);
 * struct_group(name, members)).
 */
#include "csyntax/parser_internal.h"

static void skip_field(struct parser *p, uint32_t end)
{
	while (p->at < end && p->kind != T_END && p->kind != T_SEMI)
		skip_one(p);
	accept(p, T_SEMI);
}

static void parse_fields(struct parser *p, struct list *l, uint32_t end);

/* @members from the cursor up to @end, for a reader who sees nothing beyond. */
static void parse_fields_until(struct parser *p, struct list *members, uint32_t end)
{
	uint32_t limit = p->limit;

	p->limit = end;
	cursor_set(p, p->at);
	parse_fields(p, members, end);
	p->limit = limit;
	cursor_set(p, end);
}

static struct node *alias_of(struct parser *p, struct node *record)
{
	struct node *n = node_new(p, N_VAR);

	n->name = here(p)->aux;
	n->type = arena_new(p->arena, struct ctype);
	n->type->kind = TY_ANON;
	n->type->record = record;
	return n;
}

/* The comma or parenthesis that ends the macro's argument at the cursor. */
static uint32_t argument_end(const struct parser *p, uint32_t end)
{
	uint32_t i = p->at;

	while (i < end && kind_at(p, i) != T_COMMA)
		i = is_opener(kind_at(p, i)) ? after_bracket(p, i) : after(p, i);
	return i < end ? i : end;
}

/*
 * IDENT(name, members;) as struct_group() has it: the members in an anonymous
 * record, and a field of that record's type for each word among the arguments
 * before them.
 */
static void parse_member_group(struct parser *p, struct list *l)
{
	uint32_t end = bracket_end(p, after(p, p->at));
	struct node *record = node_new(p, N_RECORD), *decl = node_new(p, N_DECL), *vars = NULL;
	struct list members = list_of(&record->list), vars_list = list_of(&vars);

	decl->list = record;
	advance(p);
	advance(p);
	while (p->at < end) {
		uint8_t then = next_kind(p);

		if (accept(p, T_COMMA))
			continue;
		if (p->kind == T_IDENT && (then == T_COMMA || after(p, p->at) >= end)) {
			list_add(&vars_list, alias_of(p, record));
			advance(p);
		} else if (p->kind == K_ATTRIBUTE || (p->kind == T_IDENT && then == T_LPAREN)) {
			advance(p);
			if (p->kind == T_LPAREN)
				skip_one(p);
		} else {
			/* behind a name, commas are those of declarators */
			parse_fields_until(p, &members, vars ? end : argument_end(p, end));
		}
	}
	record->end = p->tok[end].pos;
	list_add(l, decl);
	if (vars) {
		decl = node_at(p, N_DECL, record->pos);
		decl->list = vars;
		list_add(l, decl);
	}
	leave_bracket(p, end, T_RPAREN);
}

/* IDENT(…) that is no type: the macro declares something. */
static bool is_macro_field(const struct parser *p)
{
	uint32_t paren = after(p, p->at);

	return p->kind == T_IDENT && kind_at(p, paren) == T_LPAREN &&
	       word_role(p, false, PLACE_DECL) == ROLE_NAME;
}

static struct node *parse_macro_field(struct parser *p)
{
	struct node *n = node_new(p, N_EXPR), *attrs = NULL;
	struct list attrs_list = list_of(&attrs);

	n->a = node_new(p, N_CALL);
	n->a->a = node_new(p, N_IDENT);
	n->a->a->name = here(p)->aux;
	advance(p);
	n->a->list = parse_arguments(p);
	while (parse_attribute(p, &attrs_list))
		;
	n->attrs = attrs;
	if (p->kind == T_COLON) {
		advance(p);
		parse_assignment(p);
	}
	accept(p, T_SEMI);
	return n;
}

static struct node *parse_field(struct parser *p)
{
	struct node *n = node_new(p, N_DECL);
	struct list l = list_of(&n->list);
	struct specs s;

	parse_specs(p, &s, PLACE_DECL);
	list_add(&l, s.bodies);
	if (p->bad)
		return fail(p);
	if (s.any && (p->kind == T_SEMI || p->kind == T_END)) {
		n->type = arena_new(p->arena, struct ctype);
		*n->type = s.base;
		accept(p, T_SEMI);
		return n;
	}
	for (;;) {
		struct declarator d;
		uint32_t start = p->at;
		struct node *v;

		parse_declarator(p, &s, &d, PLACE_DECL);
		if (p->bad || (p->at == start && p->kind != T_COLON))
			return fail(p);
		v = node_at(p, N_VAR, d.pos);
		v->name = d.name;
		v->type = d.type;
		v->flags = s.flags;
		*d.attrs_list.tail = s.attrs;
		v->attrs = v->list = d.attrs;
		if (accept(p, T_COLON))
			parse_assignment(p); /* the width of a bit-field */
		while (parse_attribute(p, &d.attrs_list))
			;
		list_add(&l, v);
		if (p->bad)
			return fail(p);
		if (accept(p, T_COMMA))
			continue;
		if (accept(p, T_SEMI) || p->kind == T_END || p->kind == T_RBRACE)
			return n;
		return fail(p);
	}
}

static void parse_fields(struct parser *p, struct list *l, uint32_t end)
{
	for (;;) {
		if (list_group(p, l, LIST_STMT, parse_fields))
			continue;
		if (p->at >= end || p->kind == T_END)
			return;
		if (accept(p, T_SEMI))
			continue;

		uint32_t start = p->at;

		if (is_macro_field(p)) {
			if (p->tok[after(p, start)].flags & TF_SEMI && enter(p)) {
				parse_member_group(p, l);
				leave(p);
				continue;
			}
			list_add(l, parse_macro_field(p));
		} else if (p->kind == T_IDENT && next_kind(p) == T_SEMI) {
			struct node *n = node_new(p, N_EXPR); /* MACRO; */

			n->a = node_new(p, N_IDENT);
			n->a->name = here(p)->aux;
			advance(p);
			list_add(l, n);
		} else {
			struct node *n = enter(p) ? parse_field(p) : fail(p);

			leave(p);
			list_add(l, p->bad ? NULL : n);
		}
		if (p->bad) {
			list_add(l, give_up(p, p->tok[start].pos));
			if (p->at == start)
				skip_one(p);
			skip_field(p, end);
		} else if (p->at == start) {
			skip_one(p);
		}
	}
}

static void parse_enumerators(struct parser *p, struct list *l, uint32_t end)
{
	for (;;) {
		if (list_group(p, l, LIST_COMMA, parse_enumerators))
			continue;
		if (p->at >= end || p->kind == T_END)
			return;
		if (accept(p, T_COMMA) || accept(p, T_SEMI))
			continue;

		uint32_t start = p->at;
		struct node *n = node_new(p, N_INIT_ELEM), *attrs = NULL;
		struct list attrs_list = list_of(&attrs);

		if (!is_word(p->kind)) {
			fail(p);
		} else if (next_kind(p) == T_LPAREN) {
			n->a = parse_assignment(p);
			if (accept(p, T_ASSIGN))
				n->a = parse_assignment(p);
		} else {
			n->name = here(p)->aux;
			advance(p);
			while (parse_attribute(p, &attrs_list))
				;
			if (accept(p, T_ASSIGN))
				n->a = parse_assignment(p);
		}
		if (p->bad || (p->at < end && p->kind != T_COMMA && p->kind != T_END &&
			       p->raw == p->at && !is_word(p->kind))) {
			n = give_up(p, p->tok[start].pos);
			if (p->at == start)
				skip_one(p);
			while (p->at < end && p->kind != T_COMMA && p->kind != T_END)
				skip_one(p);
		}
		list_add(l, n);
	}
}

/* A word between struct and its tag or brace that is not the tag. */
static bool is_tag_attribute(const struct parser *p)
{
	if (here(p)->flags & TF_ATTR)
		return true;

	uint32_t next = after(p, p->at);

	if (kind_at(p, next) == T_IDENT && looks_like_attribute(p, p->at))
		return kind_at(p, after(p, next)) == T_LBRACE;
	return false;
}

static void parse_tag(struct parser *p, struct specs *s, struct ctype *t)
{
	for (;;) {
		if (p->kind == K_ATTRIBUTE || (p->kind == T_IDENT && is_tag_attribute(p))) {
			if (!parse_attribute(p, &s->attrs_list))
				advance(p);
			continue;
		}
		if (p->kind == K_QUALIFIER) {
			advance(p);
			continue;
		}
		if (p->kind != T_IDENT || t->name)
			return;
		t->name = here(p)->aux;
		advance(p);
		if (p->kind == T_LPAREN &&
		    (p->tok[p->raw - 1].pos + p->tok[p->raw - 1].len == here(p)->pos)) {
			/* struct MACRO(x): only where no declarator can follow */
			uint32_t next = after_bracket(p, p->at);

			if (kind_at(p, next) == T_LBRACE || kind_at(p, next) == T_MUL ||
			    (kind_at(p, next) == T_IDENT && kind_at(p, after(p, next)) != T_LPAREN))
				cursor_set(p, next);
		}
	}
}

void parse_tagged(struct parser *p, struct specs *s)
{
	uint8_t keyword = p->kind;
	struct ctype *t = &s->base;
	struct node *n;
	uint32_t pos = here(p)->pos;

	t->kind = keyword == K_STRUCT ? TY_STRUCT : keyword == K_UNION ? TY_UNION : TY_ENUM;
	t->name = 0;
	advance(p);
	parse_tag(p, s, t);
	if (keyword == K_ENUM && p->kind == T_COLON && is_word(next_kind(p)) && t->name) {
		uint32_t i = after(p, p->at); /* enum e : u8 { */

		while (is_word(kind_at(p, i)))
			i = after(p, i);
		if (kind_at(p, i) == T_LBRACE)
			cursor_set(p, i);
	}
	if (p->kind != T_LBRACE)
		return;

	n = node_at(p, keyword == K_ENUM ? N_ENUM : N_RECORD, pos);

	struct list l = list_of(&n->list);
	uint32_t end = bracket_end(p, p->at);

	n->name = t->name;
	n->flags = keyword == K_UNION ? NF_UNION : 0;
	advance(p);
	if (!enter(p)) {
		give_up(p, pos);
		cursor_set(p, end);
	} else if (keyword == K_ENUM) {
		parse_enumerators(p, &l, end);
	} else {
		parse_fields(p, &l, end);
	}
	leave(p);
	n->end = p->tok[end].pos;
	leave_bracket(p, end, T_RBRACE);
	if (!n->name)
		t->kind = TY_ANON;
	t->record = n;
	list_add(&s->bodies_list, n);
}
