// SPDX-License-Identifier: GPL-2.0-only
/*
 * Declarations: specifiers, declarators, parameters, initialized variables,
 * function definitions, and the macro calls that stand for all of these
 * (DEFINE_SPINLOCK(x); SYSCALL_DEFINE1(…) { … }).
 */
#include "csyntax/parser_internal.h"

/* ---- attributes ---- */

/* The contents of __attribute__((a, b(c))), or of _Alignas(x): each an N_IDENT or N_CALL. */
static void parse_gnu_attribute(struct parser *p, struct list *l)
{
	advance(p);
	if (p->kind != T_LPAREN)
		return;

	uint32_t end = bracket_end(p, p->at);

	if (next_kind(p) == T_LPAREN)
		advance(p);
	list_add(l, parse_arguments(p));
	leave_bracket(p, end, T_RPAREN);
}

/* An attribute word with its arguments, if it has some. */
static void parse_attribute_word(struct parser *p, struct list *l)
{
	struct node *n = node_new(p, N_IDENT);

	n->name = here(p)->aux;
	advance(p);
	if (p->kind == T_LPAREN && next_kind(p) != T_MUL) {
		struct node *call = node_at(p, N_CALL, n->pos);
		uint64_t errors = p->stats->errors;

		call->a = n;
		call->list = parse_arguments(p);
		p->stats->errors = errors; /* attributes need not be code */
		n = call;
	}
	list_add(l, n);
}

bool parse_attribute(struct parser *p, struct list *l)
{
	if (p->kind == K_ATTRIBUTE) {
		parse_gnu_attribute(p, l);
		return true;
	}
	if (p->kind == T_IDENT && (here(p)->flags & TF_ATTR)) {
		parse_attribute_word(p, l);
		return true;
	}
	return false;
}

/* ---- specifiers ---- */

static void add_builtin(struct parser *p, struct specs *s)
{
	s->base.kind = TY_BUILTIN;
	s->base.name = here(p)->aux;
	s->has_type = true;
	advance(p);
}

static void parse_typeof(struct parser *p, struct specs *s)
{
	s->base.kind = TY_TYPEOF;
	s->has_type = true;
	advance(p);
	if (p->kind != T_LPAREN)
		return;

	uint32_t open = p->at, end = bracket_end(p, open);

	advance(p);
	s->base.expr = is_type_until(p, p->at, end) ? parse_type(p) : parse_expression(p);
	if (!p->bad && p->kind == T_COMMA) { /* typeof_member(type, member) */
		advance(p);

		struct node *n = node_at(p, N_MEMBER, p->tok[open].pos);

		n->a = s->base.expr;
		n->name = is_word(p->kind) ? here(p)->aux : 0;
		s->base.expr = n;
		parse_assignment(p);
	}
	if (p->bad || p->at != end)
		s->base.expr = give_up(p, p->tok[open].pos);
	leave_bracket(p, end, T_RPAREN);
}

/* One specifier that is a keyword: false if the cursor is not at one. */
static bool parse_keyword_spec(struct parser *p, struct specs *s)
{
	switch (p->kind) {
	case K_STATIC:
		s->flags |= NF_STATIC;
		break;
	case K_EXTERN:
		s->flags |= NF_EXTERN;
		break;
	case K_TYPEDEF:
		s->flags |= NF_TYPEDEF;
		break;
	case K_INLINE:
		s->flags |= NF_INLINE;
		break;
	case K_STORAGE:
	case K_EXTENSION:
	case K_QUALIFIER:
		break;
	case K_ATTRIBUTE:
		parse_gnu_attribute(p, &s->attrs_list);
		return true;
	case K_BUILTIN:
		add_builtin(p, s);
		return true;
	case K_STRUCT:
	case K_UNION:
	case K_ENUM:
		s->has_type = true;
		parse_tagged(p, s);
		return true;
	case K_TYPEOF:
		parse_typeof(p, s);
		return true;
	default:
		return false;
	}
	advance(p);
	return true;
}

/* A word that is the type: a typedef's name, or a macro with arguments. */
static void parse_type_word(struct parser *p, struct specs *s)
{
	s->base.kind = TY_TYPEDEF;
	s->base.name = here(p)->aux;
	s->has_type = true;
	if (next_kind(p) == T_LPAREN && !is_pointer_declarator(p, after(p, p->at)))
		cursor_set(p, after_bracket(p, after(p, p->at)));
	else
		advance(p);
}

