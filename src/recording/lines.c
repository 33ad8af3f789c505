// SPDX-License-Identifier: GPL-2.0-only
/* Bounded lines of an input: see lines.h. */
#include "recording/lines.h"

#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"

/* Holds one line of full length and much of what follows, so that little is moved. */
#define BUFFER (4u * (LINE_MAX_LENGTH + 1))

void lines_open(struct lines *l, struct input *in)
{
	*l = (struct lines){ .in = in, .buf = xmalloc(BUFFER + 1) };
}

void lines_close(struct lines *l)
{
	xfree(l->buf);
	l->buf = NULL;
}

/* Read more behind what there is. False if nothing came. */
static bool fill(struct lines *l)
{
	long n;

	if (l->ended)
		return false;
	if (l->start) {
		memmove(l->buf, l->buf + l->start, l->end - l->start);
		l->end -= l->start;
		l->start = 0;
	}
	n = input_read(l->in, l->buf + l->end, BUFFER - l->end);
	if (n <= 0) {
		l->ended = true;
		return false;
	}
	l->end += (size_t)n;
	return true;
}

/* Forget the rest of a line that was cut. */
static void skip_rest(struct lines *l)
{
	char *newline;

	while (!(newline = memchr(l->buf + l->start, '\n', l->end - l->start))) {
		l->start = l->end;
		if (!fill(l))
			return;
	}
	l->start = (size_t)(newline + 1 - l->buf);
}

static void blank_nuls(struct lines *l, char *line, size_t len)
{
	for (char *nul; (nul = memchr(line, '\0', len));)
		*nul = ' ';
	if (!l->told_binary)
		diag("%s:%" PRIu64 ": bytes that are no text, read as blanks", l->in->path,
		     l->number);
	l->told_binary = true;
}

char *lines_next(struct lines *l, size_t *len)
{
	char *line, *newline;
	size_t seen = 0, n;

	if (l->cut)
		skip_rest(l);
	l->cut = false;
	do {
		newline = memchr(l->buf + l->start + seen, '\n', l->end - l->start - seen);
		seen = l->end - l->start;
	} while (!newline && seen <= LINE_MAX_LENGTH && fill(l));
	if (!seen)
		return NULL;
	line = l->buf + l->start;
	n = newline ? (size_t)(newline - line) : seen;
	l->start += newline ? n + 1 : n;
	l->number++;
	if (n > LINE_MAX_LENGTH) {
		n = LINE_MAX_LENGTH;
		l->cut = !newline;
		if (!l->told_long)
			diag("%s:%" PRIu64 ": a line of more than %u bytes is cut", l->in->path,
			     l->number, LINE_MAX_LENGTH);
		l->told_long = true;
	}
	if (memchr(line, '\0', n))
		blank_nuls(l, line, n);
	if (n && line[n - 1] == '\r')
		n--;
	line[n] = '\0';
	*len = n;
	return line;
}

bool lines_any(const unsigned char *head, unsigned n, bool (*like)(char *line, size_t len))
{
	char text[sizeof(((struct input *)NULL)->head) + 1];

	n = (unsigned)strnlen((const char *)head, n);
	memcpy(text, head, n);
	text[n] = '\0';
	for (char *line = text, *end; line < text + n; line = end + 1) {
		end = line + strcspn(line, "\n");
		*end = '\0';
		if (like(line, (size_t)(end - line)))
			return true;
	}
	return false;
}

void lines_odd(struct lines *l)
{
	if (!l->odd++)
		l->first_odd = l->number;
}

void lines_tell_odd(const struct lines *l, const char *what)
{
	if (l->odd == 1)
		diag("%s:%" PRIu64 ": %s", l->in->path, l->first_odd, what);
	else if (l->odd)
		diag("%s:%" PRIu64 ": %s (and %" PRIu64 " more)", l->in->path, l->first_odd, what,
		     l->odd - 1);
}
