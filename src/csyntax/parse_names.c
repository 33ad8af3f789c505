// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a word is. C's grammar needs to know which names are types; a file that
 * is read without its headers can't tell. But names that stand side by side
 * do: two words in a row are never an expression, so the first one is a type
 * (or an attribute); a word, a star and a closing parenthesis are a cast. The
 * kernel's style is the witness where even that is not enough: attribute words
 * are in upper case or start with an underscore, and "a * b;" as a statement
 * would be pointless.
 */
#include "csyntax/parser_internal.h"

#include <ctype.h>

static const char *text_of(const struct parser *p, uint32_t i)
{
	return p->t.text + p->tok[i].pos;
}

bool looks_like_attribute(const struct parser *p, uint32_t i)
{
	const struct token *tok = &p->tok[i];
	const char *s = text_of(p, i);

	if (tok->kind != T_IDENT || (tok->flags & TF_TYPENAME))
		return false;
	if ((tok->flags & TF_ATTR) || s[0] == '_')
		return true;
	for (uint32_t k = 0; k < tok->len; k++)
		if (islower((unsigned char)s[k]))
			return false;
	return tok->len > 1;
}

/* __word, which is no type's name */
static bool starts_with_underscores(const struct parser *p, uint32_t i)
{
	const struct token *tok = &p->tok[i];
	const char *s = text_of(p, i);

	return tok->kind == T_IDENT && !(tok->flags & TF_TYPENAME) && tok->len > 2 && s[0] == '_' &&
	       s[1] == '_';
}

static bool has_text(const char *s, uint32_t len, const char *part)
{
	return memmem(s, len, part, strlen(part)) != NULL;
}

bool looks_like_iterator(const struct parser *p, uint32_t i)
{
	const struct token *tok = &p->tok[i];
	const char *s = text_of(p, i);

	if (tok->kind != T_IDENT)
		return false;
	return has_text(s, tok->len, "for_each") || has_text(s, tok->len, "each_") ||
	       has_text(s, tok->len, "foreach") || has_text(s, tok->len, "FOR_EACH") ||
	       has_text(s, tok->len, "FOREACH") || (tok->len > 7 && !memcmp(s, "scoped_", 7)) ||
	       (tok->len > 5 && !memcmp(s + tok->len - 5, "_loop", 5));
}

/* u32, or named so that it can only be a type: foo_t */
static bool is_type_name(const struct parser *p, uint32_t i)
{
	const struct token *tok = &p->tok[i];
	const char *s = text_of(p, i);

	if (tok->kind != T_IDENT)
		return false;
	return (tok->flags & TF_TYPENAME) ||
	       (tok->len > 2 && s[tok->len - 2] == '_' && s[tok->len - 1] == 't');
}

unsigned column_of(const struct parser *p, uint32_t i)
{
	const char *s = text_of(p, i), *line = s;
	unsigned col = 0;

	while (line > p->t.text && line[-1] != '\n' && s - line < 400)
		line--;
	for (; line < s; line++)
		col = *line == '\t' ? (col | 7) + 1 : col + 1;
	return col;
}

/* Past stars, qualifiers and attribute words; *@stars counts the former. */
static uint32_t skip_stars(const struct parser *p, uint32_t i, unsigned *stars)
{
	for (;;) {
		uint8_t kind = kind_at(p, i);

		if (kind == T_MUL)
			++*stars;
		else if (kind != K_QUALIFIER && !(kind == T_IDENT && (p->tok[i].flags & TF_ATTR)))
			return i;
		i = after(p, i);
	}
}

bool is_pointer_declarator(const struct parser *p, uint32_t paren)
{
	unsigned stars = 0;
	uint32_t i = after(p, paren);

	if (kind_at(p, i) == T_IDENT && kind_at(p, after(p, i)) == T_MUL &&
	    looks_like_attribute(p, i))
		i = after(p, i); /* (ATTR *name) */
	i = skip_stars(p, i, &stars);
	if (!stars)
		return false;
	if (kind_at(p, i) == T_IDENT)
		i = after(p, i);

	uint8_t kind = kind_at(p, i);

	return kind == T_RPAREN || kind == T_LBRACKET || kind == T_LPAREN || kind == T_COMMA;
}

