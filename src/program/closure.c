// SPDX-License-Identifier: GPL-2.0-only
/*
 * The closure of the include graph: see closure.h.
 *
 * Only files that are themselves included need a row of bits: one for every
 * file that they reach. A .c file's own reach is the union of its direct
 * includes' rows, and a question about it looks at those few rows. For the
 * whole kernel that is some tens of MB instead of the hundreds that a row for
 * every .c file would take.
 *
 * Rows are filled in post-order, so that most are right after one pass; headers
 * that include each other in a circle are gone over again until nothing changes.
 */
#include "program/closure.h"

#include <stddef.h>

#include "base/alloc.h"

#define NONE UINT32_MAX
/* Past this many bytes of rows only direct includes count: a bound for absurd input. */
#define MAX_ROWS ((size_t)1 << 30)

struct closure {
	uint32_t n;
	uint32_t *first; /* file i's includes are to[first[i]] … to[first[i + 1] - 1] */
	uint32_t *to;
	uint32_t *column; /* a file's bit in the rows, NONE if nothing includes it */
	uint32_t *row;	  /* a file's row number, NONE if it has none */
	uint32_t ncolumns, nrows;
	size_t words; /* 64-bit words in a row */
	uint64_t *bits;
};

static uint64_t *row_of(const struct closure *r, uint32_t file)
{
	return r->row[file] == NONE ? NULL : r->bits + r->row[file] * r->words;
}

/* Files with rows, each after the files that it includes (cycles aside). */
static uint32_t *post_order(const struct closure *r)
{
	uint32_t *order = xcalloc(r->nrows + 1, sizeof(*order)), n = 0;
	uint32_t *next =
		xcalloc(r->n + 1, sizeof(*next)); /* next edge to follow, + 1; 0: not seen */
	VEC(uint32_t) stack = { 0 };

	for (uint32_t i = 0; i < r->n; i++) {
		if (r->row[i] == NONE || next[i])
			continue;
		next[i] = r->first[i] + 1;
		*vec_push(&stack) = i;
		while (stack.n) {
			uint32_t at = *vec_last(&stack);

			if (next[at] - 1 == r->first[at + 1]) {
				order[n++] = at;
				(void)vec_pop(&stack);
				continue;
			}

			uint32_t child = r->to[next[at]++ - 1];

			if (r->row[child] != NONE && !next[child]) {
				next[child] = r->first[child] + 1;
				*vec_push(&stack) = child;
			}
		}
	}
	vec_free(&stack);
	xfree(next);
	return order;
}

static void close_rows(struct closure *r)
{
	uint32_t *order = post_order(r);
	bool *grew = xcalloc(r->nrows + 1, sizeof(*grew));
	bool *grew_before = xcalloc(r->nrows + 1, sizeof(*grew_before));
	bool first_pass = true, again = true;

	while (again) {
		again = false;
		for (uint32_t i = 0; i < r->nrows; i++) {
			uint32_t file = order[i];
			uint64_t *row = row_of(r, file), change = 0;

			for (uint32_t e = r->first[file]; e < r->first[file + 1]; e++) {
				uint32_t child = r->to[e], c = r->column[child];
				const uint64_t *from = row_of(r, child);

				change |= ~row[c / 64] & (uint64_t)1 << c % 64;
				row[c / 64] |= (uint64_t)1 << c % 64;
				if (!from || from == row)
					continue;
				if (!first_pass && !grew[r->row[child]] &&
				    !grew_before[r->row[child]])
					continue;
				for (size_t w = 0; w < r->words; w++) {
					change |= from[w] & ~row[w];
					row[w] |= from[w];
				}
			}
			grew[r->row[file]] = change;
			again |= change != 0;
		}

		bool *t = grew;

		grew = grew_before;
		grew_before = t;
		for (uint32_t i = 0; i < r->nrows; i++)
			grew[i] = false;
		first_pass = false;
	}
	xfree(grew);
	xfree(grew_before);
	xfree(order);
}

struct closure *closure_build(uint32_t n, const uint32_t *const *lists)
{
	struct closure *r = xcalloc(1, sizeof(*r));
	uint32_t nedges = 0;

	r->n = n;
	r->first = xcalloc((size_t)n + 1, sizeof(*r->first));
	r->column = xmalloc(((size_t)n + 1) * sizeof(*r->column));
	r->row = xmalloc(((size_t)n + 1) * sizeof(*r->row));
	for (uint32_t i = 0; i < n; i++) {
		r->column[i] = r->row[i] = NONE;
		r->first[i] = nedges;
		for (const uint32_t *l = lists[i]; l && *l != NONE; l++)
			nedges++;
	}
	r->first[n] = nedges;
	r->to = xmalloc(((size_t)nedges + 1) * sizeof(*r->to));
	for (uint32_t i = 0, e = 0; i < n; i++)
		for (const uint32_t *l = lists[i]; l && *l != NONE; l++) {
			r->to[e++] = *l;
			if (r->column[*l] == NONE)
				r->column[*l] = r->ncolumns++;
		}
	r->words = ((size_t)r->ncolumns + 63) / 64;
	for (uint32_t i = 0; i < n; i++)
		if (r->column[i] != NONE && r->first[i] < r->first[i + 1] &&
		    (r->nrows + 1) * r->words * sizeof(*r->bits) <= MAX_ROWS)
			r->row[i] = r->nrows++;
	r->bits = xcalloc((size_t)r->nrows * r->words + 1, sizeof(*r->bits));
	close_rows(r);
	return r;
}

void include_closure_free(struct closure *r)
{
	if (!r)
		return;
	xfree(r->first);
	xfree(r->to);
	xfree(r->column);
	xfree(r->row);
	xfree(r->bits);
	xfree(r);
}

bool closure_is_included(const struct closure *r, uint32_t file)
{
	return r->column[file] != NONE;
}

bool closure_has(const struct closure *r, uint32_t from, uint32_t to)
{
	uint32_t c = r->column[to];

	if (c == NONE)
		return false;

	const uint64_t *row = row_of(r, from);

	if (row)
		return row[c / 64] >> c % 64 & 1;
	for (uint32_t e = r->first[from]; e < r->first[from + 1]; e++) {
		if (r->to[e] == to)
			return true;
		row = row_of(r, r->to[e]);
		if (row && row[c / 64] >> c % 64 & 1)
			return true;
	}
	return false;
}
