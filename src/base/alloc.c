// SPDX-License-Identifier: GPL-2.0-only
/* Heap memory that can't fail, and growing arrays: see alloc.h. */
#include "base/alloc.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void *check(void *p)
{
	if (!p) {
		fputs("unspin: out of memory\n", stderr);
		exit(2);
	}
	return p;
}

void *xmalloc(size_t size)
{
	return check(malloc(size ? size : 1));
}

void *xcalloc(size_t n, size_t size)
{
	return check(calloc(n ? n : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t size)
{
	return check(realloc(p, size ? size : 1));
}

char *xstrdup(const char *s)
{
	return check(strdup(s));
}

char *xasprintf(const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		s = NULL;
	va_end(ap);
	return check(s);
}

void vec_room(void **at, unsigned *cap, unsigned n, size_t size)
{
	if (n == *cap) {
		*cap = *cap ? *cap * 2 : 8;
		*at = xrealloc(*at, *cap * size);
	}
	memset((char *)*at + n * size, 0, size);
}
