// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lexer: words, numbers, strings, operators, comments. Directives are
 * handed to directive.c, which calls back for the body of a #define.
 *
 * One byte is looked at once, apart from the few that are looked ahead, and
 * the text is followed by NULs, so no loop needs to ask twice whether there is
 * more. A NUL inside the text counts as a blank.
 */
#include "csyntax/lex.h"

#include <string.h>

#include "csyntax/lex_internal.h"

/* A name longer than this is garbage; the rest of it is not stored. */
#define LONGEST_NAME 1024u

enum char_class { C_OTHER, C_BLANK, C_NEWLINE, C_WORD, C_DIGIT, C_PUNCT };

static const uint8_t classes[256] = {
	[0] = C_BLANK,		 ['\t'] = C_BLANK, ['\v'] = C_BLANK,   ['\f'] = C_BLANK,
	['\r'] = C_BLANK,	 [' '] = C_BLANK,  ['\n'] = C_NEWLINE, ['a' ... 'z'] = C_WORD,
	['A' ... 'Z'] = C_WORD,	 ['_'] = C_WORD,   ['$'] = C_WORD,     [0x80 ... 0xff] = C_WORD,
	['0' ... '9'] = C_DIGIT, ['!'] = C_PUNCT,  ['"'] = C_PUNCT,    ['#'] = C_PUNCT,
	['%'] = C_PUNCT,	 ['&'] = C_PUNCT,  ['\''] = C_PUNCT,   ['('] = C_PUNCT,
	[')'] = C_PUNCT,	 ['*'] = C_PUNCT,  ['+'] = C_PUNCT,    [','] = C_PUNCT,
	['-'] = C_PUNCT,	 ['.'] = C_PUNCT,  ['/'] = C_PUNCT,    [':'] = C_PUNCT,
	[';'] = C_PUNCT,	 ['<'] = C_PUNCT,  ['='] = C_PUNCT,    ['>'] = C_PUNCT,
	['?'] = C_PUNCT,	 ['['] = C_PUNCT,  ['\\'] = C_PUNCT,   [']'] = C_PUNCT,
	['^'] = C_PUNCT,	 ['{'] = C_PUNCT,  ['|'] = C_PUNCT,    ['}'] = C_PUNCT,
	['~'] = C_PUNCT,
};

static inline uint8_t class_of(char c)
{
	return classes[(unsigned char)c];
}

struct token *lex_emit(struct lexer *lx, const char *s, uint8_t kind)
{
	struct tokens *t = lx->t;

	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 4096;
		t->at = xrealloc(t->at, t->cap * sizeof(*t->at));
		if (t->n >= MAX_TOKENS && !lx->overflow) {
			lx->overflow = true;
			lx->end = s;
		}
	}

	struct token *tok = &t->at[t->n++];

	*tok = (struct token){ .pos = (uint32_t)(s - lx->start), .kind = kind };
	if (lx->bol) {
		tok->flags = TF_BOL | (s == lx->start || s[-1] == '\n' ? TF_COL0 : 0);
		lx->bol = false;
	}
	return tok;
}

name_t lex_name(const char *s, size_t len)
{
	return name_intern(s, len < LONGEST_NAME ? len : LONGEST_NAME);
}

const char *lex_word_end(const char *s)
{
	while (class_of(*s) == C_WORD || class_of(*s) == C_DIGIT)
		s++;
	return s;
}

/* @s is at the slash of a comment's start: the first byte after the comment, or after its line's
 * last byte for the // kind. */
const char *lex_skip_comment(struct lexer *lx, const char *s)
{
	const char *end = lx->end;

	if (s[1] == '/') {
		for (;;) {
			const char *nl = memchr(s, '\n', (size_t)(end - s));

			if (!nl)
				return end;
			if (nl[-1] != '\\')
				return nl;
			s = nl + 1;
		}
	}
	s += 3;
	while (s < end) {
		const char *slash = memchr(s, '/', (size_t)(end - s));

		if (!slash)
			return end;
		if (slash[-1] == '*')
			return slash + 1;
		s = slash + 1;
	}
	return end;
}

/* @s is at the opening quote: the first byte after the closing one, or the end of the line. */
const char *lex_skip_quoted(struct lexer *lx, const char *s)
{
	char quote = *s++;

	while (s < lx->end) {
		if (*s == quote)
			return s + 1;
		if (*s == '\n')
			return s;
		if (*s == '\\' && s[1] == '\r' && s[2] == '\n')
			s++;
		s += *s == '\\' ? 2 : 1;
	}
	return lx->end;
}

