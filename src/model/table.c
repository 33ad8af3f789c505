// SPDX-License-Identifier: GPL-2.0-only
/* Multimaps that are filled once: see table.h. */
#include "model/table.h"

#include <stdlib.h>
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

	p->text = s;
	p->len = (uint32_t)len - 1;
	p->group = group;
}

static int compare_prefixes(const void *a, const void *b)
{
	const struct table_prefix *x = a, *y = b;
	int d = (unsigned char)x->text[0] - (unsigned char)y->text[0];

	return d ? d : (x->len < y->len) - (x->len > y->len);
}

static void sort_prefixes(struct table *t)
{
	unsigned at = 0;

	if (t->prefixes.n)
		qsort(t->prefixes.at, t->prefixes.n, sizeof(*t->prefixes.at), compare_prefixes);
	for (unsigned c = 0; c < 256; c++) {
		t->first_prefix[c] = at;
		while (at < t->prefixes.n && (unsigned char)t->prefixes.at[at].text[0] == c)
			at++;
	}
	t->first_prefix[256] = at;
}

void table_freeze(struct table *t)
{
	uint32_t n = t->group_of.n, next = 0;

	if (!n)
		return;
	sort_prefixes(t);
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

	for (uint32_t i = t->first_prefix[c]; i < t->first_prefix[c + 1]; i++) {
		const struct table_prefix *p = &t->prefixes.at[i];

		/* the first byte is the same: it is the second that mostly differs */
		if (p->len > 1 && s[1] != p->text[1])
			continue;
		if (!strncmp(s, p->text, p->len))
			return rows_of(t, p->group, n);
	}
	return NULL;
}
