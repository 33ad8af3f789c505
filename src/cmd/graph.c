// SPDX-License-Identifier: GPL-2.0-only
/*
 * unspin graph: lock graphs that were written to files, by check, trace or
 * itself. One verb of its own for each thing that can be done with them.
 */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "cmd/cmd.h"
#include "cmd/verdict.h"
#include "graphfile/graphfile.h"

/* ---- merge ---- */

/* Unite all files that are named from @argv[optind] on; NULL if one can't be read. */
static struct graph *read_all(int argc, char **argv)
{
	struct graph *g = graph_new();

	for (int i = optind; i < argc; i++)
		if (!graph_read(g, argv[i])) {
			graph_free(g);
			return NULL;
		}
	return g;
}

static int merge(int argc, char **argv)
{
	static const struct option options[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "output", required_argument, NULL, 'o' },
		{ NULL, 0, NULL, 0 },
	};
	const char *out = "-";
	int c, status = 2;

	while ((c = getopt_long(argc, argv, "o:h", options, NULL)) != -1) {
		if (c == 'o') {
			out = optarg;
		} else {
			return 2;
		}
	}

	struct graph *g = read_all(argc, argv);

	if (g) {
		struct graph_view view = graph_view(g);

		status = graph_save(out, &view) ? 0 : 2;
	}
	graph_free(g);
	return status;
}

int cmd_graph(int argc, char **argv)
{
	return merge(argc - 1, argv + 1);
}
