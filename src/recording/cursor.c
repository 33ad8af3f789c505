// SPDX-License-Identifier: GPL-2.0-only
/* Reads files from front to back. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "recording/bytes.h"
#include "recording/cursor.h"

/* What goes on for longer than this is no string. */
#define STRING_MAX 65536u

size_t file_pread(int fd, void *buf, size_t n, uint64_t offset)
{
	size_t got = 0;

	while (got < n && offset + got <= INT64_MAX) {
		ssize_t r = pread(fd, (char *)buf + got, n - got, (off_t)(offset + got));

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			break;
		got += (size_t)r;
	}
	return got;
}

bool cursor_take(struct cursor *c, void *buf, uint64_t n)
{
	if (c->cut || n > c->end - c->at) {
		c->cut = true;
		return false;
	}
	if (c->memory)
		memcpy(buf, c->memory + c->at, n);
	else if (file_pread(c->fd, buf, n, c->at) < n)
		c->cut = true;
	c->at += n;
	return !c->cut;
}

uint64_t cursor_number(struct cursor *c, unsigned size)
{
	uint8_t buf[8];

	return cursor_take(c, buf, size) ? bytes_number(buf, size, c->big) : 0;
}

void cursor_skip(struct cursor *c, uint64_t n)
{
	if (c->cut || n > c->end - c->at)
		c->cut = true;
	else
		c->at += n;
}

char *cursor_text(struct cursor *c, uint64_t n, uint64_t max)
{
	char *s;

	if (c->cut || n > max || n > c->end - c->at) {
		c->cut = true;
		return NULL;
	}
	s = xmalloc(n + 1);
	if (!cursor_take(c, s, n)) {
		xfree(s);
		return NULL;
	}
	s[n] = 0;
	return s;
}

void cursor_string(struct cursor *c, char *buf, size_t size)
{
	size_t n = 0, all = 0;
	char ch;

	while (cursor_take(c, &ch, 1) && ch) {
		if (n + 1 < size)
			buf[n++] = ch;
		if (++all > STRING_MAX)
			c->cut = true;
	}
	buf[n] = 0;
}
