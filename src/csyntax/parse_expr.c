// SPDX-License-Identifier: GPL-2.0-only
/*
 * Expressions, by recursive descent with one loop for all binary operators.
 *
 * Two things are unlike a compiler's parser. A macro's argument may be
 * anything: a type, an operator, a block, statements. And strings may have
 * words between them (KERN_ERR "…" PRIu64), which are macros that expand to
 * strings.
 */
#include "csyntax/parser_internal.h"

static struct node *parse_unary(struct parser *p);

/* One more operator in a chain that makes the tree deep: false if it is too long. */
static bool link_more(struct parser *p)
{
	return ++p->links <= MAX_LINKS;
}

/* ---- constants ---- */

static int64_t char_value(const char *s, const char *end)
{
	static const char escapes[] = "n\nt\tr\rb\bf\fv\va\a";

	if (s >= end)
		return 0;
	if (*s != '\\')
		return (unsigned char)*s;
	if (++s >= end)
		return 0;
	if (*s == 'x')
		return strtol(s + 1, NULL, 16);
	if (*s >= '0' && *s <= '7')
		return strtol(s, NULL, 8);
	for (size_t i = 0; i + 1 < sizeof(escapes); i += 2)
		if (escapes[i] == *s)
			return escapes[i + 1];
	return (unsigned char)*s;
}

static int64_t int_value(const char *s, const char *end)
{
	uint64_t v = 0;

	if (*s == 'L' || *s == 'u' || *s == 'U')
		s = memchr(s, '\'', (size_t)(end - s));
	if (*s == '\'')
		return char_value(s + 1, end);
	if (*s == '0' && s + 1 < end && (s[1] == 'x' || s[1] == 'X')) {
		for (s += 2; s < end; s++) {
			char c = *s | 0x20;

			if (*s >= '0' && *s <= '9')
				v = v << 4 | (unsigned)(*s - '0');
			else if (c >= 'a' && c <= 'f')
				v = v << 4 | (unsigned)(c - 'a' + 10);
			else
				break;
		}
		return (int64_t)v;
	}
	if (*s == '0' && s + 1 < end && (s[1] == 'b' || s[1] == 'B')) {
		for (s += 2; s < end && (*s == '0' || *s == '1'); s++)
			v = v << 1 | (unsigned)(*s - '0');
		return (int64_t)v;
	}

	unsigned base = *s == '0' ? 8 : 10;

	for (; s < end && *s >= '0' && *s <= '9'; s++)
		v = v * base + (unsigned)(*s - '0');
	return (int64_t)v;
}

/* 3 SECONDS, where the macro brings its operator along */
static void skip_unit(struct parser *p)
{
	if (p->kind != T_IDENT || (here(p)->flags & TF_BOL) || !looks_like_attribute(p, p->at))
		return;

	uint8_t kind = next_kind(p);

	if (kind == T_SEMI || kind == T_COMMA || kind == T_RPAREN || kind == T_RBRACE ||
	    (kind >= T_ADD && kind <= T_LOR))
		advance(p);
}

static struct node *parse_int(struct parser *p)
{
	struct node *n = node_new(p, N_INT);
	const char *s = p->t.text + here(p)->pos;

	n->value = int_value(s, s + here(p)->len);
	advance(p);
	skip_unit(p);
	return n;
}

static name_t string_name(const struct parser *p, const struct token *tok)
{
	const char *s = p->t.text + tok->pos;
	uint32_t len = tok->len;

	if (tok->flags & TF_STRINGIFY)
		return name_intern(s, len);
	while (len && *s != '"') { /* L"…" */
		s++;
		len--;
	}
	if (len < 2)
		return 0;
	if (s[len - 1] == '"')
		len--;
	return name_intern(s + 1, len - 1 < 512 ? len - 1 : 512);
}

/* The cursor is at a string or at a word before one: all of what is concatenated. */
static struct node *parse_string(struct parser *p, struct node *n)
{
	n->kind = N_STR;
	n->name = 0;
	n->a = n->list = NULL;
	for (;;) {
		if (p->kind == T_STR) {
			if (!n->name)
				n->name = string_name(p, here(p));
			advance(p);
		} else if (p->kind == T_IDENT) {
			uint32_t paren = after(p, p->at);

			if (kind_at(p, paren) == T_LPAREN)
				cursor_set(p, after_bracket(p, paren));
			else
				advance(p);
		} else {
			return n;
		}
	}
}

/* ---- primaries ---- */

/* Two words in a row, the first at @before: are they macros that expand to strings? */
static bool is_string_macro(const struct parser *p, uint32_t before)
{
	uint32_t next = after(p, p->at);

	switch (kind_at(p, next)) {
	case T_STR:
		return true;
	case T_LPAREN:
		return kind_at(p, after(p, next)) == T_STR || looks_like_attribute(p, before);
	case T_IDENT:
	case T_SEMI:
	case T_COMMA:
	case T_RPAREN:
		return looks_like_attribute(p, before) && looks_like_attribute(p, p->at);
	}
	return false;
}

