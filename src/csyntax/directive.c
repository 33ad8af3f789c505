// SPDX-License-Identifier: GPL-2.0-only
/*
 * Directives: a line that starts with # becomes a marker token, or nothing.
 *
 * Nothing, for groups whose condition is known without a configuration
 * (#if 0, #ifdef __cplusplus), for macros whose body is a number, which make up
 * three quarters of all bytes of the kernel's headers, and for #pragma and its
 * like. These are skipped without looking at words.
 */
#include "csyntax/lex_internal.h"

#include <string.h>

#include "base/strbuf.h"

#define LONGEST_CONDITION 200u

enum directive { D_OTHER, D_IF, D_IFDEF, D_IFNDEF, D_ELIF, D_ELSE, D_ENDIF, D_DEFINE, D_INCLUDE };

static bool is_word(const char *s, size_t len, const char *word)
{
	return strlen(word) == len && !memcmp(s, word, len);
}

static enum directive directive_at(const char *s, const char **after)
{
	static const struct {
		const char *word;
		enum directive d;
	} names[] = {
		{ "define", D_DEFINE }, { "include", D_INCLUDE }, { "ifdef", D_IFDEF },
		{ "if", D_IF },		{ "endif", D_ENDIF },	  { "ifndef", D_IFNDEF },
		{ "else", D_ELSE },	{ "elif", D_ELIF },
	};

	while (*s == ' ' || *s == '\t')
		s++;
	*after = lex_word_end(s);
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (is_word(s, (size_t)(*after - s), names[i].word))
			return names[i].d;
	return D_OTHER;
}

/* The newline that ends the directive which @s is in, past continued lines and comments. */
static const char *line_end(struct lexer *lx, const char *s)
{
	while (s < lx->end && *s != '\n') {
		if (*s == '/' && (s[1] == '*' || s[1] == '/'))
			s = lex_skip_comment(lx, s);
		else if (*s == '"')
			s = lex_skip_quoted(lx, s);
		else if (*s == '\\' && s[1] == '\n')
			s += 2;
		else if (*s == '\\' && s[1] == '\r' && s[2] == '\n')
			s += 3;
		else
			s++;
	}
	return s < lx->end ? s : lx->end;
}

/* Between branches that are not read: to the next #elif, #else or #endif of this group. */
static enum directive skip_branch(struct lexer *lx, const char *s, const char **after)
{
	unsigned depth = 0;
	bool bol = false;

	while (s < lx->end) {
		if (*s == '\n') {
			bol = true;
			s++;
		} else if (*s == ' ' || *s == '\t') {
			s++;
		} else if (*s == '/' && (s[1] == '*' || s[1] == '/')) {
			s = lex_skip_comment(lx, s);
		} else if (*s == '#' && bol) {
			enum directive d = directive_at(s + 1, &s);

			if (d == D_IF || d == D_IFDEF || d == D_IFNDEF) {
				depth++;
			} else if (d == D_ENDIF || (!depth && (d == D_ELSE || d == D_ELIF))) {
				if (!depth) {
					*after = s;
					return d;
				}
				depth--;
			}
			bol = false;
		} else {
			bol = false;
			s = *s == '"' ? lex_skip_quoted(lx, s) : s + 1;
		}
	}
	*after = lx->end;
	return D_OTHER;
}

/* The condition at @s as one line without comments; *@end is where its line ends. */
static void read_condition(struct lexer *lx, const char *s, const char **end, char *buf)
{
	size_t n = 0;
	bool blank = false;

	*end = line_end(lx, s);
	while (s < *end && n + 2 < LONGEST_CONDITION) {
		if (*s == '/' && (s[1] == '*' || s[1] == '/')) {
			s = lex_skip_comment(lx, s);
			blank = true;
		} else if ((unsigned char)*s <= ' ' || *s == '\\') {
			s++;
			blank = true;
		} else {
			if (blank && n)
				buf[n++] = ' ';
			blank = false;
			buf[n++] = *s++;
		}
	}
	buf[n] = '\0';
}

/* 1 or 0 for a condition that holds or fails for every kernel build of C; -1: it depends. */
static int known_truth(enum directive d, const char *cond)
{
	static const struct {
		const char *name;
		int defined;
	} known[] = {
		{ "__KERNEL__", 1 },	{ "__cplusplus", 0 },	{ "__ASSEMBLY__", 0 },
		{ "__ASSEMBLER__", 0 }, { "LINKER_SCRIPT", 0 }, { "__GENKSYMS__", 0 },
	};
	bool negated = d == D_IFNDEF;
	const char *s = cond;
	size_t len;

	if (d == D_IF || d == D_ELIF) {
		if (!strcmp(s, "0"))
			return 0;
		if (!strcmp(s, "1"))
			return 1;
		if (*s == '!') {
			negated = true;
			s++;
		}
		if (strncmp(s, "defined", 7))
			return -1;
		s += 7;
		while (*s == ' ' || *s == '(')
			s++;
	}
	len = (size_t)(lex_word_end(s) - s);
	if (strspn(s + len, ") ") != strlen(s + len))
		return -1;
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (is_word(s, len, known[i].name))
			return known[i].defined != negated;
	return -1;
}

static void add_branch(struct lexer *lx, uint32_t group, const char *s, uint8_t kind, name_t cond,
		       bool negated)
{
	struct tokens *t = lx->t;
	uint32_t b = t->branches.n;

	*vec_push(&t->branches) =
		(struct branch){ .marker = t->n, .group = group, .cond = cond, .negated = negated };
	if (t->groups.at[group].first)
		t->branches.at[t->groups.at[group].last].next = b;
	else
		t->groups.at[group].first = b;
	t->groups.at[group].last = b;
	lex_emit(lx, s, kind)->aux = b;
}

