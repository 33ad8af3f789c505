/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Conditional groups: which of them can be read with all their branches, and
 * which branch stands for the group where only one can be.
 */
#ifndef UNSPIN_CSYNTAX_COND_H
#define UNSPIN_CSYNTAX_COND_H

#include "csyntax/token.h"

/*
 * Fill in the branches and groups of @t, whose markers the lexer has linked.
 * A guard (#ifndef X around the whole file) loses its markers.
 */
void cond_annotate(struct tokens *t);

#endif