static struct node *parse_name(struct parser *p)
{
	struct node *n = node_new(p, N_IDENT);
	uint32_t before = p->at;

	n->name = here(p)->aux;
	advance(p);
	if (p->kind == T_STR)
		return parse_string(p, n);
	if (p->kind != T_IDENT)
		return n;
	if (is_string_macro(p, before))
		return parse_string(p, n);
	if (p->in_macro && next_kind(p) != T_IDENT && next_kind(p) != T_INT) {
		/* cast name, where the parameter cast may be (type) or nothing */
		n->kind = N_CAST;
		n->type = arena_new(p->arena, struct ctype);
		n->type->kind = TY_TYPEDEF;
		n->type->name = n->name;
		n->name = 0;
		n->a = parse_unary(p);
		return n;
	}
	skip_unit(p);
	return n;
}

/* sizeof and its kin: sizeof(type), sizeof(expression), sizeof expression */
static struct node *parse_sizeof(struct parser *p)
{
	struct node *n = node_new(p, N_SIZEOF);

	advance(p);
	if (p->kind != T_LPAREN) {
		n->a = parse_unary(p);
		return n;
	}

	uint32_t open = p->at, end = bracket_end(p, open);

	if (!is_type_until(p, after(p, open), end)) {
		n->a = parse_unary(p);
		return n;
	}
	advance(p);
	n->type = parse_type(p)->type;
	if (p->bad || p->at != end)
		n->a = give_up(p, n->pos);
	leave_bracket(p, end, T_RPAREN);
	if (p->kind == T_LBRACE) /* sizeof (type){ … } */
		n->a = parse_initializer(p);
	return n;
}

/* offsetof(type, member) */
static struct node *parse_offsetof(struct parser *p)
{
	struct node *n = node_new(p, N_SIZEOF);

	advance(p);
	if (p->kind != T_LPAREN) {
		n->kind = N_IDENT;
		n->name = p->tok[p->at].aux;
		return n;
	}

	uint32_t end = bracket_end(p, p->at);

	advance(p);
	n->type = parse_type(p)->type;
	p->bad = false;
	leave_bracket(p, end, T_RPAREN);
	return n;
}

/* _Generic(x, type: a, default: b) as a call with the expressions as arguments */
static struct node *parse_generic(struct parser *p)
{
	struct node *n = node_new(p, N_CALL);
	struct list args = list_of(&n->list);

	n->a = node_new(p, N_IDENT);
	n->a->name = here(p)->aux;
	advance(p);
	if (p->kind != T_LPAREN)
		return n->a;

	uint32_t end = bracket_end(p, p->at);

	advance(p);
	while (p->at < end && !p->bad) {
		if (args.tail != &n->list) {
			if (p->kind == K_DEFAULT)
				advance(p);
			else
				parse_type(p);
			if (p->kind != T_COLON)
				break;
			advance(p);
		}
		list_add(&args, parse_assignment(p));
		if (p->kind != T_COMMA)
			break;
		advance(p);
	}
	if (p->bad || p->at != end)
		list_add(&args, give_up(p, n->pos));
	leave_bracket(p, end, T_RPAREN);
	return n;
}

static bool starts_operand(uint8_t kind)
{
	switch (kind) {
	case T_IDENT:
	case T_INT:
	case T_FLOAT:
	case T_STR:
	case T_LPAREN:
	case T_LBRACE:
	case T_INC:
	case T_DEC:
	case T_NOT:
	case T_TILDE:
	case T_ADD:
	case T_SUB:
	case T_MUL:
	case T_AND:
	case T_LAND:
	case K_SIZEOF:
	case K_OFFSETOF:
	case K_GENERIC:
	case K_EXTENSION:
		return true;
	}
	return false;
}

/* (type) operand, (type){ … }, or, in macros, a (type) alone */
static struct node *parse_cast(struct parser *p)
{
	struct node *n = node_new(p, N_CAST), *type;
	uint32_t end = bracket_end(p, p->at);

	advance(p);
	type = parse_type(p);
	n->type = type->type;
	if (!p->bad && (type->name || p->kind == T_COMMA)) {
		n->kind = N_TYPE; /* (int a, char *b): parameters, as a macro's argument */
		leave_bracket(p, end, T_RPAREN);
		return n;
	}
	if (p->bad || p->at != end)
		n->a = give_up(p, n->pos);
	leave_bracket(p, end, T_RPAREN);
	if (n->a)
		return n;
	if (p->kind == T_LBRACE) {
		n->kind = N_COMPOUND;
		n->a = parse_initializer(p);
	} else if (starts_operand(p->kind)) {
		n->a = parse_unary(p);
	} else {
		n->kind = N_TYPE;
	}
	return n;
}

