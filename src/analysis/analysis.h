/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a linked program to a lock graph: the door of this folder.
 */
#ifndef UNSPIN_ANALYSIS_ANALYSIS_H
#define UNSPIN_ANALYSIS_ANALYSIS_H

#include "lockgraph/finding.h"
#include "model/model.h"
#include "program/load.h"

struct analysis_options {
	bool all_units;	   /* report faults in headers and user-space folders too */
	bool wait_context; /* look for locks that sleep on PREEMPT_RT where nothing may */
};

struct analysis_stats {
	uint64_t functions, calls, calls_resolved, calls_api, calls_indirect;
	uint64_t incomplete; /* functions with more paths than are followed */
	uint64_t acquisitions, acquisitions_named;
	uint64_t roots, nodes, deps;
	struct {
		const char *name;
		double user_seconds;
		long peak_kb; /* of the process, when the phase ended */
	} phases[5];
};

struct analysis;

/*
 * Analyse @prog with @model and put what is found into @graph. The result
 * unfolds the graph's evidence; it needs all three as long as it is used. Free
 * with analysis_free().
 */
struct analysis *analysis_run(const struct program *prog, const struct model *model,
			      const struct analysis_options *opt, struct lockgraph *graph);
void analysis_free(struct analysis *an);
const struct analysis_stats *analysis_stats(const struct analysis *an);

/* Callbacks for rules_run(); @front is the struct analysis. */
void analysis_story(void *front, const struct evidence *why, struct arena *a, struct story *out);
const char *analysis_reason(void *front, const struct evidence *why);

#endif