void parse_specs(struct parser *p, struct specs *s, enum place place)
{
	*s = (struct specs){ 0 };
	s->attrs_list = list_of(&s->attrs);
	s->bodies_list = list_of(&s->bodies);
	while (!p->bad) {
		if (p->kind != T_IDENT) {
			if (!parse_keyword_spec(p, s))
				return;
			s->any = true;
			continue;
		}
		switch (word_role(p, s->has_type, place)) {
		case ROLE_TYPE:
			parse_type_word(p, s);
			break;
		case ROLE_ATTR:
			if (here(p)->aux == p->words.percpu)
				s->flags |= NF_PERCPU;
			parse_attribute_word(p, &s->attrs_list);
			break;
		case ROLE_NAME:
			return;
		}
		s->any = true;
	}
}

/* ---- declarators ---- */

static void parse_dimension(struct parser *p, struct ctype *t)
{
	uint32_t end = bracket_end(p, p->at);

	advance(p);
	while (p->kind == K_STATIC || p->kind == K_QUALIFIER)
		advance(p);
	if (p->at != end && p->kind != T_MUL)
		parse_assignment(p);
	if (p->bad)
		give_up(p, p->tok[end].pos);
	leave_bracket(p, end, T_RBRACKET);
	if (t->dims < UINT8_MAX)
		t->dims++;
}

static name_t text_name(const struct parser *p, uint32_t from, uint32_t to)
{
	return to > from && to - from < 200 ? name_intern(p->t.text + from, to - from) : 0;
}

/* (args) or [n] behind the name, and what attributes come after them. */
static void parse_suffixes(struct parser *p, struct declarator *d)
{
	struct ctype *t = d->type;

	for (;;) {
		if (p->kind == T_LBRACKET) {
			parse_dimension(p, t);
		} else if (p->kind == T_LPAREN) {
			if (t->is_func && d->name) /* MACRO(name)(params): named as written */
				d->name = text_name(p, d->pos, p->tok[p->at - 1].pos + 1);
			t->params = parse_params(p, &d->variadic);
			t->is_func = true;
		} else {
			return;
		}
	}
}

/* Attributes after a declarator: known words, and unknown ones by their place. */
static void parse_trailing_attributes(struct parser *p, struct declarator *d)
{
	for (;;) {
		if (parse_attribute(p, &d->attrs_list))
			continue;
		if (p->kind == K_ASM) { /* asm("register or symbol") */
			advance(p);
			if (p->kind == T_LPAREN)
				cursor_set(p, after_bracket(p, p->at));
			continue;
		}
		if (p->kind != T_IDENT || !d->name)
			return;

		uint32_t next = after(p, p->at);

		if (kind_at(p, next) == T_LPAREN && !(here(p)->flags & TF_COL0))
			next = after_bracket(p, next);
		else if (here(p)->flags & TF_BOL && !looks_like_attribute(p, p->at))
			return;
		switch (kind_at(p, next)) {
		case T_SEMI:
		case T_COMMA:
		case T_ASSIGN:
		case T_COLON:
		case T_RPAREN:
		case T_LBRACE:
		case T_IDENT:
		case T_END:
		case K_ATTRIBUTE:
			parse_attribute_word(p, &d->attrs_list);
			continue;
		}
		return;
	}
}

static bool nests_declarator(const struct parser *p, bool abstract)
{
	uint32_t i = after(p, p->at);
	uint8_t kind = kind_at(p, i);

	if (kind == T_MUL || kind == K_ATTRIBUTE || kind == T_XOR)
		return true;
	if (kind == T_LPAREN || kind == T_LBRACKET)
		return !abstract;
	if (kind != T_IDENT)
		return false;
	if (!abstract)
		return true;
	if (kind_at(p, after(p, i)) == T_RPAREN) /* int (callback)(int) */
		return kind_at(p, after_bracket(p, p->at)) == T_LPAREN;
	return kind_at(p, after(p, i)) == T_MUL && looks_like_attribute(p, i);
}

/* ATTR name, ATTR(x) name, ATTR *name */
static bool is_attribute_before_name(const struct parser *p)
{
	uint32_t next = after(p, p->at);

	if (!looks_like_attribute(p, p->at))
		return false;
	if (kind_at(p, next) == T_MUL)
		return true;
	if (kind_at(p, next) == T_LPAREN)
		next = after_bracket(p, next);
	return kind_at(p, next) == T_IDENT && !(p->tok[next].flags & TF_ATTR);
}

