// SPDX-License-Identifier: GPL-2.0-only
/*
 * unspin graph: what can be done with lock graphs that were written to files.
 * Each of its verbs reads all the files that it is given as one graph, but diff,
 * which compares two (graph_diff.c).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "cmd/cmd.h"
#include "cmd/graph.h"
#include "cmd/verdict.h"
#include "graphfile/dot.h"
#include "graphfile/graphfile.h"

static const struct option help_only[] = {
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

/* The union of all files that are named from @argv[optind] on; NULL if one can't be read. */
static struct graph *read_all(int argc, char **argv)
{
	struct graph *g = graph_new();

	if (optind == argc) {
		diag("graph %s: name a file that --graph-out wrote", argv[0]);
		graph_free(g);
		return NULL;
	}
	for (int i = optind; i < argc; i++)
		if (!graph_read(g, argv[i])) {
			graph_free(g);
			return NULL;
		}
	return g;
}

/* ---- merge ---- */

static int merge(int argc, char **argv)
{
	const char *out = "-";
	int c, status = 2;

	while ((c = getopt_long(argc, argv, "o:h", help_only, NULL)) != -1) {
		if (c == 'h') {
			fputs("usage: unspin graph merge FILE… [-o FILE]\n"
			      "\n"
			      "Write the union of lock graphs. In whatever order and grouping they are united,\n"
			      "the result is the same.\n",
			      stdout);
			return 0;
		}
		if (c != 'o')
			return 2;
		out = optarg;
	}

	struct graph *g = read_all(argc, argv);

	if (g) {
		struct graph_view view = graph_view(g);

		status = graph_save(out, &view) ? 0 : 2;
	}
	graph_free(g);
	return status;
}

/* ---- check ---- */

static int check(int argc, char **argv)
{
	static const struct option options[] = {
		VERDICT_OPTIONS,
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct verdict_options o;
	struct findings findings = { 0 };
	int c, status = 2;

	verdict_defaults(&o);
	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		if (c == 'h') {
			fputs("usage: unspin graph check [OPTION]… FILE…\n"
			      "\n"
			      "Report the faults that the union of lock graphs shows, and where each side of\n"
			      "them comes from.\n"
			      "\n" VERDICT_HELP,
			      stdout);
			return 0;
		}
		if (!verdict_option(&o, c, optarg))
			return 2;
	}

	struct graph *g = read_all(argc, argv);

	if (g) {
		graph_unify(g);

		struct graph_view view = graph_view(g);

		rules_run(view.graph, &o.rules, view.story, view.reason, view.front, &findings);
		status = verdict_report(&o, &findings);
		findings_free(&findings);
	}
	graph_free(g);
	return status;
}

/* ---- dot ---- */

static bool read_depth(const char *number, unsigned *depth)
{
	char *end;
	unsigned long n = strtoul(number, &end, 10);

	if (*number < '0' || *number > '9' || *end || n > 1000) {
		diag("no depth '%s': 0 to 1000", number);
		return false;
	}
	*depth = (unsigned)n;
	return true;
}

static int dot(int argc, char **argv)
{
	enum { O_LOCK = 256, O_DEPTH };
	static const struct option options[] = {
		{ "lock", required_argument, NULL, O_LOCK },
		{ "depth", required_argument, NULL, O_DEPTH },
		{ "help", no_argument, NULL, 'h' },
		{ NULL, 0, NULL, 0 },
	};
	struct dot_options o = { .depth = 1 };
	int c, status = 2;

	while ((c = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (c) {
		case O_LOCK:
			o.lock = optarg;
			break;
		case O_DEPTH:
			if (!read_depth(optarg, &o.depth))
				return 2;
			break;
		case 'h':
			fputs("usage: unspin graph dot [OPTION]… FILE… | dot -Tsvg >graph.svg\n"
			      "\n"
			      "Draw the union of lock graphs with Graphviz: an arrow to each lock from those\n"
			      "held when it is taken; dashed if all of them are held or taken shared.\n"
			      "Orange: used in hardirqs; yellow: in softirqs; red: there and with them on.\n"
			      "\n"
			      "  --lock=NAME   only what is around that class (or another name of it)\n"
			      "  --depth=N     so many dependencies away from it, 1 by default\n",
			      stdout);
			return 0;
		default:
			return 2;
		}
	}

	struct graph *g = read_all(argc, argv);

	if (g) {
		graph_unify(g);

		struct graph_view view = graph_view(g);

		if (dot_write(stdout, &view, &o))
			status = 0;
		if (fflush(stdout) || ferror(stdout)) {
			diag("can't write the drawing");
			status = 2;
		}
	}
	graph_free(g);
	return status;
}

/* ---- the verb ---- */

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} verbs[] = {
	{ "merge", merge, "unite lock graphs: all facts of all of them" },
	{ "check", check, "report the faults that a union of lock graphs shows" },
	{ "diff", graph_diff, "compare two lock graphs: a driver's source with a recording of it" },
	{ "dot", dot, "draw a lock graph with Graphviz" },
};

static void usage(FILE *out)
{
	fputs("usage: unspin graph VERB [OPTION]… FILE…\n"
	      "\n"
	      "FILE is a lock graph that --graph-out of 'unspin check' or 'unspin trace', or 'unspin\n"
	      "graph merge' wrote; - is standard input.\n"
	      "\n",
	      out);
	for (unsigned i = 0; i < ARRAY_SIZE(verbs); i++)
		fprintf(out, "  %-8s %s\n", verbs[i].name, verbs[i].help);
	fputs("\n'unspin graph VERB --help' tells a verb's options.\n", out);
}

int cmd_graph(int argc, char **argv)
{
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		usage(stdout);
		return 0;
	}
	for (unsigned i = 0; i < ARRAY_SIZE(verbs) && argc > 1; i++)
		if (!strcmp(argv[1], verbs[i].name))
			return verbs[i].run(argc - 1, argv + 1);
	if (argc > 1)
		diag("graph: no verb '%s'", argv[1]);
	usage(stderr);
	return 2;
}