static struct node *parse_parenthesis(struct parser *p)
{
	uint32_t open = p->at, end = bracket_end(p, open), pos = here(p)->pos;
	struct node *n;

	advance(p);
	if (p->kind == T_LBRACE) {
		n = node_at(p, N_STMT_EXPR, pos);
		n->a = parse_block(p);
	} else if (p->at == end) {
		n = node_at(p, N_EMPTY, pos);
	} else {
		n = parse_expression(p);
	}
	if (p->bad || p->at != end)
		n = give_up(p, pos);
	leave_bracket(p, end, T_RPAREN);
	return n;
}

static struct node *parse_primary(struct parser *p)
{
	struct node *n;

	switch (p->kind) {
	case T_IDENT:
		return parse_name(p);
	case T_INT:
		return parse_int(p);
	case T_FLOAT:
		n = node_new(p, N_CONST);
		advance(p);
		return n;
	case T_STR:
		return parse_string(p, node_new(p, N_STR));
	case T_LPAREN:
		return parse_parenthesis(p);
	case K_OFFSETOF:
		return parse_offsetof(p);
	case K_GENERIC:
		return parse_generic(p);
	case K_BUILTIN: /* a variable named bool */
		n = node_new(p, N_IDENT);
		n->name = here(p)->aux;
		advance(p);
		return n;
	}
	return fail(p);
}

/* ---- postfix ---- */

static struct node *parse_postfix(struct parser *p, struct node *n)
{
	struct node *outer;
	uint32_t end;

	while (!p->bad) {
		switch (p->kind) {
		case T_LPAREN:
			outer = node_at(p, N_CALL, n->pos);
			outer->a = n;
			outer->list = parse_arguments(p);
			if (p->kind == T_STR)
				return parse_string(p, outer);
			break;
		case T_LBRACKET:
			outer = node_at(p, N_INDEX, n->pos);
			outer->a = n;
			end = bracket_end(p, p->at);
			advance(p);
			if (p->at != end)
				outer->b = parse_expression(p);
			if (p->bad || p->at != end)
				outer->b = give_up(p, here(p)->pos);
			leave_bracket(p, end, T_RBRACKET);
			break;
		case T_DOT:
		case T_ARROW:
			outer = node_at(p, N_MEMBER, n->pos);
			outer->a = n;
			outer->flags = p->kind == T_ARROW ? NF_ARROW : 0;
			advance(p);
			if (!is_word(p->kind))
				return fail(p);
			outer->name = here(p)->aux;
			outer->end = here(p)->pos;
			advance(p);
			break;
		case T_INC:
		case T_DEC:
			outer = node_at(p, N_INCDEC, n->pos);
			outer->a = n;
			outer->op = p->kind == T_INC ? '+' : '-';
			outer->flags = NF_POSTFIX;
			advance(p);
			break;
		case T_ELLIPSIS: /* args... of a macro */
			if (!p->in_macro || n->kind != N_IDENT)
				return n;
			advance(p);
			return n;
		default:
			return n;
		}
		n = outer;
		if (!link_more(p))
			return fail(p);
	}
	return n;
}

/* ---- unary ---- */

static struct node *parse_operator(struct parser *p, char op)
{
	struct node *n = node_new(p, op == '+' + 1 || op == '-' + 1 ? N_INCDEC : N_UNARY);

	n->op = n->kind == N_INCDEC ? (uint8_t)(op - 1) : (uint8_t)op;
	advance(p);
	n->a = parse_unary(p);
	return n;
}

static struct node *parse_unary_at_depth(struct parser *p)
{
	struct node *n;

	switch (p->kind) {
	case T_AND:
		return parse_operator(p, '&');
	case T_MUL:
		return parse_operator(p, '*');
	case T_SUB:
		return parse_operator(p, '-');
	case T_ADD:
		return parse_operator(p, '+');
	case T_TILDE:
		return parse_operator(p, '~');
	case T_NOT:
		return parse_operator(p, '!');
	case T_INC:
		return parse_operator(p, '+' + 1);
	case T_DEC:
		return parse_operator(p, '-' + 1);
	case T_LAND:
		n = node_new(p, N_LABEL_ADDR);
		advance(p);
		if (p->kind != T_IDENT)
			return fail(p);
		n->name = here(p)->aux;
		advance(p);
		return n;
	case K_SIZEOF:
		return parse_postfix(p, parse_sizeof(p));
	case K_EXTENSION:
		advance(p);
		return parse_unary(p);
	case T_LPAREN:
		if (is_cast(p, p->at)) {
			n = parse_cast(p);
			return n->kind == N_COMPOUND ? parse_postfix(p, n) : n;
		}
		break;
	}
	return parse_postfix(p, parse_primary(p));
}

