// SPDX-License-Identifier: GPL-2.0-only
/*
 * Drawing lock graphs: see dot.h. Nodes and edges stand in the order of names, so
 * that equal graphs are equal drawings.
 */
#include "graphfile/dot.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/strbuf.h"
#include "graphfile/fact.h"
#include "graphfile/match.h"

struct drawing {
	FILE *out;
	const struct graph_view *view;
	const struct lockgraph *g;
	class_t *order;	  /* by name */
	unsigned *number; /* of a class in order, from 0 */
	bool *is_shown;	  /* by class */
	struct strbuf text;
};

/* A quoted string of the DOT language; bytes that are no printable ASCII as \xNN. */
static const char *quoted(struct drawing *d, const char *s)
{
	strbuf_clear(&d->text);
	strbuf_puts(&d->text, "\"");
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			strbuf_printf(&d->text, "\\%c", *s);
		else if (*s >= ' ' && *s < 0x7f)
			strbuf_add(&d->text, s, 1);
		else
			strbuf_printf(&d->text, "\\\\x%02x", (unsigned char)*s);
	}
	strbuf_puts(&d->text, "\"");
	return strbuf_str(&d->text);
}

/* ---- what is shown ---- */

static int by_class_name(const void *a, const void *b, void *graph)
{
	return name_cmp(lockgraph_class_name(graph, *(const class_t *)a),
			lockgraph_class_name(graph, *(const class_t *)b));
}

static void put_in_order(struct drawing *d)
{
	unsigned n = lockgraph_classes(d->g);

	d->order = xcalloc(n + 1, sizeof(*d->order));
	d->number = xcalloc(n + 1, sizeof(*d->number));
	for (unsigned i = 0; i < n; i++)
		d->order[i] = i + 1;
	qsort_r(d->order, n, sizeof(*d->order), by_class_name, (void *)d->g);
	for (unsigned i = 0; i < n; i++)
		d->number[d->order[i]] = i;
}

/* All classes of which a dependency leads to a shown one or from it. */
static void show_neighbours(struct drawing *d)
{
	unsigned n = lockgraph_classes(d->g);
	bool *more = xcalloc(n + 1, sizeof(*more));

	for (class_t c = 1; c <= n; c++) {
		const struct lock_dep *const *deps;
		unsigned ndeps = lockgraph_deps(d->g, c, &deps);

		for (unsigned i = 0; i < ndeps; i++) {
			more[c] |= d->is_shown[deps[i]->to];
			more[deps[i]->to] |= d->is_shown[c];
		}
	}
	for (class_t c = 1; c <= n; c++)
		d->is_shown[c] |= more[c];
	xfree(more);
}

/* All classes that take part in a dependency, or those around the one that is asked for. */
static bool choose(struct drawing *d, const struct dot_options *opt)
{
	unsigned n = lockgraph_classes(d->g);
	const struct match_name *from;
	struct matcher m;

	d->is_shown = xcalloc(n + 1, sizeof(*d->is_shown));
	if (!opt->lock) {
		for (class_t c = 1; c <= n; c++)
			d->is_shown[c] = true;
		return true;
	}
	matcher_init(&m, d->g);

	unsigned found = matcher_named(&m, plain_name(name_of(opt->lock)), &from);

	for (unsigned i = 0; i < found; i++)
		d->is_shown[from[i].class] = true;
	matcher_free(&m);
	for (unsigned i = 0; i < opt->depth && i < n; i++)
		show_neighbours(d);
	if (!found)
		diag("no lock class goes by the name '%s'", opt->lock);
	return found;
}

/* ---- what it looks like ---- */

/* Used in interrupts of a state, and with them on: bits of USED_IN_ and ENABLED_. */
static const char *colour(const struct lockgraph *g, class_t c)
{
	unsigned bits = lockgraph_usage_bits(g, c);
	unsigned hard = bits & (1u << USED_IN_HARDIRQ | 1u << USED_IN_HARDIRQ_READ);
	unsigned soft = bits & (1u << USED_IN_SOFTIRQ | 1u << USED_IN_SOFTIRQ_READ);
	bool hard_on = bits & (1u << ENABLED_HARDIRQ | 1u << ENABLED_HARDIRQ_READ);
	bool soft_on = bits & (1u << ENABLED_SOFTIRQ | 1u << ENABLED_SOFTIRQ_READ);

	if ((hard && hard_on) || (soft && soft_on))
		return "#ff8a80"; /* red: what irq-unsafe is about, if not all are readers */
	if (hard)
		return "#ffcc80"; /* orange: in hardirq */
	if (soft)
		return "#fff59d"; /* yellow: in softirq */
	return "#ffffff";
}

