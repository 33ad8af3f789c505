// SPDX-License-Identifier: GPL-2.0-only
/* Lines, words, numbers: see words.h. */
#include "symbols/words.h"

#include <string.h>

bool words_line(struct words *text, struct words *line)
{
	const char *newline = text->at < text->end
				      ? memchr(text->at, '\n', (size_t)(text->end - text->at))
				      : NULL;

	if (!newline)
		return false;
	*line = (struct words){ text->at, newline };
	text->at = newline + 1;
	return true;
}

void words_skip_blanks(struct words *line)
{
	while (line->at < line->end && (*line->at == ' ' || *line->at == '\t'))
		line->at++;
}

struct words words_next(struct words *line)
{
	struct words w;

	words_skip_blanks(line);
	w = (struct words){ line->at, line->at };
	while (w.end < line->end && *w.end != ' ' && *w.end != '\t')
		w.end++;
	line->at = w.end;
	return w;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 16;
}

/* All of @w as a number of at most 64 bits. */
static bool number(struct words w, unsigned base, uint64_t *out)
{
	*out = 0;
	if (w.at == w.end)
		return false;
	for (; w.at < w.end; w.at++) {
		unsigned d = (unsigned)digit(*w.at);

		if (d >= base || *out > (UINT64_MAX - d) / base)
			return false;
		*out = *out * base + d;
	}
	return true;
}

bool words_hex(struct words w, uint64_t *out)
{
	if (words_left(&w) > 2 && w.at[0] == '0' && w.at[1] == 'x')
		w.at += 2;
	return number(w, 16, out);
}

bool words_decimal(struct words w, uint64_t *out)
{
	return number(w, 10, out);
}
