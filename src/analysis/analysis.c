// SPDX-License-Identifier: GPL-2.0-only
/*
 * The analysis from door to door: what each call means, the walk of all paths
 * from callees to callers, contexts from roots down, and the lock graph.
 */
#include "analysis/analysis.h"

#include <sys/resource.h>

#include "analysis/internal.h"
#include "analysis/known.h"
#include "base/alloc.h"
#include "base/diag.h"
#include "base/parallel.h"

static double user_seconds(struct rusage *u)
{
	getrusage(RUSAGE_SELF, u);
	return (double)u->ru_utime.tv_sec + (double)u->ru_utime.tv_usec / 1e6;
}

/* Run one phase and write down what it cost. */
static void run_phase(struct analysis *an, unsigned number, const char *name,
		      void (*phase)(struct analysis *an))
{
	struct rusage u;
	double before = user_seconds(&u);

	phase(an);
	an->stats.phases[number].user_seconds = user_seconds(&u) - before;
	an->stats.phases[number].peak_kb = u.ru_maxrss;
	an->stats.phases[number].name = name;
}

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
	known_init();
	paths_init();
	lockname_collect(an);
	run_phase(an, 0, "callees", callees_resolve);
	callees_mark_entries(an);
	parties_find(an);
	run_phase(an, 1, "walk", walk_all);
	run_phase(an, 2, "contexts", contexts_flow);
	run_phase(an, 3, "lock graph", emit_graph);
	run_phase(an, 4, "aliases", aliases_find);
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
	parties_free(an);
	xfree(an->sums);
	xfree(an->recs);
	xfree(an->level);
	xfree(an->component);
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
