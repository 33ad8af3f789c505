// SPDX-License-Identifier: GPL-2.0-only
/* Fields to and from text: see field.h. */
#include "graphfile/field.h"

#include <string.h>

static void put_escaped(struct strbuf *b, const char *s)
{
	while (*s) {
		size_t plain = 0;

		while ((unsigned char)s[plain] >= 0x20 && s[plain] != 0x7f && s[plain] != '\\')
			plain++;
		strbuf_add(b, s, plain);
		s += plain;
		if (!*s)
			return;
		if (*s == '\t')
			strbuf_puts(b, "\\t");
		else if (*s == '\n')
			strbuf_puts(b, "\\n");
		else if (*s == '\\')
			strbuf_puts(b, "\\\\");
		else
			strbuf_printf(b, "\\x%02x", (unsigned char)*s);
		s++;
	}
}

void field_put(struct strbuf *b, const char *text)
{
	strbuf_puts(b, "\t");
	put_escaped(b, text ? text : "");
}

void field_put_key(struct strbuf *b, const char *key, const char *text)
{
	if (!text || !*text)
		return;
	strbuf_puts(b, "\t");
	strbuf_puts(b, key);
	strbuf_puts(b, "=");
	put_escaped(b, text);
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character behind a backslash at *@at, which moves to its end; 0 if there is none. */
static char escaped(const char **at)
{
	char c = *(*at)++;

	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case '\\':
		return '\\';
	case 'x':
		if (hex((*at)[0]) < 0 || hex((*at)[1]) < 0)
			return 0;
		*at += 2;
		return (char)(hex((*at)[-2]) << 4 | hex((*at)[-1]));
	default:
		return 0;
	}
}

char *field_get(const char **at, struct arena *a)
{
	const char *s = *at;

	if (!*s || *s == '\n')
		return NULL;
	if (*s == '\t')
		s++;

	size_t len = strcspn(s, "\t\n"), n = 0;
	const char *end = s + len;
	char *out = arena_strndup(a, s, len);

	*at = end;
	while (s < end) {
		char c = *s++;

		if (c == '\\' && (s == end || !(c = escaped(&s)) || s > end))
			return NULL;
		out[n++] = c;
	}
	out[n] = '\0';
	return out;
}
