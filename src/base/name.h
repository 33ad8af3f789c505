/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interned names: every identifier, file path and condition text is one small
 * number, the same in all threads and files, so that names compare and hash as
 * integers.
 *
 * The numbers depend on the order in which threads met the names. Nothing that
 * a user sees may be ordered by them: order by name_str().
 */
#ifndef UNSPIN_BASE_NAME_H
#define UNSPIN_BASE_NAME_H

#include <stddef.h>
#include <stdint.h>

typedef uint32_t name_t; /* 0 is "no name" */

/* The number of the @len bytes at @s; safe from any thread. */
name_t name_intern(const char *s, size_t len);
name_t name_of(const char *s);

/* printf, then intern */
name_t name_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The number of @s if it was ever interned, else 0. */
name_t name_find(const char *s);

/* NUL-terminated text, valid until name_free_all(); "" for 0. */
const char *name_str(name_t n);
size_t name_len(name_t n);

/* strcmp of two names, for output order */
int name_cmp(name_t a, name_t b);

/* Release the table; for leak checkers at exit, when no thread uses names any more. */
void name_free_all(void);

#endif
