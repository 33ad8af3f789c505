// SPDX-License-Identifier: GPL-2.0-only
/* Finding the classes that a name means: see match.h. */
#include "graphfile/match.h"

#include <stdlib.h>
#include <string.h>

/* The length of @s without a mark and digits at its end. */
static size_t without_mark(const char *s, size_t len, char mark)
{
	size_t n = len;

	while (n && s[n - 1] >= '0' && s[n - 1] <= '9')
		n--;
	return n > 1 && n < len && s[n - 1] == mark ? n - 1 : len;
}

/* kernel/locking/lockdep.c, __print_lock_name(): NAME#VERSION/SUBCLASS */
name_t plain_name(name_t name)
{
	const char *s = name_str(name);
	size_t len = name_len(name), plain = without_mark(s, len, '/');

	plain = without_mark(s, plain, '#');
	return plain == len ? name : name_intern(s, plain);
}

static int by_name(const void *a, const void *b)
{
	const struct match_name *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return (x->class > y->class) - (x->class < y->class);
}

static void add(struct matcher *m, name_t name, class_t c)
{
	*vec_push(&m->names) = (struct match_name){ .name = plain_name(name), .class = c };
}

void matcher_init(struct matcher *m, const struct lockgraph *g)
{
	unsigned kept = 0;

	*m = (struct matcher){ .graph = g };
	for (class_t c = 1; c <= lockgraph_classes(g); c++) {
		const name_t *aliases;
		unsigned n = lockgraph_aliases(g, c, &aliases);

		add(m, lockgraph_class_name(g, c), c);
		for (unsigned i = 0; i < n; i++)
			add(m, aliases[i], c);
	}
	if (m->names.n)
		qsort(m->names.at, m->names.n, sizeof(*m->names.at), by_name);
	for (unsigned i = 0; i < m->names.n; i++)
		if (!i || by_name(&m->names.at[i - 1], &m->names.at[i]))
			m->names.at[kept++] = m->names.at[i];
	m->names.n = kept;
}

void matcher_free(struct matcher *m)
{
	vec_free(&m->names);
}

unsigned matcher_named(const struct matcher *m, name_t name, const struct match_name **from)
{
	unsigned low = 0, high = m->names.n, n = 0;

	while (low < high) {
		unsigned mid = low + (high - low) / 2;

		if (m->names.at[mid].name < name)
			low = mid + 1;
		else
			high = mid;
	}
	*from = m->names.at + low;
	while (low + n < m->names.n && m->names.at[low + n].name == name)
		n++;
	return n;
}

static unsigned add_once(class_t *out, unsigned n, class_t c)
{
	unsigned k = 0;

	while (k < n && out[k] != c)
		k++;
	if (k == n && n < MOST_MATCHES)
		out[n++] = c;
	return n;
}

static unsigned add_named(const struct matcher *m, name_t name, class_t *out, unsigned n)
{
	const struct match_name *from;
	unsigned found = matcher_named(m, plain_name(name), &from);

	for (unsigned i = 0; i < found; i++)
		n = add_once(out, n, from[i].class);
	return n;
}

/* The classes whose own name is @name with lockdep's marks. */
static unsigned add_marked(const struct matcher *m, name_t name, class_t *out, unsigned n)
{
	const struct match_name *from;
	unsigned found = matcher_named(m, name, &from);

	for (unsigned i = 0; i < found; i++)
		if (plain_name(lockgraph_class_name(m->graph, from[i].class)) == name)
			n = add_once(out, n, from[i].class);
	return n;
}

unsigned matcher_find(const struct matcher *m, const struct lockgraph *g, class_t c,
		      class_t out[MOST_MATCHES])
{
	const name_t *aliases;
	unsigned naliases = lockgraph_aliases(g, c, &aliases);
	unsigned n;

	out[0] = lockgraph_find(m->graph, lockgraph_class_name(g, c));
	if (out[0])
		return add_marked(m, lockgraph_class_name(g, c), out, 1);
	n = add_named(m, lockgraph_class_name(g, c), out, 0);
	for (unsigned i = 0; i < naliases; i++)
		n = add_named(m, aliases[i], out, n);
	return n;
}
