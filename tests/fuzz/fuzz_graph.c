// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any bytes are read as a graph file without a crash, a leak or a hang; what is
 * read comes out as the same bytes, and rules can run on it.
 */
#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "graphfile/graphfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct graph *g = graph_new();

	if (graph_parse(g, "fuzz", (const char *)data, size)) {
		struct graph_view v = graph_view(g);
		struct rules_options opt;
		struct findings f;
		char *text;
		size_t len;
		FILE *out = open_memstream(&text, &len);

		rules_default(&opt);
		opt.least = CONF_LOW;
		rules_run(v.graph, &opt, v.story, v.reason, v.front, &f);
		findings_free(&f);
		graph_write(out, &v);
		fclose(out);
		if (len != size || memcmp(text, data, size) != 0)
			abort();
		free(text);
	}
	graph_free(g);
	return 0;
}
