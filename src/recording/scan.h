/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small steps through a line of text, for the readers of text recordings. All of
 * them stop at the NUL that ends the line. Those that take a char ** move it past
 * what they read, and leave it where it was if that is not there.
 */
#ifndef UNSPIN_RECORDING_SCAN_H
#define UNSPIN_RECORDING_SCAN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static inline bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The digit's value, 16 or more if it is none. Upper case too. */
static inline unsigned hex_value(char c)
{
	unsigned u = (unsigned char)c;

	if (u - '0' < 10)
		return u - '0';
	u |= 0x20;
	return u - 'a' < 6 ? u - 'a' + 10 : 16;
}

static inline bool is_word(char c)
{
	unsigned u = (unsigned char)c;

	return (u | 0x20) - 'a' < 26 || u - '0' < 10 || u == '_';
}

static inline void skip_blanks(char **p)
{
	while (**p == ' ' || **p == '\t')
		++*p;
}

static inline bool skip_char(char **p, char c)
{
	if (**p != c)
		return false;
	++*p;
	return true;
}

/* The text must be a literal. */
#define skip_text(p, text) skip_bytes(p, text, sizeof(text) - 1)
static inline bool skip_bytes(char **p, const char *text, size_t len)
{
	if (**p != *text || strncmp(*p, text, len))
		return false;
	*p += len;
	return true;
}

/* Decimal digits, at most 19 of them. */
static inline bool scan_number(char **p, uint64_t *value)
{
	char *s = *p;
	uint64_t v = 0;

	for (; is_digit(*s); s++)
		v = v * 10 + (uint64_t)(*s - '0');
	if (s == *p || s - *p > 19)
		return false;
	*p = s;
	*value = v;
	return true;
}

/* At most 16 hexadecimal digits, without 0x; returns how many. */
static inline unsigned scan_hex(char **p, uint64_t *value)
{
	uint64_t v = 0;
	unsigned n = 0, digit;

	while ((digit = hex_value((*p)[n])) < 16) {
		if (++n > 16)
			return 0;
		v = v << 4 | digit;
	}
	*p += n;
	if (n)
		*value = v;
	return n;
}

/* A number with a sign, within int32_t. */
static inline bool scan_int(char **p, int32_t *value)
{
	char *s = *p;
	bool negative = skip_char(&s, '-');
	uint64_t v;

	if (!scan_number(&s, &v) || v > INT32_MAX)
		return false;
	*value = negative ? -(int32_t)v : (int32_t)v;
	*p = s;
	return true;
}

#endif