static const char *skip_number(const char *s, bool *is_float)
{
	bool hex = s[0] == '0' && (s[1] | 0x20) == 'x';

	*is_float = false;
	for (;; s++) {
		char c = *s | 0x20;

		if (*s == '.' && s[1] != '.') {
			*is_float = true;
		} else if (class_of(*s) != C_DIGIT && class_of(*s) != C_WORD) {
			return s;
		} else if (hex ? c == 'p' : c == 'e') {
			*is_float = true;
			if (s[1] == '+' || s[1] == '-')
				s++;
		}
	}
}

/*
 * x ## y in a macro's body: the two words become one, named as written without
 * the blanks. Called when the second one, @tok, has been emitted.
 */
static void paste(struct lexer *lx, struct token *tok)
{
	struct token *first = tok - 1;
	char buf[2 * LONGEST_NAME + 2];
	const char *a = lx->start + first->pos, *b = lx->start + tok->pos;
	size_t alen = first->len < LONGEST_NAME ? first->len : LONGEST_NAME;
	size_t blen = tok->len < LONGEST_NAME ? tok->len : LONGEST_NAME;

	if (first->aux && name_len(first->aux) < LONGEST_NAME) {
		a = name_str(first->aux);
		alen = name_len(first->aux);
	}
	memcpy(buf, a, alen);
	memcpy(buf + alen, "##", 2);
	memcpy(buf + alen + 2, b, blen);
	first->aux = lex_name(buf, alen + 2 + blen);
	first->kind = T_IDENT;
	first->flags &= TF_BOL | TF_COL0;
	first->len = tok->pos + tok->len - first->pos;
	lx->t->n--;
}

static bool can_paste(const struct token *tok)
{
	return tok->aux ? tok->kind == T_IDENT || tok->kind >= K_IF : tok->kind == T_INT;
}

static void emit_word(struct lexer *lx, const char *s, const char *e, bool pasted)
{
	struct token *tok = lex_emit(lx, s, T_IDENT);

	tok->len = (uint32_t)(e - s);
	tok->aux = lex_name(s, tok->len);
	if (pasted) {
		paste(lx, tok);
		return;
	}

	const struct word *w = words_find(lx->words, tok->aux);

	if (w) {
		tok->kind = w->kind;
		tok->flags |= w->flags;
	}
}

/* The longest operator at @s: its kind and length. */
static uint8_t operator_at(const char *s, unsigned *len)
{
	char next = s[1];

#define OP(n, kind) return *len = (n), (uint8_t)(kind)
	switch (*s) {
	case '(':
		OP(1, T_LPAREN);
	case ')':
		OP(1, T_RPAREN);
	case '[':
		OP(1, T_LBRACKET);
	case ']':
		OP(1, T_RBRACKET);
	case '{':
		OP(1, T_LBRACE);
	case '}':
		OP(1, T_RBRACE);
	case ';':
		OP(1, T_SEMI);
	case ',':
		OP(1, T_COMMA);
	case ':':
		OP(1, T_COLON);
	case '?':
		OP(1, T_QUESTION);
	case '~':
		OP(1, T_TILDE);
	case '.':
		if (next == '.' && s[2] == '.')
			OP(3, T_ELLIPSIS);
		OP(1, T_DOT);
	case '=':
		if (next == '=')
			OP(2, T_EQ);
		OP(1, T_ASSIGN);
	case '!':
		if (next == '=')
			OP(2, T_NE);
		OP(1, T_NOT);
	case '+':
		if (next == '+')
			OP(2, T_INC);
		if (next == '=')
			OP(2, T_ADD_ASSIGN);
		OP(1, T_ADD);
	case '-':
		if (next == '>')
			OP(2, T_ARROW);
		if (next == '-')
			OP(2, T_DEC);
		if (next == '=')
			OP(2, T_SUB_ASSIGN);
		OP(1, T_SUB);
	case '*':
		if (next == '=')
			OP(2, T_MUL_ASSIGN);
		OP(1, T_MUL);
	case '/':
		if (next == '=')
			OP(2, T_DIV_ASSIGN);
		OP(1, T_DIV);
	case '%':
		if (next == '=')
			OP(2, T_MOD_ASSIGN);
		OP(1, T_MOD);
	case '&':
		if (next == '&')
			OP(2, T_LAND);
		if (next == '=')
			OP(2, T_AND_ASSIGN);
		OP(1, T_AND);
	case '|':
		if (next == '|')
			OP(2, T_LOR);
		if (next == '=')
			OP(2, T_OR_ASSIGN);
		OP(1, T_OR);
	case '^':
		if (next == '=')
			OP(2, T_XOR_ASSIGN);
		OP(1, T_XOR);
	case '<':
		if (next == '<') {
			if (s[2] == '=')
				OP(3, T_SHL_ASSIGN);
			OP(2, T_SHL);
		}
		if (next == '=')
			OP(2, T_LE);
		OP(1, T_LT);
	case '>':
		if (next == '>') {
			if (s[2] == '=')
				OP(3, T_SHR_ASSIGN);
			OP(2, T_SHR);
		}
		if (next == '=')
			OP(2, T_GE);
		OP(1, T_GT);
	}
#undef OP
	*len = 1;
	return T_OTHER;
}

