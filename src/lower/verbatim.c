// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arguments as they are written, as cpp's # makes them a string (C17 6.10.3.2):
 * comments gone, whitespace within one blank, none at the ends. Lowering says
 * what an argument is, not how it reads, and a lock's name for lockdep is how the
 * argument of its initialiser reads.
 *
 * Kept only for the functions that are asked for.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

/* Longer ones are nobody's name. */
#define LONGEST_ARGUMENT 400u
/* Arguments behind these are not looked at, nor what is further away: calls stand in each other's arguments. */
#define MOST_VERBATIM 16u
#define LONGEST_CALL (1u << 14)

struct scan {
	const char *at, *end;
	char text[LONGEST_ARGUMENT + 1];
	unsigned len;
	bool blank, too_long;
};

static void add(struct scan *s, char c)
{
	if (s->blank && s->len && s->len < LONGEST_ARGUMENT)
		s->text[s->len++] = ' ';
	s->blank = false;
	if (s->len < LONGEST_ARGUMENT)
		s->text[s->len++] = c;
	else
		s->too_long = true;
}

/* Skips whitespace, line ends that a backslash joins, and comments; false if there is none here. */
static bool skip_blank(struct scan *s)
{
	size_t left = (size_t)(s->end - s->at);
	const char *p = s->at;

	if (strchr(" \t\n\r\f\v", *p) && *p) {
		s->at++;
	} else if (left > 1 && p[0] == '\\' && (p[1] == '\n' || p[1] == '\r')) {
		s->at += 2;
	} else if (left > 1 && p[0] == '/' && p[1] == '/') {
		p = memchr(p, '\n', left);
		s->at = p ? p : s->end;
	} else if (left > 1 && p[0] == '/' && p[1] == '*') {
		p = memmem(p + 2, left - 2, "*/", 2);
		s->at = p ? p + 2 : s->end;
	} else {
		return false;
	}
	return true;
}

static void take_quoted(struct scan *s)
{
	char quote = *s->at;

	do {
		add(s, *s->at);
		if (*s->at++ == '\\' && s->at < s->end)
			add(s, *s->at++);
	} while (s->at < s->end && *s->at != quote && *s->at != '\n');
	if (s->at < s->end && *s->at == quote)
		add(s, *s->at++);
}

/* One argument, up to the comma or parenthesis that ends it; false if the text ends before. */
static bool take_argument(struct scan *s)
{
	unsigned depth = 0;

	s->len = 0;
	s->blank = s->too_long = false;
	while (s->at < s->end) {
		char c = *s->at;

		if (skip_blank(s)) {
			s->blank = true;
			continue;
		}
		if (!depth && (c == ',' || c == ')'))
			return true;
		if (c == '"' || c == '\'') {
			take_quoted(s);
			continue;
		}
		if (strchr("([{", c))
			depth++;
		else if (depth && strchr(")]}", c))
			depth--;
		add(s, c);
		s->at++;
	}
	return false;
}

/* Stand before the first argument of what is called at byte @pos; false if there is none. */
static bool find_arguments(struct lowering *l, struct scan *s, uint32_t pos)
{
	size_t left = l->file->len - pos;

	*s = (struct scan){ .at = l->file->text + pos };
	s->end = s->at + (left < LONGEST_CALL ? left : LONGEST_CALL);
	while (s->at < s->end && *s->at != '(')
		s->at++;
	return s->at < s->end;
}

bool is_verbatim(const struct lowering *l, name_t function)
{
	return function && l->verbatim_names && map_get(l->verbatim_names, function);
}

unsigned verbatim_arguments(struct lowering *l, uint32_t pos, unsigned n, name_t *texts)
{
	struct scan s;
	unsigned i = 0;

	if (!find_arguments(l, &s, pos))
		return 0;
	for (; i < n && s.at < s.end; i++) {
		s.at++; /* the parenthesis, or the comma */
		if (!take_argument(&s))
			break;
		texts[i] = s.len && !s.too_long ? name_intern(s.text, s.len) : 0;
	}
	return i;
}

void keep_verbatim(struct lowering *l, uint32_t call, uint32_t pos)
{
	name_t texts[MOST_VERBATIM];
	unsigned nargs = l->calls.at[call].nargs;

	nargs = verbatim_arguments(l, pos, nargs < MOST_VERBATIM ? nargs : MOST_VERBATIM, texts);
	for (unsigned i = 0; i < nargs; i++)
		if (texts[i])
			*vec_push(&l->verbatim) =
				(struct verbatim){ .call = call, .arg = i, .text = texts[i] };
}
