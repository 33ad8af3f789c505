/* SPDX-License-Identifier: GPL-2.0-only */
/* What lex.c (words) and directive.c (lines that start with #) share. */
#ifndef UNSPIN_CSYNTAX_LEX_INTERNAL_H
#define UNSPIN_CSYNTAX_LEX_INTERNAL_H

#include "csyntax/lex.h"

/* An open #if. */
struct open_group {
	bool plain; /* its condition is known: the branch that is read needs no marker */
	uint32_t group;
};

struct lexer {
	struct tokens *t;
	const struct words *words;
	const char *start, *end;
	bool bol;	 /* no token yet on this line */
	bool overflow;	 /* more than MAX_TOKENS */
	uint32_t define; /* inside the body of the #define whose M_DEFINE has this index + 1 */
	VEC(struct open_group) open;
};

struct token *lex_emit(struct lexer *lx, const char *s, uint8_t kind);
name_t lex_name(const char *s, size_t len);
const char *lex_word_end(const char *s);
const char *lex_skip_comment(struct lexer *lx, const char *s);
const char *lex_skip_quoted(struct lexer *lx, const char *s);

/* Tokens from @s to the end of the file, or of the line inside a #define: where it stopped. */
const char *lex_run(struct lexer *lx, const char *s);

/* The directive after the # at @s - 1: the first byte after it. */
const char *lex_directive(struct lexer *lx, const char *s);

/* At the end of the file: end what was left open. */
void lex_close_groups(struct lexer *lx);

#endif
