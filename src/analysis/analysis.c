// SPDX-License-Identifier: GPL-2.0-only
/*
 * The analysis from door to door: what each call means, the walk of all paths
 * from callees to callers, contexts from roots down, and the lock graph.
 */
#include "analysis/analysis.h"

#include "analysis/internal.h"
#include "base/alloc.h"
#include "base/diag.h"
#include "base/parallel.h"

struct analysis *analysis_run(const struct program *prog, const struct model *model,
			      const struct analysis_options *opt, struct lockgraph *graph)
{
	struct analysis *an = xcalloc(1, sizeof(*an));

	an->prog = prog;
	an->tab = program_table(prog);
	an->model = model;
	an->graph = graph;
	an->opt = *opt;
	an->arenas = xcalloc(parallel_threads(), sizeof(*an->arenas));
	paths_init();
	lockname_collect(an);
	callees_resolve(an);
	walk_all(an);
	contexts_flow(an);
	emit_graph(an);
	an->stats.functions = an->tab->nfns;
	progress(NULL);
	return an;
}

void analysis_free(struct analysis *an)
{
	if (!an)
		return;
	contexts_free(an);
	callees_free(an);
	xfree(an->sums);
	xfree(an->recs);
	for (unsigned i = 0; i < parallel_threads(); i++)
		arena_free(&an->arenas[i]);
	xfree(an->arenas);
	arena_free(&an->names);
	map_free(&an->static_locks);
	paths_free();
	xfree(an);
}

const struct analysis_stats *analysis_stats(const struct analysis *an)
{
	return &an->stats;
}
