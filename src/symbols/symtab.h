/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table of symbols, asked by address and by name. Both /proc/kallsyms and the
 * symbol table of an ELF file become one.
 */
#ifndef UNSPIN_SYMBOLS_SYMTAB_H
#define UNSPIN_SYMBOLS_SYMTAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/name.h"

enum symbol_kind {
	SYMBOL_TEXT,
	SYMBOL_DATA,
	SYMBOL_END,	 /* _etext and its like: what is here belongs to nobody */
	SYMBOL_ABSOLUTE, /* a number rather than a place: per-CPU offsets, constants */
};

struct symbol {
	uint64_t address;
	uint64_t size; /* as the ELF file tells; 0: unknown */
	name_t name;
	name_t module;	  /* 0: the kernel itself */
	uint16_t section; /* of the ELF file; 0: unknown */
	uint8_t kind;	  /* enum symbol_kind */
	uint8_t rank;	  /* of several at one address, the lowest is the one to show */
	uint32_t
		order; /* of several with one rank, the first that was added; set by symtab_add() */
};

/* Starts as all zeroes; symtab_add() what there is, then symtab_ready(), then ask. */
struct symtab {
	VEC(struct symbol) list; /* by address when ready, absolute ones last */
	uint32_t nplaces;	 /* those that are not absolute */
	struct map named;	 /* name_t → index of its first in the list, + 1 */
	uint32_t *same_name;	 /* index → index of the next one of that name, + 1 */
};

/* A larger table than any kernel's is refused: false, and the symbol is not added. */
#define SYMTAB_MAX (4u << 20)
bool symtab_add(struct symtab *t, const struct symbol *sym);
void symtab_ready(struct symtab *t);
void symtab_free(struct symtab *t);

/*
 * The symbol that @addr lies in: the one with the highest address that is not
 * above it. *@size is the distance to the next symbol, as the kernel counts
 * (kernel/kallsyms.c, get_symbol_pos()); where the next one is of another module
 * or there is none, the ELF size, 0 if unknown. NULL if @addr is below all
 * symbols, after an end mark, or beyond the last symbol of a module.
 */
const struct symbol *symtab_at(const struct symtab *t, uint64_t addr, uint64_t *size);

/* The size that symtab_at() tells for an address in @sym. */
uint64_t symtab_size(const struct symtab *t, const struct symbol *sym);

/* The symbols of one name: first with @after NULL, then with the one before; NULL at their end. */
const struct symbol *symtab_named(const struct symtab *t, name_t name, const struct symbol *after);

/* The only symbol of @name in @module, NULL if there is none or several. */
const struct symbol *symtab_only(const struct symtab *t, name_t name, name_t module);

/*
 * Of the symbols that two tables should have in one place, @agree do and @differ do not: are the
 * tables of one build? A few names may mislead; another build moves nearly all.
 */
static inline bool is_same_build(unsigned agree, unsigned differ)
{
	return differ <= agree / 8;
}

/* What a symbol's name tells of its kind: an end mark, or @kind. */
enum symbol_kind symbol_kind_by_name(const char *name, enum symbol_kind kind);

#endif
