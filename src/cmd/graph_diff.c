// SPDX-License-Identifier: GPL-2.0-only
/*
 * unspin graph diff: what two lock graphs have in common and what not, in text
 * or as JSON: see docs/graph.md.
 */
#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "cmd/graph.h"
#include "graphfile/diff.h"
#include "graphfile/fact.h"
#include "graphfile/graphfile.h"
#include "report/clean.h"

/* What is compared. */
enum topic { DEPENDENCIES, USAGES, TOPICS };

static const struct {
	const char *name;
	void (*compare)(struct diff *d, const struct lockgraph *a, const struct lockgraph *b);
} topics[TOPICS] = {
	[DEPENDENCIES] = { "dependencies", diff_dependencies },
	[USAGES] = { "usages", diff_usages },
};

static const char *const set_names[DIFF_SETS] = {
	[DIFF_BOTH] = "both",
	[DIFF_ONLY_A] = "only-a",
	[DIFF_ONLY_B] = "only-b",
	[DIFF_UNKNOWN_TO_B] = "unknown-to-b",
	[DIFF_UNKNOWN_TO_A] = "unknown-to-a",
};

struct comparison {
	const char *names[2];
	struct graph_view views[2];
	bool of[TOPICS];
	bool list[DIFF_SETS];
	bool json;
};

/* ---- an item: where it happens, by its best evidence ---- */

static const struct evidence *best_of(const struct lockgraph *g, const struct diff_item *i)
{
	const struct evidence *best = NULL, *sites;

	if (!i->to)
		return lockgraph_usage_why(g, i->from, i->bit);
	for (unsigned m = 0; m < DEP_N; m++)
		if (lockgraph_dep_sites(g, i->from, i->to, m, &sites) &&
		    (!best || evidence_cmp(sites, best) < 0))
			best = sites;
	return best;
}

static void tell(const struct graph_view *v, const struct diff_item *i, struct arena *a,
		 struct story *s)
{
	const struct evidence *why = best_of(v->graph, i);

	*s = (struct story){ .irqs_on = -1, .bh_on = -1 };
	if (why)
		v->story(v->front, why, a, s);
}

static const struct graph_view *view_of(const struct comparison *c, const struct diff *d,
					enum diff_set set)
{
	return &c->views[diff_graph(d, set) == d->b];
}

/* ---- text ---- */

static void put_item(const struct graph_view *v, const struct diff_item *i, struct strbuf *b)
{
	struct arena a = { 0 };
	struct story s;
	const struct story_step *at;

	tell(v, i, &a, &s);
	strbuf_puts(b, "  ");
	clean_puts(b, name_str(lockgraph_class_name(v->graph, i->from)));
	if (i->to) {
		strbuf_puts(b, " -> ");
		clean_puts(b, name_str(lockgraph_class_name(v->graph, i->to)));
	} else {
		strbuf_printf(b, "  %s", usage_name(i->bit));
	}
	strbuf_puts(b, "\n");
	at = story_place(&s);
	if (at) {
		strbuf_puts(b, "      ");
		clean_puts(b, at->file ? name_str(at->file) : "?");
		if (at->line)
			strbuf_printf(b, ":%u", at->line);
		if (at->function) {
			strbuf_puts(b, "  ");
			clean_puts(b, name_str(at->function));
			strbuf_puts(b, "()");
		}
		if (at->what && *at->what) {
			strbuf_puts(b, " ");
			clean_puts(b, at->what);
		}
		strbuf_puts(b, "\n");
	}
	arena_free(&a);
}

static void put_counts(const struct comparison *c, const struct diff *d, enum topic t,
		       struct strbuf *b)
{
	strbuf_printf(b, "%s: %u in both, %u only in A (", topics[t].name, d->sets[DIFF_BOTH].n,
		      d->sets[DIFF_ONLY_A].n);
	clean_puts(b, c->names[0]);
	strbuf_printf(b, "), %u only in B (", d->sets[DIFF_ONLY_B].n);
	clean_puts(b, c->names[1]);
	strbuf_printf(
		b,
		")\n  not compared, since a class of them is in one graph alone: %u of A, %u of "
		"B\n",
		d->sets[DIFF_UNKNOWN_TO_B].n, d->sets[DIFF_UNKNOWN_TO_A].n);
}

