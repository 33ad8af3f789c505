/* SPDX-License-Identifier: GPL-2.0-only */
/* A lock graph as a drawing, for Graphviz. */
#ifndef UNSPIN_GRAPHFILE_DOT_H
#define UNSPIN_GRAPHFILE_DOT_H

#include "graphfile/graphfile.h"

struct dot_options {
	const char *lock; /* only what is around the classes that go by this name; NULL: all */
	unsigned depth;	  /* so many dependencies away at most */
};

/*
 * Write it in the DOT language. Colours tell in which interrupts a class is used: red where that and
 * its use with them on exclude each other. False after one diag() line if no class goes by the name.
 */
bool dot_write(FILE *out, const struct graph_view *view, const struct dot_options *opt);

#endif