static bool is_attr_word(const struct parser *p, uint32_t i)
{
	return kind_at(p, i) == T_IDENT && (p->tok[i].flags & TF_ATTR);
}

/* The word here is followed by a parenthesis and no type has been seen. */
static enum role call_role(const struct parser *p, uint32_t paren)
{
	uint32_t next = after_bracket(p, paren);
	uint8_t kind = kind_at(p, next);

	if (is_attr_word(p, p->at))
		return ROLE_ATTR;
	if (kind == T_LPAREN)
		return is_pointer_declarator(p, paren) && !is_pointer_declarator(p, next)
			       ? ROLE_TYPE
			       : ROLE_NAME;
	if (kind == T_LBRACKET && is_pointer_declarator(p, paren))
		return ROLE_TYPE;
	if ((kind != T_IDENT && kind != T_MUL && !is_decl_keyword(kind)) || kind == K_ATTRIBUTE)
		return ROLE_NAME;
	if (is_attr_word(p, next) || (p->tok[next].flags & TF_COL0))
		return looks_like_attribute(p, p->at) && text_of(p, p->at)[0] == '_' &&
				       is_decl_keyword(kind)
			       ? ROLE_ATTR
			       : ROLE_NAME;
	if (kind == T_IDENT) {
		uint8_t then = kind_at(p, after(p, next));

		if (then == T_SEMI || then == T_ASSIGN || then == T_COMMA || then == T_LBRACKET ||
		    then == T_RPAREN)
			return p->tok[next].flags & TF_BOL ? ROLE_NAME : ROLE_TYPE;
		if (p->tok[next].flags & TF_BOL)
			return then == T_IDENT || then == T_MUL ? ROLE_ATTR : ROLE_NAME;
		return ROLE_ATTR;
	}
	return kind == T_MUL ? ROLE_TYPE : ROLE_ATTR;
}

static enum role role_before_type(const struct parser *p, enum place place)
{
	uint32_t next = after(p, p->at), then;
	uint8_t kind = kind_at(p, next);

	switch (kind) {
	case T_MUL:
	case T_ELLIPSIS:
	case T_COLON: /* a bit-field without a name */
		return ROLE_TYPE;
	case T_LPAREN:
		return call_role(p, next);
	case T_IDENT:
		if (is_attr_word(p, p->at))
			return ROLE_ATTR;
		if (is_attr_word(p, next) || is_type_name(p, p->at))
			return ROLE_TYPE;
		then = after(p, next);
		if (kind_at(p, then) == T_IDENT && starts_with_underscores(p, p->at))
			return ROLE_ATTR;
		if (kind_at(p, then) == T_IDENT) {
			/* foo_t x ATTR; foo_t ATTR f(), ATTR foo_t x */
			if (looks_like_attribute(p, then) && !is_type_name(p, next))
				return ROLE_TYPE;
			return looks_like_attribute(p, p->at) ? ROLE_ATTR : ROLE_TYPE;
		}
		if (kind_at(p, then) == T_LPAREN && looks_like_attribute(p, p->at) &&
		    looks_like_attribute(p, next)) {
			/* __attr __attr(x) int f(), or STATIC MACRO(x) above the next declaration */
			then = after_bracket(p, then);
			return kind_at(p, then) == T_IDENT || is_decl_keyword(kind_at(p, then))
				       ? ROLE_ATTR
				       : ROLE_TYPE;
		}
		if (kind_at(p, then) == T_MUL)
			return ROLE_ATTR;
		return ROLE_TYPE;
	case K_QUALIFIER:
		if (is_attr_word(p, p->at))
			return ROLE_ATTR;
		then = after(p, next);
		return is_type_keyword(kind_at(p, then)) ||
				       (kind_at(p, then) == T_IDENT &&
					kind_at(p, after(p, then)) == T_IDENT &&
					!is_attr_word(p, then))
			       ? ROLE_ATTR
			       : ROLE_TYPE;
	}
	if (is_attr_word(p, p->at))
		return ROLE_ATTR;
	if (is_type_keyword(kind) || kind == K_EXTENSION)
		return ROLE_ATTR;
	if (kind == K_ATTRIBUTE)
		return ROLE_TYPE;
	if (is_decl_keyword(kind))
		return looks_like_attribute(p, p->at) && !is_type_name(p, p->at) ? ROLE_ATTR
										 : ROLE_TYPE;
	if (place == PLACE_PARAM &&
	    (kind == T_COMMA || kind == T_RPAREN || kind == T_LBRACKET || kind == T_END))
		return ROLE_TYPE;
	return ROLE_NAME;
}