static const char *lex_number(struct lexer *lx, const char *s, bool pasted)
{
	bool is_float;
	const char *e = skip_number(s, &is_float);
	struct token *tok = lex_emit(lx, s, is_float ? T_FLOAT : T_INT);

	tok->len = (uint32_t)(e - s);
	if (pasted)
		paste(lx, tok);
	return e;
}

/* A # inside a #define's body: #x is a string, a ## b is one word (*@pasted is set for b). */
static const char *lex_hash(struct lexer *lx, const char *s, bool *pasted)
{
	if (s[1] == '#') {
		*pasted = lx->t->n > lx->define + 2 && can_paste(&lx->t->at[lx->t->n - 1]);
		return s + 2;
	}

	const char *w = s + 1;

	while (*w == ' ' || *w == '\t')
		w++;

	const char *e = lex_word_end(w);

	if (e == w)
		return s + 1;

	struct token *tok = lex_emit(lx, w, T_STR);

	tok->flags |= TF_STRINGIFY;
	tok->len = (uint32_t)(e - w);
	return e;
}

/*
 * Everything but words and blanks. Returns the next byte to read; in a #define,
 * NULL at its end.
 */
static const char *lex_punct(struct lexer *lx, const char *s, bool *pasted)
{
	struct token *tok;
	unsigned len;
	uint8_t kind;

	switch (*s) {
	case '/':
		if (s[1] == '*' || s[1] == '/')
			return lex_skip_comment(lx, s);
		break;
	case '"':
	case '\'':
		tok = lex_emit(lx, s, *s == '"' ? T_STR : T_INT);
		s = lex_skip_quoted(lx, s);
		tok->len = (uint32_t)(s - lx->start) - tok->pos;
		return s;
	case '\\':
		if (s[1] == '\r' && s[2] == '\n')
			s++;
		if (s[1] == '\n') {
			lx->bol = true;
			return s + 2;
		}
		break;
	case '#':
		if (lx->define)
			return lex_hash(lx, s, pasted);
		if (lx->bol)
			return lex_directive(lx, s + 1);
		break;
	case '.':
		if (class_of(s[1]) == C_DIGIT)
			return lex_number(lx, s, false);
		break;
	}
	kind = operator_at(s, &len);
	tok = lex_emit(lx, s, kind);
	tok->len = len;
	return s + len;
}

/* L"…", u8"…" */
static bool is_literal_prefix(const char *s, const char *e)
{
	return e - s <= 2 && (*s == 'L' || *s == 'u' || *s == 'U') && (e - s == 1 || s[1] == '8');
}

const char *lex_run(struct lexer *lx, const char *s)
{
	const char *e;
	bool pasted = false;

	while (s < lx->end) {
		switch (class_of(*s)) {
		case C_BLANK:
			s++;
			break;
		case C_NEWLINE:
			if (lx->define)
				return s;
			lx->bol = true;
			s++;
			break;
		case C_WORD:
			e = lex_word_end(s + 1);
			if ((*e == '\'' || *e == '"') && is_literal_prefix(s, e)) {
				struct token *tok = lex_emit(lx, s, *e == '"' ? T_STR : T_INT);

				s = lex_skip_quoted(lx, e);
				tok->len = (uint32_t)(s - lx->start) - tok->pos;
				pasted = false;
				break;
			}
			emit_word(lx, s, e, pasted);
			pasted = false;
			s = e;
			break;
		case C_DIGIT:
			s = lex_number(lx, s, pasted);
			pasted = false;
			break;
		default:
			if (pasted && *s != '\\' && *s != '/')
				pasted = false;
			s = lex_punct(lx, s, &pasted);
			break;
		}
	}
	return s;
}

bool lex(struct tokens *t, const struct words *words)
{
	struct lexer lx = {
		.t = t,
		.words = words,
		.start = t->text,
		.end = t->text + t->text_len,
		.bol = true,
	};

	t->n = 0;
	vec_clear(&t->branches);
	vec_clear(&t->groups);
	vec_clear(&t->directives);
	vec_push(&t->branches);
	lex_run(&lx, t->text);
	lex_close_groups(&lx);
	lx.bol = true;
	lex_emit(&lx, lx.end, T_END);
	return !lx.overflow;
}