static void write_text(const struct comparison *c, const struct diff *diffs)
{
	static const char *const heads[DIFF_SETS] = {
		[DIFF_BOTH] = "in both",
		[DIFF_ONLY_A] = "only in A",
		[DIFF_ONLY_B] = "only in B",
		[DIFF_UNKNOWN_TO_B] = "of A, about a class that B does not have",
		[DIFF_UNKNOWN_TO_A] = "of B, about a class that A does not have",
	};
	struct strbuf b = { 0 };

	for (unsigned t = 0; t < TOPICS; t++)
		if (c->of[t])
			put_counts(c, &diffs[t], t, &b);
	for (unsigned t = 0; t < TOPICS; t++)
		for (unsigned s = 0; s < DIFF_SETS; s++) {
			const struct diff *d = &diffs[t];

			if (!c->of[t] || !c->list[s] || !d->sets[s].n)
				continue;
			strbuf_printf(&b, "%s %s:\n", topics[t].name, heads[s]);
			for (unsigned i = 0; i < d->sets[s].n; i++) {
				put_item(view_of(c, d, s), &d->sets[s].at[i], &b);
				fputs(strbuf_str(&b), stdout);
				strbuf_clear(&b);
			}
		}
	fputs(strbuf_str(&b), stdout);
	strbuf_free(&b);
}

/* ---- JSON ---- */

static json_t *text(const char *s)
{
	struct strbuf b = { 0 };
	json_t *t;

	if (!s || !*s)
		return json_null();
	clean_utf8(&b, s);
	t = json_string(strbuf_str(&b));
	strbuf_free(&b);
	return t;
}

static void set(json_t *o, const char *key, json_t *value)
{
	if (json_object_set_new(o, key, value))
		die("out of memory");
}

static json_t *item_json(const struct graph_view *v, const struct diff_item *i)
{
	json_t *o = json_object();
	struct arena a = { 0 };
	struct story s;
	const struct story_step *at;

	tell(v, i, &a, &s);
	at = story_place(&s);
	set(o, i->to ? "from" : "lock", text(name_str(lockgraph_class_name(v->graph, i->from))));
	if (i->to)
		set(o, "to", text(name_str(lockgraph_class_name(v->graph, i->to))));
	else
		set(o, "usage", text(usage_name(i->bit)));
	set(o, "file", at ? text(name_str(at->file)) : json_null());
	set(o, "line", at && at->line ? json_integer(at->line) : json_null());
	set(o, "function", at ? text(name_str(at->function)) : json_null());
	arena_free(&a);
	return o;
}

static json_t *topic_json(const struct comparison *c, const struct diff *d)
{
	json_t *o = json_object(), *counts = json_object(), *lists = json_object();

	for (unsigned s = 0; s < DIFF_SETS; s++) {
		set(counts, set_names[s], json_integer(d->sets[s].n));
		if (!c->list[s])
			continue;

		json_t *list = json_array();

		for (unsigned i = 0; i < d->sets[s].n; i++)
			json_array_append_new(list, item_json(view_of(c, d, s), &d->sets[s].at[i]));
		set(lists, set_names[s], list);
	}
	set(o, "counts", counts);
	set(o, "lists", lists);
	return o;
}

static void write_json(const struct comparison *c, const struct diff *diffs)
{
	json_t *o = json_object();

	set(o, "version", json_integer(1));
	set(o, "a", text(c->names[0]));
	set(o, "b", text(c->names[1]));
	for (unsigned t = 0; t < TOPICS; t++)
		if (c->of[t])
			set(o, topics[t].name, topic_json(c, &diffs[t]));
	json_dumpf(o, stdout, JSON_INDENT(1) | JSON_ENSURE_ASCII | JSON_PRESERVE_ORDER);
	putchar('\n');
	json_decref(o);
}

/* ---- options ---- */