static enum role role_after_type(const struct parser *p)
{
	uint32_t next = after(p, p->at), then;
	uint8_t kind = kind_at(p, next);

	if (is_attr_word(p, p->at))
		return ROLE_ATTR;
	switch (kind) {
	case T_IDENT:
		if (is_attr_word(p, next))
			return ROLE_NAME;
		if (looks_like_attribute(p, p->at))
			return ROLE_ATTR;
		then = after(p, next);
		if (kind_at(p, then) == T_LPAREN && kind_at(p, after_bracket(p, then)) == T_LBRACE)
			return ROLE_ATTR;
		if (p->tok[next].flags & TF_COL0)
			return ROLE_NAME;
		return looks_like_attribute(p, next) ? ROLE_NAME : ROLE_ATTR;
	case T_MUL:
		return ROLE_ATTR;
	case T_LPAREN:
		then = after_bracket(p, next);
		if (kind_at(p, then) == T_MUL)
			return ROLE_ATTR;
		if (kind_at(p, after(p, next)) == T_STR || kind_at(p, after(p, next)) == T_INT)
			return kind_at(p, then) == T_IDENT ? ROLE_ATTR : ROLE_NAME;
		if (kind_at(p, then) == T_IDENT && looks_like_attribute(p, p->at) &&
		    !looks_like_attribute(p, then) && !(p->tok[then].flags & TF_BOL))
			return ROLE_ATTR;
		return ROLE_NAME;
	}
	if (is_type_keyword(kind) || kind == K_QUALIFIER)
		return p->tok[next].flags & TF_BOL ? ROLE_NAME : ROLE_ATTR;
	return ROLE_NAME;
}

enum role word_role(const struct parser *p, bool has_type, enum place place)
{
	return has_type ? role_after_type(p) : role_before_type(p, place);
}

/* word * … word: a declaration? @i is the first star. */
static bool is_pointer_declaration(const struct parser *p, uint32_t i)
{
	unsigned stars = 0;

	i = skip_stars(p, i, &stars);
	if (kind_at(p, i) == T_LPAREN)
		return is_pointer_declarator(p, i);
	if (kind_at(p, i) != T_IDENT)
		return false;
	i = after(p, i);
	switch (kind_at(p, i)) {
	case T_SEMI:
	case T_ASSIGN:
	case T_COMMA:
	case T_LBRACKET:
	case T_LPAREN:
	case K_ATTRIBUTE:
		return true;
	case T_IDENT:
		return looks_like_attribute(p, i);
	}
	return false;
}

/* word ( … ) …: a declaration with a macro as its type, or a function pointer? */
static bool is_call_declaration(const struct parser *p, uint32_t paren)
{
	uint32_t next = after_bracket(p, paren);
	uint8_t kind = kind_at(p, next);

	if ((kind != T_LPAREN && kind != T_MUL && kind != T_IDENT) || looks_like_iterator(p, p->at))
		return false;
	if (kind == T_LPAREN && is_pointer_declarator(p, paren)) {
		kind = kind_at(p, after_bracket(p, next));
		return kind == T_SEMI || kind == T_ASSIGN || kind == T_COMMA;
	}
	if (kind == T_MUL && !(p->tok[next].flags & TF_BOL)) {
		unsigned stars = 0;

		next = skip_stars(p, next, &stars);
		kind = kind_at(p, next);
		if (kind != T_IDENT)
			return false;
		kind = kind_at(p, after(p, next));
		return kind == T_ASSIGN || kind == T_SEMI;
	}
	if (kind != T_IDENT || (p->tok[next].flags & TF_BOL))
		return false;
	kind = kind_at(p, after(p, next));
	return kind == T_SEMI || kind == T_ASSIGN || kind == T_COMMA || kind == T_LBRACKET;
}

