/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fields: a line of a graph file is a word and fields, with a tab before each.
 * Inside of a field tab, newline and backslash are \t, \n and \\, the other
 * control characters \xNN; so a tab is the least byte of any line, and lines
 * compare as their fields do.
 */
#ifndef UNSPIN_GRAPHFILE_FIELD_H
#define UNSPIN_GRAPHFILE_FIELD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/strbuf.h"

/* Append a tab and @text; "" for NULL. */
void field_put(struct strbuf *b, const char *text);

/* The same with "@key=" before the text; nothing for NULL or "". */
void field_put_key(struct strbuf *b, const char *key, const char *text);

/*
 * Take the first field of a line, or its word, off *@at: the text up to the next tab, newline or
 * end, unescaped into @a. NULL if there is none left or it is not escaped properly.
 */
char *field_get(const char **at, struct arena *a);

#endif