static struct node *parse_unary(struct parser *p)
{
	struct node *n = enter(p) ? parse_unary_at_depth(p) : fail(p);

	leave(p);
	return n;
}

/* ---- binary and above ---- */

/* By token kind from T_ADD on: how tightly the operator binds. */
static const uint8_t precedences[] = {
	[T_ADD - T_ADD] = 9,  [T_SUB - T_ADD] = 9, [T_MUL - T_ADD] = 10, [T_DIV - T_ADD] = 10,
	[T_MOD - T_ADD] = 10, [T_SHL - T_ADD] = 8, [T_SHR - T_ADD] = 8,	 [T_AND - T_ADD] = 5,
	[T_OR - T_ADD] = 3,   [T_XOR - T_ADD] = 4, [T_LT - T_ADD] = 7,	 [T_GT - T_ADD] = 7,
	[T_LE - T_ADD] = 7,   [T_GE - T_ADD] = 7,  [T_EQ - T_ADD] = 6,	 [T_NE - T_ADD] = 6,
	[T_LAND - T_ADD] = 2, [T_LOR - T_ADD] = 1,
};

/* a op b, where op is a macro's parameter */
static bool is_operator_parameter(const struct parser *p)
{
	uint8_t kind;

	if (p->kind != T_IDENT || (here(p)->flags & TF_BOL))
		return false;
	kind = next_kind(p);
	return kind == T_IDENT || kind == T_INT || kind == T_LPAREN;
}

static struct node *parse_binary(struct parser *p, unsigned lowest)
{
	struct node *left = parse_unary(p);

	while (!p->bad) {
		if (p->in_macro && is_operator_parameter(p)) {
			struct node *n = node_at(p, N_BINARY, left->pos);

			n->a = left;
			advance(p);
			n->b = parse_binary(p, 1);
			return n;
		}
		if (p->kind < T_ADD || p->kind > T_LOR)
			return left;

		unsigned precedence = precedences[p->kind - T_ADD];

		if (precedence < lowest)
			return left;

		struct node *n = node_at(p, N_BINARY, left->pos);

		n->op = (uint8_t)(p->kind - T_ADD + OP_ADD);
		n->a = left;
		advance(p);
		n->b = parse_binary(p, precedence + 1);
		left = n;
		if (!link_more(p))
			return fail(p);
	}
	return left;
}

struct node *parse_conditional_expression(struct parser *p)
{
	struct node *first = parse_binary(p, 1), **last = &first;

	/* the chain a ? b : c ? d : e is a loop: kernel macros have them 64 links long */
	while (!p->bad && p->kind == T_QUESTION) {
		struct node *n = node_at(p, N_COND, (*last)->pos);

		n->a = *last;
		*last = n;
		advance(p);
		if (p->kind != T_COLON)
			n->b = parse_expression(p);
		if (p->bad || p->kind != T_COLON || !link_more(p))
			return fail(p);
		advance(p);
		n->c = parse_binary(p, 1);
		last = &n->c;
	}
	return first;
}

static struct node *parse_assignment_at_depth(struct parser *p)
{
	struct node *left = parse_conditional_expression(p);

	if (p->bad || p->kind < T_ASSIGN || p->kind > T_XOR_ASSIGN)
		return left;

	struct node *n = node_at(p, N_ASSIGN, left->pos);

	n->a = left;
	n->op = (uint8_t)(p->kind - T_ASSIGN);
	advance(p);
	n->b = p->kind == T_LBRACE ? parse_initializer(p) : parse_assignment(p);
	return n;
}

struct node *parse_assignment(struct parser *p)
{
	struct node *n = enter(p) ? parse_assignment_at_depth(p) : fail(p);

	leave(p);
	return n;
}

struct node *parse_expression(struct parser *p)
{
	struct node *left = parse_assignment(p);

	while (!p->bad && p->kind == T_COMMA) {
		struct node *n = node_at(p, N_COMMA, left->pos);

		advance(p);
		n->a = left;
		n->b = parse_assignment(p);
		left = n;
		if (!link_more(p))
			return fail(p);
	}
	return left;
}

struct node *parse_condition(struct parser *p)
{
	if (p->kind != T_LPAREN)
		return parse_unary(p); /* if IS_ENABLED(x) */

	uint32_t pos = here(p)->pos, end = bracket_end(p, p->at);

	advance(p);

	struct node *n = p->at < end ? parse_expression(p) : node_at(p, N_EMPTY, pos);

	if (p->bad || p->at != end)
		n = give_up(p, pos);
	leave_bracket(p, end, T_RPAREN);
	return n;
}