static void parse_declarator_at_depth(struct parser *p, struct declarator *d, enum place place)
{
	struct ctype *t = d->type;
	unsigned stars = 0;

	for (;;) {
		if (p->kind == T_MUL) {
			stars++;
			advance(p);
		} else if (p->kind == K_QUALIFIER || p->kind == T_XOR) {
			advance(p);
		} else if (p->kind == T_IDENT && (stars || next_kind(p) == T_MUL) &&
			   is_attribute_before_name(p)) {
			parse_attribute_word(p, &d->attrs_list);
		} else if (!parse_attribute(p, &d->attrs_list)) {
			break;
		}
	}
	if (stars > 100)
		stars = 100;
	if (p->kind == T_LPAREN && nests_declarator(p, place == PLACE_PARAM)) {
		uint32_t open = p->at, end = bracket_end(p, open);

		advance(p);
		if (!enter(p))
			fail(p);
		else
			parse_declarator_at_depth(p, d, place);
		leave(p);
		if (!p->bad && p->at != end)
			fail(p);
		leave_bracket(p, end, T_RPAREN);
		if (p->bad)
			return;

		bool was_func = t->is_func;

		parse_suffixes(p, d);
		if (t->is_func && !was_func) {
			t->ret_ptr = (uint8_t)stars; /* (*name)(…) */
			return;
		}
		if (was_func)
			t->ret_ptr = (uint8_t)stars;
		else
			t->ptr = (uint8_t)(t->ptr + stars > 100 ? 100 : t->ptr + stars);
		return;
	}
	if (p->kind == T_IDENT) {
		d->name = here(p)->aux;
		d->pos = here(p)->pos;
		advance(p);
	}
	if (p->kind != T_LPAREN || d->name || place == PLACE_PARAM)
		parse_suffixes(p, d);
	if (t->is_func)
		t->ret_ptr = (uint8_t)stars;
	else
		t->ptr = (uint8_t)stars;
}

void parse_declarator(struct parser *p, const struct specs *s, struct declarator *d,
		      enum place place)
{
	d->name = 0;
	d->pos = here(p)->pos;
	d->attrs = NULL;
	d->attrs_list = list_of(&d->attrs);
	d->variadic = false;
	d->type = arena_new(p->arena, struct ctype);
	*d->type = s->base;
	parse_declarator_at_depth(p, d, place);
	if (!p->bad)
		parse_trailing_attributes(p, d);
}

/* Attributes of the declarator first, then those of the specifiers, which all declarators share. */
static struct node *join_attributes(const struct specs *s, struct declarator *d)
{
	*d->attrs_list.tail = s->attrs;
	return d->attrs;
}

static struct node *variable(struct parser *p, const struct specs *s, struct declarator *d)
{
	struct node *n = node_at(p, N_VAR, d->pos);

	n->name = d->name;
	n->type = d->type;
	n->flags = s->flags | (d->variadic ? NF_VARIADIC : 0);
	n->attrs = n->list = join_attributes(s, d);
	for (const struct node *a = d->attrs; a; a = a->next)
		if (a->kind == N_IDENT && a->name == p->words.percpu)
			n->flags |= NF_PERCPU;
	return n;
}

struct node *parse_type(struct parser *p)
{
	struct node *n = node_new(p, N_TYPE);
	struct specs s;
	struct declarator d;

	if (!enter(p)) {
		leave(p);
		n->type = arena_new(p->arena, struct ctype);
		fail(p);
		return n;
	}
	parse_specs(p, &s, PLACE_PARAM);
	parse_declarator(p, &s, &d, PLACE_PARAM);
	leave(p);
	n->type = d.type;
	n->name = d.name;
	n->flags = s.flags;
	n->attrs = join_attributes(&s, &d);
	return n;
}

/* f(MACRO(name), int x): the macro declares a parameter of that name. */
static void name_macro_parameter(const struct specs *s, struct declarator *d)
{
	struct node *first = d->type->params;

	if (s->has_type || !d->type->is_func || !first)
		return;
	d->name = first->name ? first->name : first->type->name;
	*d->type = (struct ctype){ 0 };
}

struct node *parse_params(struct parser *p, bool *variadic)
{
	uint32_t end = bracket_end(p, p->at);
	struct node *first = NULL;
	struct list l = list_of(&first);

