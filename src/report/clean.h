/* SPDX-License-Identifier: GPL-2.0-only */
/* Text from strangers, made fit to be shown. */
#ifndef UNSPIN_REPORT_CLEAN_H
#define UNSPIN_REPORT_CLEAN_H

#include "base/strbuf.h"

/*
 * Append @s with all that a terminal might obey or that could fake other text made visible as
 * \xNN of its bytes: control characters (C0, DEL, C1), marks that turn the
 * writing direction or are invisible, and what is not UTF-8.
 */
void clean_puts(struct strbuf *b, const char *s);

/* Append @s as valid UTF-8: each byte that is not part of it becomes U+FFFD. */
void clean_utf8(struct strbuf *b, const char *s);

#endif
