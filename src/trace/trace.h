/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Recordings in, a lock graph and findings out: the front end for what was seen
 * to happen. Any number of recordings makes one graph; classes are lockdep's
 * names.
 *
 *   reader.c and one file a format ─► struct event ─► replay.c ─► tracker ─►
 *   facts.c (bounded) ─► judge.c ─► lock graph, rules ─► findings; story.c tells
 *   why
 */
#ifndef UNSPIN_TRACE_TRACE_H
#define UNSPIN_TRACE_TRACE_H

#include <stdio.h>

#include "lockgraph/finding.h"
#include "symbols/symbols.h"
#include "trace/replay.h"
#include "trace/stats.h"

struct trace;

/* @symbols, may be NULL, must outlive it. */
struct trace *trace_new(struct symbols *symbols);
void trace_free(struct trace *t);

/*
 * Read one recording or /proc dump, @path "-" for standard input; its format is told by what it
 * holds. What it lacks is told on stderr, once. False if nothing could be read.
 */
bool trace_read(struct trace *t, const char *path);

/*
 * Findings of all that was read. Confidence is high where one lock instance was
 * seen on all sides, medium where sides are from different recordings or
 * addresses are hidden, and low where within one recording no instance was.
 * Free with findings_free(), before trace_free().
 */
void trace_judge(struct trace *t, const struct rules_options *opt, struct findings *out);

/* The lock graph of it, valid after trace_judge(); its story and reason callbacks' front is @t. */
struct lockgraph *trace_graph(const struct trace *t);
void trace_story(void *trace, const struct evidence *why, struct arena *a, struct story *out);
const char *trace_reason(void *trace, const struct evidence *why);

/*
 * Count lock statistics in what is read from now on, where dumps of /proc/lock_stat
 * are then read as well.
 */
void trace_keep_stats(struct trace *t);

/* Who took the locks for the longest is told, and the rows are put in order. To be called once. */
void trace_finish_stats(struct trace *t);
const struct stats *trace_stats(const struct trace *t);

/* The path of recording number @file as the user named it; are positions in it lines of text? */
const char *trace_path(const struct trace *t, uint32_t file);
bool trace_has_lines(const struct trace *t, uint32_t file);

/* Events, acquisitions, classes, dependencies: for --verbose, on @out. */
void trace_summary(const struct trace *t, FILE *out);

#endif
