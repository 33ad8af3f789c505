/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The lock graph as a file: the door of this folder. docs/graph-format.md is
 * the format's manual.
 *
 * A file holds all that the rules and the reports want to know, stories
 * included, so a graph that was read is a front end as any other. Equal graphs
 * are equal bytes, and a file that is not what graph_write() would have written
 * is refused.
 *
 * Reading several files into one graph unites them as sets: which evidence of a
 * fact stays is decided by what it says alone, never by which file came first.
 */
#ifndef UNSPIN_GRAPHFILE_GRAPHFILE_H
#define UNSPIN_GRAPHFILE_GRAPHFILE_H

#include <stdio.h>

#include "lockgraph/finding.h"

/* A lock graph with what it takes to tell its stories. */
struct graph_view {
	const struct lockgraph *graph;
	story_fn *story;
	reason_fn *reason;
	void *front;
	name_t source; /* of stories that name none: "source", a recording's name */
};

/* Write it whole. False if that failed, as on a full disk. */
bool graph_write(FILE *out, const struct graph_view *view);

/* The same to the file at @path, "-" for stdout; false after one diag() line. */
bool graph_save(const char *path, const struct graph_view *view);

struct graph; /* a lock graph that was read */

struct graph *graph_new(void);
void graph_free(struct graph *g);

/*
 * Unite @g with what stands in the file at @path, "-" for stdin. False after
 * one diag() line if it can't be read; @g is then of no further use.
 */
bool graph_read(struct graph *g, const char *path);

/* The same from memory; @name stands in messages. */
bool graph_parse(struct graph *g, const char *name, const char *text, size_t len);

/*
 * Make one class of each that goes by another one's name, where the name means but one and both are
 * of one kind: so a recording's facts and the source's come together. For rules, not for graph_write().
 */
void graph_unify(struct graph *g);

/* Valid as long as @g; its stories name their sources. */
struct graph_view graph_view(const struct graph *g);

#endif
