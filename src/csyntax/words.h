/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words that mean something to the parser: C's keywords with GNU's
 * spellings, the kernel's attribute words, and names that are types in every
 * kernel file although no declaration of them is at hand.
 */
#ifndef UNSPIN_CSYNTAX_WORDS_H
#define UNSPIN_CSYNTAX_WORDS_H

#include <stdint.h>

#include "base/name.h"

struct word {
	name_t name;
	uint8_t kind;  /* enum token_kind */
	uint8_t flags; /* enum token_flag */
};

#define WORD_SLOTS 1024u

/* Open-addressed by name number; built once by each parser. */
struct words {
	struct word slots[WORD_SLOTS];
	name_t percpu;	/* __percpu */
	name_t va_args; /* __VA_ARGS__, the name of a macro's ... */
};

void words_init(struct words *w);

static inline const struct word *words_find(const struct words *w, name_t name)
{
	uint32_t i = name * 0x9e3779b1u >> 22;

	while (w->slots[i].name) {
		if (w->slots[i].name == name)
			return &w->slots[i];
		i = (i + 1) & (WORD_SLOTS - 1);
	}
	return NULL;
}

#endif