static void help(void)
{
	fputs("usage: unspin graph diff [OPTION]… A B\n"
	      "\n"
	      "Compare two lock graphs, as that of a driver's source and that of a recording of it.\n"
	      "Classes meet by their names or by what lockdep calls them; where a name means several,\n"
	      "a fact is there if it is there for any of them. What is about a class that only one of\n"
	      "the graphs has is counted apart.\n"
	      "\n"
	      "  --of=WHAT,…      dependencies (default), usages\n"
	      "  --list=SET,…     what to list: both, only-a, only-b, unknown-to-a, unknown-to-b,\n"
	      "                   none; only-a,only-b by default\n"
	      "  --format=FORMAT  text (default) or json\n"
	      "\n"
	      "Exit status: 0 all that can be compared of B is in A, 1 it is not, 2 could not do the\n"
	      "job.\n",
	      stdout);
}

/* Choose among @n words by a list with commas; dies of a word that is none of them. */
static void choose(const char *option, const char *list, unsigned n,
		   const char *(*word)(unsigned i), bool *chosen)
{
	memset(chosen, 0, n * sizeof(*chosen));
	for (const char *p = list; *p;) {
		size_t len = strcspn(p, ",");
		unsigned i = 0;

		while (i < n && (strncmp(word(i), p, len) != 0 || word(i)[len]))
			i++;
		if (i < n)
			chosen[i] = true;
		else if (len != strlen("none") || strncmp(p, "none", len) != 0)
			die("no %s '%.*s'", option, (int)len, p);
		p += len;
		p += *p == ',';
	}
}

static const char *topic_word(unsigned i)
{
	return topics[i].name;
}

static const char *set_word(unsigned i)
{
	return set_names[i];
}

/* Fills @c; returns an exit status if the job ends here, else -1. */
static int read_options(struct comparison *c, int argc, char **argv)
{
	enum { O_OF = 256, O_LIST, O_FORMAT };
	static const struct option options[] = {
		{ "of", required_argument, NULL, O_OF },
		{ "list", required_argument, NULL, O_LIST },
		{ "format", required_argument, NULL, O_FORMAT },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	int o;

	while ((o = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (o) {
		case O_OF:
			choose("topic", optarg, TOPICS, topic_word, c->of);
			break;
		case O_LIST:
			choose("set", optarg, DIFF_SETS, set_word, c->list);
			break;
		case O_FORMAT:
			c->json = !strcmp(optarg, "json");
			if (!c->json && strcmp(optarg, "text") != 0)
				die("no format '%s': text or json", optarg);
			break;
		case 'h':
			help();
			return 0;
		default:
			return 2;
		}
	}
	if (argc - optind != 2) {
		diag("graph diff: name two lock graphs; 'unspin graph diff --help' tells more");
		return 2;
	}
	return -1;
}

static int compare(const struct comparison *c)
{
	struct diff diffs[TOPICS] = { 0 };
	int status = 0;

	for (unsigned t = 0; t < TOPICS; t++) {
		if (!c->of[t])
			continue;
		topics[t].compare(&diffs[t], c->views[0].graph, c->views[1].graph);
		if (diffs[t].sets[DIFF_ONLY_B].n)
			status = 1;
	}
	if (c->json)
		write_json(c, diffs);
	else
		write_text(c, diffs);
	for (unsigned t = 0; t < TOPICS; t++)
		diff_free(&diffs[t]);
	if (fflush(stdout) || ferror(stdout)) {
		diag("can't write the comparison");
		status = 2;
	}
	return status;
}

int graph_diff(int argc, char **argv)
{
	struct comparison c = { .of = { [DEPENDENCIES] = true },
				.list = { [DIFF_ONLY_A] = true, [DIFF_ONLY_B] = true } };
	struct graph *graphs[2] = { graph_new(), graph_new() };
	int status = read_options(&c, argc, argv);
	bool read = status < 0;

	for (unsigned i = 0; i < 2 && read; i++) {
		c.names[i] = argv[optind + (int)i];
		read = graph_read(graphs[i], c.names[i]);
		c.views[i] = graph_view(graphs[i]);
	}
	if (status < 0)
		status = read ? compare(&c) : 2;
	for (unsigned i = 0; i < 2; i++)
		graph_free(graphs[i]);
	return status;
}
