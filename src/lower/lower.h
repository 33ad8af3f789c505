/* SPDX-License-Identifier: GPL-2.0-only */
/* From the syntax tree of one file to its unit. */
#ifndef UNSPIN_LOWER_LOWER_H
#define UNSPIN_LOWER_LOWER_H

#include "base/hash.h"
#include "csyntax/parse.h"
#include "lower/ir.h"

/*
 * Lower @file, whose text is @path's, into a new unit. Uses nothing but the
 * tree; @scratch is the caller's working arena (the tree may live in it too).
 * Calls of what @verbatim names (a set; NULL: none) keep the text of their
 * arguments. Never fails. Free with unit_free().
 */
struct unit *lower_file(const struct parsed_file *file, name_t path, const struct map *verbatim,
			struct arena *scratch);
void unit_free(struct unit *u);

/* Human-readable dump of functions' graphs, for tests and --dump-ir. */
struct strbuf;
void unit_dump(const struct unit *u, struct strbuf *out);
void expr_print(const struct function *f, expr_t e, struct strbuf *out);

#endif