bool starts_declaration(const struct parser *p)
{
	uint32_t next;
	uint8_t kind;

	switch (p->kind) {
	case K_EXTENSION:
		return next_kind(p) != T_LPAREN;
	case K_ATTRIBUTE:
		next = after(p, p->at);
		if (kind_at(p, next) != T_LPAREN)
			return false;
		kind = kind_at(p, after_bracket(p, next));
		return kind == T_IDENT || is_decl_keyword(kind);
	case T_IDENT:
		break;
	default:
		return is_decl_keyword(p->kind);
	}
	next = after(p, p->at);
	kind = kind_at(p, next);
	switch (kind) {
	case T_IDENT:
		if ((p->tok[next].flags & TF_BOL) && !is_type_name(p, p->at) &&
		    !is_attr_word(p, p->at))
			return false;
		switch (kind_at(p, after(p, next))) {
		case T_SEMI:
		case T_ASSIGN:
		case T_COMMA:
		case T_LBRACKET:
		case T_LPAREN:
		case T_MUL:
		case T_IDENT:
		case T_COLON:
		case T_END:
		case K_ATTRIBUTE:
		case K_QUALIFIER:
			return true;
		}
		return is_attr_word(p, next) && !p->in_macro;
	case T_MUL:
		return is_pointer_declaration(p, next);
	case T_LPAREN:
		return is_call_declaration(p, next);
	}
	if (kind == K_ATTRIBUTE) { /* u64 __attribute__((aligned(8))) x; */
		next = after(p, next);
		return kind_at(p, next) == T_LPAREN &&
		       kind_at(p, after_bracket(p, next)) == T_IDENT;
	}
	return is_decl_keyword(kind) && kind != K_EXTENSION &&
	       (!(p->tok[next].flags & TF_BOL) || is_attr_word(p, p->at));
}

static bool is_macro_parameter(const struct parser *p, name_t name)
{
	for (const struct node *n = p->macro_params; n; n = n->next)
		if (n->name == name)
			return true;
	return false;
}

enum shape { NOT_A_TYPE, ONE_WORD, A_TYPE };

/* Of the tokens from @i up to @end: are they a type's name? */
static enum shape type_shape(const struct parser *p, uint32_t i, uint32_t end)
{
	unsigned stars = 0;
	uint32_t next, first = i;

	if (is_decl_keyword(kind_at(p, i)) && kind_at(p, i) != K_EXTENSION)
		return A_TYPE;
	if (kind_at(p, i) != T_IDENT)
		return NOT_A_TYPE;
	while (is_attr_word(p, i) && after(p, i) < end) {
		i = after(p, i);
		if (is_decl_keyword(kind_at(p, i)))
			return A_TYPE;
		if (kind_at(p, i) != T_IDENT)
			return NOT_A_TYPE;
	}
	next = after(p, i);
	if (next >= end)
		return i == first ? ONE_WORD : A_TYPE;
	switch (kind_at(p, next)) {
	case K_QUALIFIER:
		return A_TYPE;
	case T_IDENT: /* foo __user * */
		if (is_attr_word(p, next))
			return A_TYPE;
		next = after(p, next);
		if (next >= end)
			return looks_like_attribute(p, i) ? A_TYPE : NOT_A_TYPE;
		if (kind_at(p, next) == T_COMMA) /* (u8 value, foo address): parameters */
			return A_TYPE;
		if (kind_at(p, next) != T_MUL)
			return NOT_A_TYPE;
		break;
	case T_MUL:
		break;
	case T_LPAREN: /* foo (*)(int), TYPE_OF(x) * */
		if (kind_at(p, after(p, next)) == T_MUL &&
		    kind_at(p, after(p, after(p, next))) == T_RPAREN)
			return A_TYPE;
		next = after_bracket(p, next);
		if (kind_at(p, next) != T_MUL)
			return NOT_A_TYPE;
		break;
	case T_LBRACKET:
		return is_type_name(p, i) && after_bracket(p, next) >= end ? A_TYPE : NOT_A_TYPE;
	default:
		return NOT_A_TYPE;
	}
	next = skip_stars(p, next, &stars);
	if (next >= end)
		return A_TYPE;
	/* foo *[3], foo *(*)(int) */
	if (kind_at(p, next) == T_LBRACKET)
		return after_bracket(p, next) >= end ? A_TYPE : NOT_A_TYPE;
	return kind_at(p, next) == T_LPAREN && kind_at(p, after(p, next)) == T_MUL &&
			       kind_at(p, after(p, after(p, next))) == T_RPAREN
		       ? A_TYPE
		       : NOT_A_TYPE;
}

