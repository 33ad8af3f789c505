// SPDX-License-Identifier: GPL-2.0-only
/* Symbols by address and by name: see symtab.h. */
#include "symbols/symtab.h"

#include <string.h>

/* Where a module's last symbol has no known end, what is further away than this is not in it. */
#define LONGEST_FUNCTION (64u << 10)

bool symtab_add(struct symtab *t, const struct symbol *sym)
{
	uint32_t order = t->list.n;

	if (order == SYMTAB_MAX)
		return false;
	*vec_push(&t->list) = *sym;
	t->list.at[order].order = order;
	return true;
}

static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;
	bool x_last = x->kind == SYMBOL_ABSOLUTE, y_last = y->kind == SYMBOL_ABSOLUTE;

	if (x_last != y_last)
		return x_last - y_last;
	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

void symtab_ready(struct symtab *t)
{
	uint32_t n = t->list.n;

	if (n)
		qsort(t->list.at, n, sizeof(*t->list.at), by_address);
	map_clear(&t->named);
	t->same_name = xrealloc(t->same_name, (n + 1) * sizeof(*t->same_name));
	t->nplaces = n;
	/* From the end, so that chains run upwards. */
	for (uint32_t i = n; i-- > 0;) {
		uint32_t *first = map_put(&t->named, t->list.at[i].name, NULL);

		t->same_name[i] = *first;
		*first = i + 1;
		if (t->list.at[i].kind == SYMBOL_ABSOLUTE)
			t->nplaces = i;
	}
}

void symtab_free(struct symtab *t)
{
	vec_free(&t->list);
	map_free(&t->named);
	xfree(t->same_name);
	*t = (struct symtab){ 0 };
}

/* How many symbols begin below @addr, or at it if @inclusive. */
static uint32_t below(const struct symtab *t, uint64_t addr, bool inclusive)
{
	const struct symbol *list = t->list.at;
	uint32_t low = 0, high = t->nplaces;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (list[middle].address < addr || (inclusive && list[middle].address == addr))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint64_t symtab_size(const struct symtab *t, const struct symbol *sym)
{
	uint32_t at = below(t, sym->address, true);
	const struct symbol *next = &t->list.at[at];

	if (at == t->nplaces || next->module != sym->module || next->section != sym->section)
		return sym->size;
	return next->address - sym->address;
}

const struct symbol *symtab_at(const struct symtab *t, uint64_t addr, uint64_t *size)
{
	uint32_t at = below(t, addr, true);

	if (!at)
		return NULL;

	/* the best of those that share its address */
	const struct symbol *sym = &t->list.at[below(t, t->list.at[at - 1].address, false)];

	if (sym->kind == SYMBOL_END)
		return NULL;
	*size = symtab_size(t, sym);
	return addr - sym->address < (*size ? *size : LONGEST_FUNCTION) ? sym : NULL;
}

const struct symbol *symtab_named(const struct symtab *t, name_t name, const struct symbol *after)
{
	const uint32_t *first = after ? &t->same_name[after - t->list.at]
				      : map_get(&t->named, name);

	return first && *first ? &t->list.at[*first - 1] : NULL;
}

const struct symbol *symtab_only(const struct symtab *t, name_t name, name_t module)
{
	const struct symbol *sym = NULL, *found = NULL;

	while ((sym = symtab_named(t, name, sym))) {
		if (sym->module != module)
			continue;
		if (found)
			return NULL;
		found = sym;
	}
	return found;
}

enum symbol_kind symbol_kind_by_name(const char *name, enum symbol_kind kind)
{
	/* include/asm-generic/sections.h */
	static const char *const ends[] = { "_etext", "_einittext", "__init_end",
					    "_edata", "__bss_stop", "_end" };

	for (unsigned i = 0; i < ARRAY_SIZE(ends); i++)
		if (!strcmp(name, ends[i]))
			return SYMBOL_END;
	return kind;
}