static void draw_class(struct drawing *d, class_t c)
{
	enum lock_kind kind = lockgraph_class_kind(d->g, c);

	fprintf(d->out, "\tn%u [label=%s", d->number[c],
		quoted(d, name_str(lockgraph_class_name(d->g, c))));
	fprintf(d->out, ", tooltip=%s", quoted(d, lock_kind_name(kind)));
	fprintf(d->out, ", fillcolor=\"%s\"%s];\n", colour(d->g, c),
		lock_kind_is_pseudo(kind) ? ", shape=ellipse" : "");
}

/* Where the best evidence says that it happens. */
static void draw_place(struct drawing *d, const struct lock_dep *dep)
{
	const struct evidence *why = NULL;
	struct arena a = { 0 };
	struct story s = { 0 };
	const struct story_step *at;

	for (unsigned m = 0; m < DEP_N; m++)
		if (dep->why[m] && (!why || evidence_cmp(dep->why[m], why) < 0))
			why = dep->why[m];
	if (why && d->view->story)
		d->view->story(d->view->front, why, &a, &s);
	at = story_place(&s);
	if (at && at->file) {
		char *text = xasprintf("%s() %s:%u", name_str(at->function), name_str(at->file),
				       at->line);

		fprintf(d->out, ", tooltip=%s", quoted(d, text));
		xfree(text);
	}
	arena_free(&a);
}

static int by_target(const void *a, const void *b, void *drawing)
{
	const struct drawing *d = drawing;
	unsigned x = d->number[(*(const struct lock_dep *const *)a)->to];
	unsigned y = d->number[(*(const struct lock_dep *const *)b)->to];

	return (x > y) - (x < y);
}

static void draw_dependencies(struct drawing *d, class_t from)
{
	const struct lock_dep *const *deps;
	unsigned n = lockgraph_deps(d->g, from, &deps);
	const struct lock_dep **sorted = xcalloc(n + 1, sizeof(*sorted));

	for (unsigned i = 0; i < n; i++)
		sorted[i] = deps[i];
	qsort_r(sorted, n, sizeof(*sorted), by_target, d);
	for (unsigned i = 0; i < n; i++) {
		const struct lock_dep *dep = sorted[i];
		const char *between = "";

		if (!d->is_shown[dep->to])
			continue;
		fprintf(d->out, "\tn%u -> n%u [label=\"", d->number[from], d->number[dep->to]);
		for (unsigned m = 0; m < DEP_N; m++)
			if (dep->modes >> m & 1 && dep->modes != 1u << DEP_EN) {
				fprintf(d->out, "%s%s", between, dep_mode_name(m));
				between = " ";
			}
		fprintf(d->out, "\"%s", dep->modes & 1u << DEP_EN ? "" : ", style=dashed");
		draw_place(d, dep);
		fprintf(d->out, "];\n");
	}
	xfree(sorted);
}

bool dot_write(FILE *out, const struct graph_view *view, const struct dot_options *opt)
{
	struct drawing d = { .out = out, .view = view, .g = view->graph };
	bool found = choose(&d, opt);

	put_in_order(&d);
	if (found) {
		fputs("digraph locks {\n"
		      "\tnode [shape=box, style=filled, fontname=\"sans-serif\"];\n"
		      "\tedge [fontname=\"sans-serif\", fontsize=10];\n",
		      out);
		for (unsigned i = 0; i < lockgraph_classes(d.g); i++)
			if (d.is_shown[d.order[i]])
				draw_class(&d, d.order[i]);
		for (unsigned i = 0; i < lockgraph_classes(d.g); i++)
			if (d.is_shown[d.order[i]])
				draw_dependencies(&d, d.order[i]);
		fputs("}\n", out);
	}
	xfree(d.order);
	xfree(d.number);
	xfree(d.is_shown);
	strbuf_free(&d.text);
	return found;
}