bool is_type_until(const struct parser *p, uint32_t i, uint32_t end)
{
	enum shape shape = type_shape(p, i, end);

	return shape == A_TYPE || (shape == ONE_WORD && is_type_name(p, i));
}

bool is_cast(const struct parser *p, uint32_t i)
{
	uint32_t first = after(p, i), end = bracket_end(p, i), next;

	switch (type_shape(p, first, end)) {
	case NOT_A_TYPE:
		/* (foo[]){ … } */
		return kind_at(p, first) == T_IDENT && kind_at(p, after(p, first)) == T_LBRACKET &&
		       after_bracket(p, after(p, first)) >= end &&
		       kind_at(p, after(p, end)) == T_LBRACE;
	case A_TYPE:
		return true;
	case ONE_WORD:
		break;
	}
	next = after(p, end);
	switch (kind_at(p, next)) {
	case T_IDENT: /* in a macro (a) op (b) looks like that too */
		return !is_attr_word(p, next) && !(kind_at(p, after(p, next)) == T_LPAREN &&
						   is_macro_parameter(p, p->tok[first].aux) &&
						   is_macro_parameter(p, p->tok[next].aux));
	case T_INT:
	case T_FLOAT:
	case T_STR:
	case T_TILDE:
	case T_NOT:
	case T_LBRACE:
	case K_SIZEOF:
	case K_OFFSETOF:
	case K_GENERIC:
	case K_EXTENSION:
		return true;
	case T_LPAREN: /* (foo)(unsigned long)x */
		if (is_type_until(p, after(p, next), bracket_end(p, next))) {
			uint8_t beyond = kind_at(p, after_bracket(p, next));

			if (beyond == T_IDENT || beyond == T_LPAREN || beyond == T_INT ||
			    beyond == T_AND || beyond == T_MUL)
				return true;
		}
		/* fall through */
	case T_AND:
	case T_MUL:
	case T_SUB:
	case T_ADD:
	case T_LAND:
		while (is_attr_word(p, first) && after(p, first) < end)
			first = after(p, first);
		return is_type_name(p, first);
	}
	return false;
}

bool starts_type_argument(const struct parser *p)
{
	unsigned stars = 0;
	uint32_t next = after(p, p->at);
	uint8_t kind;

	if (is_decl_keyword(p->kind))
		return p->kind != K_EXTENSION || kind_at(p, next) != T_LPAREN;
	if (p->kind != T_IDENT)
		return false;
	kind = kind_at(p, next);
	if (kind == T_IDENT) {
		if (is_attr_word(p, p->at))
			return true;
		kind = kind_at(p, after(p, next));
		if (is_attr_word(p, next))
			return kind == T_MUL || kind == T_IDENT || kind == T_COMMA ||
			       kind == T_RPAREN;
		if (kind == T_IDENT || kind == T_LPAREN) /* a prototype */
			return !p->in_macro && !looks_like_attribute(p, p->at) &&
			       kind_at(p, after(p, after(p, next))) != T_STR;
		return kind == T_COMMA || kind == T_RPAREN || kind == T_LBRACKET ||
		       kind == T_ASSIGN || kind == T_MUL || kind == T_COLON || kind == T_END;
	}
	if (kind == K_QUALIFIER)
		return true;
	if (is_attr_word(p, p->at) && is_decl_keyword(kind))
		return true;
	if (kind == T_LPAREN) {
		/* foo (*)(int) */
		uint32_t star = after(p, next);

		return kind_at(p, star) == T_MUL && kind_at(p, after(p, star)) == T_RPAREN &&
		       kind_at(p, after_bracket(p, next)) == T_LPAREN;
	}
	if (kind != T_MUL)
		return false;
	next = skip_stars(p, next, &stars);
	kind = kind_at(p, next);
	return kind == T_COMMA || kind == T_RPAREN || kind == T_END ||
	       (kind == T_IDENT && is_type_name(p, p->at));
}
