/* SPDX-License-Identifier: GPL-2.0-only */
/* A piece of text, taken apart into lines, words and numbers without copies. */
#ifndef UNSPIN_SYMBOLS_WORDS_H
#define UNSPIN_SYMBOLS_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct words {
	const char *at, *end;
};

static inline size_t words_left(const struct words *w)
{
	return (size_t)(w->end - w->at);
}

/* The next line without its newline; false at the end of the text or at a line that is cut off. */
bool words_line(struct words *text, struct words *line);

void words_skip_blanks(struct words *line);

/* The next word between blanks; empty at the line's end. */
struct words words_next(struct words *line);

/* All of @w as a number of at most 64 bits; hexadecimal with or without 0x. False if it is none. */
bool words_hex(struct words w, uint64_t *out);
bool words_decimal(struct words w, uint64_t *out);

#endif
