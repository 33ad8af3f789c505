// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing a lock graph: every fact's line, in order, and below it what its
 * evidences tell. One graph has one text, whoever holds it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "graphfile/fact.h"
#include "graphfile/field.h"
#include "graphfile/format.h"
#include "graphfile/graphfile.h"
#include "graphfile/told.h"

/* A fact's line and its evidence. */
struct entry {
	char *line;
	const struct evidence *why;
	unsigned nwhy;
};

/* An evidence's lines and what they are ordered by. */
struct passage {
	struct evidence why;
	struct strbuf text, from;
};

struct writer {
	FILE *out;
	const struct graph_view *view;
	VEC(struct entry) entries;
	uint32_t lines;
	struct arena arena;
	struct strbuf line;
};

/* ---- collecting ---- */

static void add_entry(struct writer *w, const struct fact *f, const struct evidence *why,
		      unsigned nwhy)
{
	strbuf_clear(&w->line);
	fact_put(&w->line, f);
	*vec_push(&w->entries) = (struct entry){
		.line = arena_strndup(&w->arena, strbuf_str(&w->line), w->line.len),
		.why = why,
		.nwhy = nwhy,
	};
}

static int by_name(const void *a, const void *b)
{
	return name_cmp(*(const name_t *)a, *(const name_t *)b);
}

static void add_class(struct writer *w, class_t c)
{
	const struct lockgraph *g = w->view->graph;
	const name_t *aliases;
	unsigned n = lockgraph_aliases(g, c, &aliases);
	name_t *names = xcalloc(n + 1, sizeof(*names));
	struct fact f = {
		.kind = FACT_CLASS, .word = lockgraph_class_kind(g, c), .n = n + 1, .names = names
	};

	names[0] = lockgraph_class_name(g, c);
	if (n) {
		memcpy(names + 1, aliases, n * sizeof(*names));
		qsort(names + 1, n, sizeof(*names), by_name);
	}
	add_entry(w, &f, NULL, 0);
	xfree(names);
}

static void add_usages(struct writer *w, class_t c)
{
	const struct lockgraph *g = w->view->graph;
	name_t name = lockgraph_class_name(g, c);

	for (unsigned b = 0; b < USAGE_N; b++) {
		const struct evidence *sites;
		unsigned n = lockgraph_usage_sites(g, c, b, &sites);

		if (n)
			add_entry(w,
				  &(struct fact){
					  .kind = FACT_USAGE, .word = b, .n = 1, .names = &name },
				  sites, n);
	}
}

static void add_deps(struct writer *w, class_t from)
{
	const struct lockgraph *g = w->view->graph;
	const struct lock_dep *const *deps;
	unsigned n = lockgraph_deps(g, from, &deps);

	for (unsigned i = 0; i < n; i++) {
		name_t names[] = { lockgraph_class_name(g, from),
				   lockgraph_class_name(g, deps[i]->to) };

		for (unsigned m = 0; m < DEP_N; m++) {
			const struct evidence *sites;
			unsigned nsites = lockgraph_dep_sites(g, from, deps[i]->to, m, &sites);

			if (nsites)
				add_entry(w,
					  &(struct fact){ .kind = FACT_DEP,
							  .word = m,
							  .n = 2,
							  .names = names },
					  sites, nsites);
		}
	}
}

static void add_fault(struct writer *w, unsigned i)
{
	const struct lockgraph *g = w->view->graph;
	struct lock_fault fault = lockgraph_fault_at(g, i);
	name_t *names = xcalloc(fault.nclasses + 2, sizeof(*names));

	names[0] = fault.function;
	names[1] = fault.what;
	for (unsigned k = 0; k < fault.nclasses; k++)
		names[k + 2] = lockgraph_class_name(g, fault.classes[k]);
	add_entry(w,
		  &(struct fact){ .kind = FACT_FAULT,
				  .word = fault.rule,
				  .n = fault.nclasses + 2,
				  .names = names },
		  fault.why, fault.nwhy);
	xfree(names);
}

static int by_line(const void *a, const void *b)
{
	return strcmp(((const struct entry *)a)->line, ((const struct entry *)b)->line);
}

/* ---- writing ---- */

static void put(struct writer *w, const char *text)
{
	fputs(text, w->out);
	for (; (text = strchr(text, '\n')); text++)
		w->lines++;
}

static void unfold(const struct writer *w, const struct evidence *why, struct arena *a,
		   struct passage *p)
{
	const struct graph_view *v = w->view;
	struct told t = { .why = *why, .story = { .irqs_on = -1, .bh_on = -1 } };

	if (v->story)
		v->story(v->front, why, a, &t.story);
	if (v->reason && why->conf != CONF_HIGH)
		t.reason = v->reason(v->front, why);
	p->why = *why;
	told_put(&p->text, &t);

	unsigned n = t.story.nsources;
	name_t *from = arena_array(a, name_t, n + 1);

	if (n)
		memcpy(from, t.story.sources, n * sizeof(*from));
	else if (v->source)
		from[n++] = v->source;
	qsort(from, n, sizeof(*from), by_name);
	for (unsigned i = 0; i < n && i < SOURCES_KEPT; i++) {
		strbuf_puts(&p->from, "from");
		field_put(&p->from, name_str(from[i]));
		strbuf_puts(&p->from, "\n");
	}
}

static int by_worth(const void *a, const void *b)
{
	const struct passage *x = a, *y = b;

	return told_cmp(&x->why, strbuf_str(&x->text), &y->why, strbuf_str(&y->text));
}

static void write_entry(struct writer *w, const struct entry *e)
{
	struct passage passages[USAGE_SITES] = { 0 };
	struct arena a = { 0 };

	put(w, e->line);
	put(w, "\n");
	for (unsigned i = 0; i < e->nwhy; i++)
		unfold(w, &e->why[i], &a, &passages[i]);
	qsort(passages, e->nwhy, sizeof(passages[0]), by_worth);
	for (unsigned i = 0; i < e->nwhy; i++) {
		put(w, strbuf_str(&passages[i].text));
		put(w, strbuf_str(&passages[i].from));
		strbuf_free(&passages[i].text);
		strbuf_free(&passages[i].from);
	}
	arena_free(&a);
}

bool graph_write(FILE *out, const struct graph_view *view)
{
	struct writer w = { .out = out, .view = view };
	const struct lockgraph *g = view->graph;

	for (class_t c = 1; c <= lockgraph_classes(g); c++) {
		add_class(&w, c);
		add_deps(&w, c);
		add_usages(&w, c);
	}
	for (unsigned i = 0; i < lockgraph_faults(g); i++)
		add_fault(&w, i);
	if (w.entries.n)
		qsort(w.entries.at, w.entries.n, sizeof(*w.entries.at), by_line);

	put(&w, FORMAT_LINE "\n");
	for (unsigned i = 0; i < w.entries.n; i++)
		write_entry(&w, &w.entries.at[i]);
	fprintf(out, "end\t%u\n", w.lines);

	vec_free(&w.entries);
	strbuf_free(&w.line);
	arena_free(&w.arena);
	return !fflush(out) && !ferror(out);
}

bool graph_save(const char *path, const struct graph_view *view)
{
	bool on_stdout = !strcmp(path, "-");
	FILE *out = on_stdout ? stdout : fopen(path, "we");
	bool whole = out && graph_write(out, view);
	int error = errno;

	if (out && !on_stdout && fclose(out) && whole) {
		error = errno;
		whole = false;
	}
	if (!whole)
		diag("%s: can't be written: %s", on_stdout ? "<stdout>" : path, strerror(error));
	return whole;
}
