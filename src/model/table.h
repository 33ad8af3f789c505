/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Multimaps for the model: rows of one size, several a key, filled in file
 * order and then frozen so that a key's rows lie side by side.
 */
#ifndef UNSPIN_MODEL_TABLE_H
#define UNSPIN_MODEL_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/name.h"

struct table_group {
	uint32_t first, n; /* rows */
};

struct table_prefix {
	const char *text; /* without the *; not terminated */
	uint32_t len, group;
};

struct table {
	size_t row_size;
	void *rows;	  /* in the order of table_add(); after table_freeze() grouped by key */
	unsigned cap;	  /* of rows */
	struct map index; /* key → group */
	VEC(struct table_group) groups;
	VEC(uint32_t) group_of; /* the group of each row, until table_freeze() */
	VEC(struct table_prefix) prefixes;
	/* Once frozen, prefixes are in order of their first byte, longer ones first: those
	 * that begin with byte c are [first_prefix[c], first_prefix[c + 1]). */
	uint32_t first_prefix[257];
};

void table_init(struct table *t, size_t row_size);
void table_free(struct table *t);

/* One more row, a copy of @row. */
void table_add(struct table *t, uint64_t key, const void *row);

/* As table_add() for a name; "foo_*" stands for all names that begin with foo_. */
void table_add_name(struct table *t, name_t name, const void *row);

/* No more rows will come; from here on table_get() may be called. */
void table_freeze(struct table *t);

/* The rows of @key, *@n of them; NULL and 0 if there are none. */
const void *table_get(const struct table *t, uint64_t key, unsigned *n);

/* The rows of @name, else those of the longest prefix of it. */
const void *table_get_name(const struct table *t, name_t name, unsigned *n);

#endif
