// SPDX-License-Identifier: GPL-2.0-only
/* Multimaps that are filled once: see table.h. */
#include "model/table.h"

#include <string.h>

void table_init(struct table *t, size_t row_size)
{
	*t = (struct table){ .row_size = row_size };
}

void table_free(struct table *t)
{
	xfree(t->rows);
	vec_free(&t->group_of);
	vec_free(&t->groups);
	vec_free(&t->prefixes);
	map_free(&t->index);
}

static uint32_t add_row(struct table *t, uint64_t key, const void *row)
{
	uint32_t at = t->group_of.n;
	bool fresh;
	uint32_t *group = map_put(&t->index, key, &fresh);

	if (fresh) {
		*group = t->groups.n;
		(void)vec_push(&t->groups);
	}
	t->groups.at[*group].n++;
	vec_room(&t->rows, &t->cap, at, t->row_size);
	memcpy(t->rows + at * t->row_size, row, t->row_size);
	*vec_push(&t->group_of) = *group;
	return *group;
}

void table_add(struct table *t, uint64_t key, const void *row)
{
	add_row(t, key, row);
}

void table_add_name(struct table *t, name_t name, const void *row)
{
	size_t len = name_len(name);
	const char *s = name_str(name);
	uint32_t known = t->groups.n;
	uint32_t group = add_row(t, name, row);

	/* A prefix is listed once, with the first of its rows. */
	if (group < known || len < 2 || s[len - 1] != '*')
		return;

	struct table_prefix *p = vec_push(&t->prefixes);
	unsigned char c = (unsigned char)s[0];

	p->text = name_intern(s, len - 1);
	p->group = group;
	t->initials[c / 64] |= UINT64_C(1) << c % 64;
}

void table_freeze(struct table *t)
{
	uint32_t n = t->group_of.n, next = 0;

	if (!n)
		return;
	/* A counting sort by group; n counts up again as the rows are placed. */
	for (uint32_t g = 0; g < t->groups.n; g++) {
		t->groups.at[g].first = next;
		next += t->groups.at[g].n;
		t->groups.at[g].n = 0;
	}

	char *sorted = xmalloc(n * t->row_size);

	for (uint32_t i = 0; i < n; i++) {
		struct table_group *g = &t->groups.at[t->group_of.at[i]];

		memcpy(sorted + (g->first + g->n++) * t->row_size, t->rows + i * t->row_size,
		       t->row_size);
	}
	xfree(t->rows);
	t->rows = sorted;
	vec_free(&t->group_of);
}

static const void *rows_of(const struct table *t, uint32_t group, unsigned *n)
{
	*n = t->groups.at[group].n;
	return t->rows + t->groups.at[group].first * t->row_size;
}

const void *table_get(const struct table *t, uint64_t key, unsigned *n)
{
	const uint32_t *group = map_get(&t->index, key);

	*n = 0;
	return group ? rows_of(t, *group, n) : NULL;
}

const void *table_get_name(const struct table *t, name_t name, unsigned *n)
{
	const void *rows = table_get(t, name, n);

	if (rows || !name)
		return rows;

	const char *s = name_str(name);
	unsigned char c = (unsigned char)s[0];

	if (!(t->initials[c / 64] >> c % 64 & 1))
		return NULL;

	const struct table_prefix *best = NULL;

	for (unsigned i = 0; i < t->prefixes.n; i++) {
		const struct table_prefix *p = &t->prefixes.at[i];
		size_t len = name_len(p->text);

		if (!strncmp(s, name_str(p->text), len) && (!best || len > name_len(best->text)))
			best = p;
	}
	return best ? rows_of(t, best->group, n) : NULL;
}
