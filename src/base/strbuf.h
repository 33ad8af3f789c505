/* SPDX-License-Identifier: GPL-2.0-only */
/* Text under construction: a growing NUL-terminated string. */
#ifndef UNSPIN_BASE_STRBUF_H
#define UNSPIN_BASE_STRBUF_H

#include <stddef.h>

struct strbuf {
	char *s; /* NULL while empty; use strbuf_str() to read */
	size_t len, cap;
};

void strbuf_add(struct strbuf *b, const char *s, size_t len);
void strbuf_puts(struct strbuf *b, const char *s);
void strbuf_printf(struct strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void strbuf_clear(struct strbuf *b);
void strbuf_free(struct strbuf *b);

/* The text, "" when empty; valid until the next change. */
const char *strbuf_str(const struct strbuf *b);

#endif
