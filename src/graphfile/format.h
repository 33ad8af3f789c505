/* SPDX-License-Identifier: GPL-2.0-only */
/* What the two ends of a graph file must agree on: see docs/graph-format.md. */
#ifndef UNSPIN_GRAPHFILE_FORMAT_H
#define UNSPIN_GRAPHFILE_FORMAT_H

#define FORMAT_WORD "unspin-graph"
#define FORMAT_VERSION "1"
#define FORMAT_LINE FORMAT_WORD "\t" FORMAT_VERSION

/* Of the sources that tell one evidence, the first by name are kept. */
#define SOURCES_KEPT 8u

/* Bounds for hostile files; no line is longer than the evidence that it is part of. */
#define LONGEST_EVIDENCE (1u << 20)
#define LARGEST_FILE (1ull << 32)

#endif
