/* SPDX-License-Identifier: GPL-2.0-only */
/* From bytes to tokens: the first pass over a file. */
#ifndef UNSPIN_CSYNTAX_LEX_H
#define UNSPIN_CSYNTAX_LEX_H

#include "csyntax/token.h"
#include "csyntax/words.h"

/*
 * Fill @t from @t->text, reusing its memory. Never fails: bytes that mean
 * nothing become T_OTHER, unterminated comments and groups end with the file.
 * The array ends in a T_END. Returns false if the file has more tokens than
 * memory is spent on (MAX_TOKENS); the rest of it is then left out.
 */
bool lex(struct tokens *t, const struct words *words);

/* No file of the kernel has a tenth of this. A power of two, since only growing memory asks. */
#define MAX_TOKENS (8u << 20)

/* Bytes of a file that are read at most; what follows is left out. */
#define MAX_TEXT (1u << 30)

#endif
