// SPDX-License-Identifier: GPL-2.0-only
/*
 * The lock graph that was read: see store.h.
 *
 * Which evidences of a fact stay is for the lock graph to decide. It is told
 * confidence, length and, as the order of equals, a hash of the text: so the
 * choice depends on what evidences say, and a union is the same in whatever
 * order files come and however they were united before.
 */
#include "graphfile/store.h"

#include <string.h>

static void add_source(struct sources *s, name_t name)
{
	unsigned at = s->n;

	for (unsigned i = 0; i < s->n; i++)
		if (s->at[i] == name)
			return;
	while (at && name_cmp(name, s->at[at - 1]) < 0)
		at--;
	if (at == SOURCES_KEPT)
		return;
	if (s->n < SOURCES_KEPT)
		s->n++;
	memmove(&s->at[at + 1], &s->at[at], (s->n - 1 - at) * sizeof(s->at[0]));
	s->at[at] = name;
}

/* The number of the evidence of that text for the fact of that hash, new or known. */
static uint32_t keep(struct graph *g, uint64_t hash, const struct told *told, const char *text)
{
	for (;; hash++) {
		bool fresh;
		uint32_t *at = map_put(&g->by_hash, hash >> 1, &fresh);

		if (fresh) {
			struct kept *k = vec_push(&g->kept);

			k->text = arena_strndup(&g->arena, text, strlen(text));
			k->reason = told->reason ? name_of(told->reason) : 0;
			*at = g->kept.n;
			return g->kept.n - 1;
		}
		if (!strcmp(g->kept.at[*at - 1].text, text))
			return *at - 1;
	}
}

void store_add(struct graph *g, const struct fact *f, const class_t *classes,
	       const struct told *told, const char *text, const struct sources *from)
{
	struct evidence why = told->why;

	why.order = hash_bytes64(text, strlen(text), fact_hash(f));
	why.ref = keep(g, why.order, told, text);
	for (unsigned i = 0; i < from->n; i++)
		add_source(&g->kept.at[why.ref].sources, from->at[i]);

	switch (f->kind) {
	case FACT_DEP:
		lockgraph_depends(g->facts, classes[0], dep_mode_from(f->word), classes[1],
				  dep_mode_to(f->word), &why);
		break;
	case FACT_USAGE:
		lockgraph_usage(g->facts, classes[0], f->word, &why);
		break;
	case FACT_FAULT:
		lockgraph_fault(g->facts, f->word, classes, f->n - fact_first_class(f), f->names[0],
				f->names[1], &why);
		break;
	case FACT_CLASS:
	case FACT_N:
		break;
	}
}

struct graph *graph_new(void)
{
	struct graph *g = xcalloc(1, sizeof(*g));

	g->facts = lockgraph_new();
	return g;
}

void graph_free(struct graph *g)
{
	if (!g)
		return;
	lockgraph_free(g->facts);
	vec_free(&g->kept);
	map_free(&g->by_hash);
	arena_free(&g->arena);
	xfree(g);
}

static void kept_story(void *front, const struct evidence *why, struct arena *a, struct story *out)
{
	const struct graph *g = front;
	const struct kept *k = &g->kept.at[why->ref];
	struct told t;

	if (!told_get(k->text, a, &t)) /* never: it was looked at when it was read */
		return;
	*out = t.story;
	out->nsources = k->sources.n;
	out->sources = k->sources.at;
}

static const char *kept_reason(void *front, const struct evidence *why)
{
	const struct graph *g = front;
	name_t reason = g->kept.at[why->ref].reason;

	return reason ? name_str(reason) : NULL;
}

struct graph_view graph_view(const struct graph *g)
{
	return (struct graph_view){
		.graph = g->facts,
		.story = kept_story,
		.reason = kept_reason,
		.front = (void *)g,
	};
}
