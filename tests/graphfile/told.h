/* SPDX-License-Identifier: GPL-2.0-only */
/* Graph files in memory: written to a string, read from one. */
#ifndef UNSPIN_TESTS_TOLD_H
#define UNSPIN_TESTS_TOLD_H

#include "../lockgraph/facts.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "graphfile/graphfile.h"

/* What graph_write() writes; the caller frees it. */
static inline char *written(const struct graph_view *view)
{
	static char *text; /* static: gcc 12 takes the stream's buffer for the pointer to it */
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_true(graph_write(out, view));
	fclose(out);
	return text;
}

/* The text of a graph whose stories are those of facts.h. */
static inline char *written_facts(const struct lockgraph *g, const char *source)
{
	const struct graph_view view = { .graph = g,
					 .story = tell_story,
					 .reason = tell_reason,
					 .source = source ? name_of(source) : 0 };

	return written(&view);
}

static inline struct graph *read_texts(const char *const *texts, unsigned n)
{
	struct graph *g = graph_new();

	for (unsigned i = 0; i < n; i++)
		assert_true(graph_parse(g, "test", texts[i], strlen(texts[i])));
	return g;
}

/* The text of the union of @n texts. */
static inline char *united(const char *const *texts, unsigned n)
{
	struct graph *g = read_texts(texts, n);
	struct graph_view view = graph_view(g);
	char *text = written(&view);

	graph_free(g);
	return text;
}

#endif
