/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An input as lines, in bounded memory whatever it holds: a line that is too long
 * is cut, and bytes that no text has become blanks. Either is told once by diag().
 */
#ifndef UNSPIN_RECORDING_LINES_H
#define UNSPIN_RECORDING_LINES_H

#include "recording/reader.h"

#define LINE_MAX_LENGTH 65535u

struct lines {
	struct input *in;
	char *buf;
	size_t start, end; /* what is read and not yet given out */
	uint64_t number;   /* of the line given out last, from 1 */
	bool ended;	   /* of the input, or an error */
	bool cut;	   /* the rest of that line is still to be skipped */
	bool told_long, told_binary;
	uint64_t odd; /* lines counted by lines_odd(), the first one's number */
	uint64_t first_odd;
};

void lines_open(struct lines *l, struct input *in);
void lines_close(struct lines *l);

/*
 * The next line without its end (\n or \r\n), as a string that the caller may
 * change; valid until the next call. NULL at the end.
 */
char *lines_next(struct lines *l, size_t *len);

/* Is one of the lines that a file begins with, its first @n bytes at @head, one that @like knows? */
bool lines_any(const unsigned char *head, unsigned n, bool (*like)(char *line, size_t len));

/* The line given out last could not be read. */
void lines_odd(struct lines *l);

/* One diag() for all such lines, if there were any: "FILE:LINE: @what (and N more)". */
void lines_tell_odd(const struct lines *l, const char *what);

#endif
