/* SPDX-License-Identifier: GPL-2.0-only */
/* The syntax tree as text, for tests and for whoever wants to know what was read. */
#ifndef UNSPIN_CSYNTAX_DUMP_H
#define UNSPIN_CSYNTAX_DUMP_H

#include "base/strbuf.h"
#include "csyntax/ast.h"

/*
 * Append the nodes linked from @list to @out as S-expressions, one top-level
 * node or statement a line, indented by tabs. The parser's limits on depth
 * bound the recursion.
 */
void dump_list(struct strbuf *out, const struct node *list);

#endif
