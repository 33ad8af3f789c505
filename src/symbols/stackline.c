// SPDX-License-Identifier: GPL-2.0-only
/* Reading "func+0x12/0x40 [mod]": see stackline.h. */
#include "symbols/stackline.h"

#include <string.h>

#include "symbols/proc.h"
#include "symbols/symbols.h"
#include "symbols/words.h"

/* Skip what may stand before the name: "=> ", "? ", "[<address>] ". */
static void skip_marks(struct words *line)
{
	for (;;) {
		words_skip_blanks(line);
		if (words_left(line) >= 2 && !memcmp(line->at, "=>", 2)) {
			line->at += 2;
		} else if (words_left(line) >= 2 && !memcmp(line->at, "? ", 2)) {
			line->at += 2;
		} else if (words_left(line) >= 2 && !memcmp(line->at, "[<", 2)) {
			const char *end = memchr(line->at, ']', words_left(line));

			line->at = end ? end + 1 : line->end;
		} else {
			return;
		}
	}
}

/* "+0x12" or "/0x40" at the front of @rest, taken off it. */
static bool take_number(struct words *rest, char mark, uint64_t *out)
{
	struct words number = *rest;

	if (!words_left(rest) || *rest->at != mark)
		return false;
	number.at++;
	number.end = number.at;
	while (number.end < rest->end && *number.end != '/' && *number.end != ' ')
		number.end++;
	rest->at = number.end;
	return words_hex(number, out);
}

/* "[mod]", or "[mod 0123456789abcdef]" with its build id */
static name_t take_module(struct words *line)
{
	struct words w = words_next(line);
	size_t len = words_left(&w);

	if (len < 2 || *w.at != '[')
		return 0;
	w.at++;
	w.end -= w.end[-1] == ']';
	return module_name(w.at, words_left(&w));
}

bool stack_line_parse(const char *text, size_t len, struct stack_line *out)
{
	const char *newline = len ? memchr(text, '\n', len) : NULL;
	struct words line = { text, newline ? newline : text + len }, name;

	*out = (struct stack_line){ .offset = NO_OFFSET };
	skip_marks(&line);
	name = (struct words){ line.at, line.at };
	while (name.end < line.end && !strchr(" \t+/", *name.end))
		name.end++;
	line.at = name.end;
	if (!words_left(&name) || words_left(&name) >= KSYM_NAME_MAX)
		return false;
	if (words_left(&name) > 2 && !memcmp(name.at, "0x", 2))
		return words_hex(name, &out->address);
	out->function = name_intern(name.at, words_left(&name));
	if (take_number(&line, '+', &out->offset)) {
		if (!take_number(&line, '/', &out->size))
			out->size = 0;
	} else {
		out->offset = NO_OFFSET;
	}
	out->module = take_module(&line);
	return true;
}