/* An #if of any sort whose condition starts at @s. */
static const char *open_group(struct lexer *lx, enum directive d, const char *s)
{
	char cond[LONGEST_CONDITION];
	const char *end;
	int truth;

	for (;;) {
		read_condition(lx, s, &end, cond);
		truth = known_truth(d, cond);
		if (truth)
			break;
		d = skip_branch(lx, end, &s);
		if (d == D_ELSE) {
			end = line_end(lx, s);
			truth = 1;
			break;
		}
		if (d != D_ELIF)
			return d == D_ENDIF ? line_end(lx, s) : lx->end;
	}

	struct open_group *g = vec_push(&lx->open);

	g->plain = truth == 1;
	if (g->plain)
		return end;
	g->group = lx->t->groups.n;
	vec_push(&lx->t->groups);
	add_branch(lx, g->group, s, M_IF, name_of(cond), d == D_IFNDEF);
	return end;
}

static void close_group(struct lexer *lx, const char *s)
{
	struct open_group g = vec_pop(&lx->open);

	if (g.plain)
		return;
	lx->t->groups.at[g.group].endif = lx->t->n;
	lex_emit(lx, s, M_ENDIF)->aux = g.group;
}

void lex_close_groups(struct lexer *lx)
{
	while (lx->open.n)
		close_group(lx, lx->end);
	vec_free(&lx->open);
}

/* #else or #elif */
static const char *next_branch(struct lexer *lx, enum directive d, const char *s)
{
	char cond[LONGEST_CONDITION];
	const char *end;

	read_condition(lx, s, &end, cond);
	if (!lx->open.n)
		return end;

	struct open_group g = *vec_last(&lx->open);

	if (!g.plain) {
		if (d == D_ELSE)
			lx->t->groups.at[g.group].has_else = true;
		add_branch(lx, g.group, s, M_ELSE, d == D_ELIF ? name_of(cond) : 0, false);
		return end;
	}
	do {
		d = skip_branch(lx, end, &end);
	} while (d == D_ELSE || d == D_ELIF);
	if (d == D_ENDIF)
		lx->open.n--;
	return line_end(lx, end);
}

/* Does an object-like macro's body, from @s to the end of its line, hold nothing but numbers and
 * strings? *@end is then that end. */
static bool is_plain_value(struct lexer *lx, const char *s, const char **end)
{
	while (s < lx->end && *s != '\n') {
		if ((*s >= '0' && *s <= '9')) {
			s = lex_word_end(s);
		} else if (lex_word_end(s) != s) {
			return false;
		} else if (*s == '/' && (s[1] == '*' || s[1] == '/')) {
			s = lex_skip_comment(lx, s);
		} else if (*s == '"' || *s == '\'') {
			s = lex_skip_quoted(lx, s);
		} else if (*s == '{' || *s == '}') {
			return false;
		} else if (*s == '\\') {
			s += s[1] == '\r' ? 3 : 2;
		} else {
			s++;
		}
	}
	*end = s < lx->end ? s : lx->end;
	return true;
}

static const char *lex_define(struct lexer *lx, const char *hash, const char *s)
{
	const char *end;

	while (*s == ' ' || *s == '\t' || (*s == '\\' && s[1] == '\n'))
		s += *s == '\\' ? 2 : 1;

	const char *name_end = lex_word_end(s);
	bool object = *name_end != '(';

	if (name_end == s)
		return line_end(lx, s);
	if (object && is_plain_value(lx, name_end, &end))
		return end;

	uint32_t define = lx->t->n;

	*vec_push(&lx->t->directives) = define;
	lx->bol = false;
	lex_emit(lx, hash, M_DEFINE)->flags |= object ? TF_OBJECT : 0;
	lx->define = define + 1;
	s = lex_run(lx, s);
	lx->define = 0;
	lex_emit(lx, s, T_EOD);
	lx->t->at[define].aux = lx->t->n;
	return s;
}

static const char *lex_include(struct lexer *lx, const char *hash, const char *s)
{
	const char *end = line_end(lx, s), *close;

	while (*s == ' ' || *s == '\t')
		s++;
	if (*s != '<' && *s != '"')
		return end;
	close = memchr(s + 1, *s == '<' ? '>' : '"', (size_t)(end > s ? end - s - 1 : 0));
	if (!close)
		return end;

	*vec_push(&lx->t->directives) = lx->t->n;
	lx->bol = false;

	struct token *tok = lex_emit(lx, hash, M_INCLUDE);

	tok->flags |= *s == '<' ? TF_SYSTEM : 0;
	tok->aux = lex_name(s + 1, (size_t)(close - s - 1));
	return end;
}

const char *lex_directive(struct lexer *lx, const char *s)
{
	const char *hash = s - 1;
	enum directive d = directive_at(s, &s);

	switch (d) {
	case D_IF:
	case D_IFDEF:
	case D_IFNDEF:
		return open_group(lx, d, s);
	case D_ELIF:
	case D_ELSE:
		return next_branch(lx, d, s);
	case D_ENDIF:
		s = line_end(lx, s);
		if (lx->open.n)
			close_group(lx, hash);
		return s;
	case D_DEFINE:
		return lex_define(lx, hash, s);
	case D_INCLUDE:
		return lex_include(lx, hash, s);
	case D_OTHER:
		break;
	}
	return line_end(lx, s);
}
