/* SPDX-License-Identifier: GPL-2.0-only */
/* Which bracket closes which: so that the parser can step over, and out of, anything. */
#ifndef UNSPIN_CSYNTAX_BRACKETS_H
#define UNSPIN_CSYNTAX_BRACKETS_H

#include "csyntax/token.h"

/*
 * Give every opening bracket of @t the index of its end in aux: its closer, or
 * where it must have ended if the closer is missing; always greater than its
 * own index and, for nested brackets, never past the outer one's. Closers without an
 * opener have aux 0, others 1. Openers with a ; directly inside get TF_SEMI.
 * After cond_annotate().
 */
void brackets_match(struct tokens *t);

#endif