	advance(p);
	if (!enter(p)) {
		leave(p);
		fail(p);
		return NULL;
	}
	while (p->at < end) {
		uint32_t start = p->at;
		struct specs s;
		struct declarator d;

		if (p->kind == T_ELLIPSIS) {
			*variadic = true;
			advance(p);
			continue;
		}
		if (accept(p, T_COMMA))
			continue;
		parse_specs(p, &s, PLACE_PARAM);
		parse_declarator(p, &s, &d, PLACE_PARAM);
		if (p->kind == T_ELLIPSIS)
			advance(p); /* a macro's args... */
		if (p->bad || (p->at != end && p->kind != T_COMMA) || p->at == start) {
			p->bad = false;
			while (p->at < end && p->kind != T_COMMA)
				skip_one(p);
		}
		/* (void) is no parameter */
		if (d.type->kind == TY_BUILTIN && !d.name && !d.type->ptr && p->at == end &&
		    !first && !d.type->is_func && p->tok[start].len == 4 &&
		    !memcmp(p->t.text + p->tok[start].pos, "void", 4))
			break;
		name_macro_parameter(&s, &d);
		list_add(&l, variable(p, &s, &d));
	}
	leave_bracket(p, end, T_RPAREN);
	leave(p);
	return first;
}

/* ---- functions ---- */

static void parse_body(struct parser *p, struct node *n)
{
	uint64_t errors = p->stats->errors;

	n->a = parse_block(p);
	n->end = n->a->end;
	p->stats->functions++;
	if (p->stats->errors != errors)
		p->stats->functions_skipped++;
}

/* int f(a, b) int a; char *b; { … }: are there declarations of parameters here? */
static bool starts_old_style(const struct parser *p, const struct ctype *t)
{
	if (!t->params || (!is_type_keyword(p->kind) && p->kind != K_STORAGE &&
			   p->kind != K_QUALIFIER && p->kind != T_IDENT))
		return false;
	for (const struct node *v = t->params; v; v = v->next)
		if (v->name || v->type->kind != TY_TYPEDEF || v->type->ptr)
			return false;
	if (p->kind != T_IDENT || (here(p)->flags & TF_TYPENAME))
		return true;
	return !(here(p)->flags & TF_COL0) && starts_declaration(p);
}

static struct node *parse_old_style_params(struct parser *p)
{
	struct node *first = NULL;
	struct list l = list_of(&first);

	while (p->kind != T_LBRACE && p->kind != T_END && !p->bad) {
		struct node *decl = parse_declaration(p, false), *next;

		for (struct node *v = decl->kind == N_DECL ? decl->list : NULL; v; v = next) {
			next = v->next;
			v->next = NULL;
			if (v->kind == N_VAR)
				list_add(&l, v);
		}
	}
	return first;
}

static struct node *function(struct parser *p, const struct specs *s, struct declarator *d)
{
	struct node *n = node_at(p, N_FUNC, d->pos);

	n->name = d->name;
	n->flags = s->flags | (d->variadic ? NF_VARIADIC : 0);
	n->list = d->type->params;
	n->attrs = join_attributes(s, d);
	n->type = d->type;
	n->type->ptr = n->type->ret_ptr;
	n->type->ret_ptr = 0;
	n->type->is_func = false;
	n->type->params = NULL;
	if (p->kind != T_LBRACE)
		n->list = parse_old_style_params(p);
	if (p->kind == T_LBRACE)
		parse_body(p, n);
	return n;
}

/* The arguments of SYSCALL_DEFINE3(read, unsigned int, fd, char __user *, buf, …), as far as they
 * are types followed by names; or types with names in them. */
static struct node *params_of_call(struct parser *p, const struct node *call)
{
	struct node *first = NULL;
	struct list l = list_of(&first);

	for (const struct node *a = call->list; a; a = a->next) {
		const struct node *name = a->next;
		struct node *v;

		if (a->kind == N_TYPE && a->name)
			name = a;
		else if (!name || name->kind != N_IDENT || a == call->list ||
			 (a->kind != N_TYPE && a->kind != N_IDENT))
			continue;
		v = node_at(p, N_VAR, name->pos);
		v->name = name->name;
		v->type = a->type;
		if (a->kind == N_IDENT) {
			v->type = arena_new(p->arena, struct ctype);
			v->type->kind = TY_TYPEDEF;
			v->type->name = a->name;
		}
		list_add(&l, v);
		if (name != a)
			a = name;
	}
	return first;
}

/*
 * MACHINE_START(…) .field = …, MACHINE_END: the braces are in the macros, the
 * second of which stands alone on its line.
 */
static struct node *parse_open_initializer(struct parser *p)
{
	struct node *n = node_new(p, N_INIT);
	struct list l = list_of(&n->list);

	while (p->kind == T_DOT && !p->bad) {
		list_add(&l, parse_element(p));
		accept(p, T_COMMA);
	}
	if (!p->bad && p->kind == T_IDENT && (here(p)->flags & TF_COL0) &&
	    (p->tok[after(p, p->at)].flags & TF_BOL))
		advance(p);
	return n;
}

/* IDENT(…) where a declaration stands: a macro that declares or defines something. */
static struct node *parse_topcall(struct parser *p, const struct specs *s, bool top)
{
	struct node *n = node_new(p, N_TOPCALL), *call, *attrs = NULL;
	struct list attrs_list = list_of(&attrs);
	struct node *callee = node_new(p, N_IDENT);

	callee->name = here(p)->aux;
	advance(p);
	do {
		call = node_at(p, N_CALL, callee->pos);
		call->a = callee;
		call->list = parse_arguments(p);
		callee = call;
	} while (p->kind == T_LPAREN && !(here(p)->flags & TF_COL0));
	n->a = call;
	n->flags = s->flags;
	n->type = arena_new(p->arena, struct ctype);
	*n->type = s->base;
	for (;;) {
		if (p->kind == T_LBRACKET)
			cursor_set(p, after_bracket(p, p->at));
		else if (!parse_attribute(p, &attrs_list))
			break;
	}
	*attrs_list.tail = s->attrs;
	n->attrs = attrs;
	if (p->kind == T_LBRACE && next_kind(p) == T_DOT) { /* MACRO(x) { .field = … }; */
		n->b = parse_initializer(p);
		accept(p, T_SEMI);
		return n;
	}
	if (p->kind == T_DOT) {
		n->b = parse_open_initializer(p);
		return n;
	}
	if (p->kind == T_LBRACE && top) {
		n->kind = N_FUNC;
		n->flags |= NF_MACRO_FUNC;
		while (callee->kind == N_CALL)
			callee = callee->a;
		n->name = callee->name;
		n->list = params_of_call(p, call);
		n->c = call;
		n->a = NULL;
		parse_body(p, n);
		return n;
	}
	if (accept(p, T_ASSIGN)) {
		n->b = parse_initializer(p);
		if (p->bad)
			return fail(p);
	}
	if (p->kind == T_COMMA) { /* static DEFINE_X(a), b; */
		while (p->kind != T_SEMI && p->kind != T_END && !(here(p)->flags & TF_COL0))
			skip_one(p);
	}
	accept(p, T_SEMI);
	return n;
}

/* ---- declarations ---- */

static bool is_definition(const struct parser *p, const struct declarator *d)
{
	if (!d->type->is_func || d->type->ptr || !d->name)
		return false;
	return p->kind == T_LBRACE || starts_old_style(p, d->type);
}

static struct node *parse_declarators(struct parser *p, struct node *n, struct list *l,
				      const struct specs *s, bool top)
{
	bool first = true;

	for (;; first = false) {
		struct declarator d;
		uint32_t start = p->at;

		parse_declarator(p, s, &d, PLACE_DECL);
		if (p->bad || p->at == start ||
		    (!d.name && !d.type->is_func && !d.type->dims && !d.type->ptr && !s->has_type))
			return fail(p);
		if (first && (top || p->in_macro) && is_definition(p, &d)) {
			struct node *f = function(p, s, &d);

			if (!f->a)
				return fail(p);
			if (!n->list)
				return f;
			list_add(l, f);
			return n;
		}

		struct node *v = variable(p, s, &d);

		if (accept(p, T_ASSIGN))
			v->a = parse_initializer(p);
		list_add(l, v);
		if (p->bad)
			return fail(p);
		if (accept(p, T_COMMA))
			continue;
		if (accept(p, T_SEMI) || (p->kind == T_END && p->in_macro))
			return n;
		return fail(p);
	}
}

static struct node *parse_declaration_at_depth(struct parser *p, bool top)
{
	struct node *n = node_new(p, N_DECL);
	struct list l = list_of(&n->list);
	struct specs s;

	parse_specs(p, &s, PLACE_DECL);
	if (p->bad)
		return fail(p);
	if (!s.has_type && p->kind == T_IDENT && next_kind(p) == T_LPAREN)
		return parse_topcall(p, &s, top || p->in_macro);
	list_add(&l, s.bodies);
	if (s.any && (p->kind == T_SEMI || (p->kind == T_END && p->in_macro))) {
		n->type = arena_new(p->arena, struct ctype);
		*n->type = s.base;
		accept(p, T_SEMI);
		return n;
	}
	return parse_declarators(p, n, &l, &s, top);
}

struct node *parse_declaration(struct parser *p, bool top)
{
	struct node *n = enter(p) ? parse_declaration_at_depth(p, top) : fail(p);

	leave(p);
	return n;
}
