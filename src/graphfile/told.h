/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An evidence as text: a `why` line, then a line for each step of its story.
 * Where it comes from is not part of it: two recordings that tell the same tell
 * one evidence.
 */
#ifndef UNSPIN_GRAPHFILE_TOLD_H
#define UNSPIN_GRAPHFILE_TOLD_H

#include "base/strbuf.h"
#include "lockgraph/finding.h"

struct told {
	struct evidence why; /* all but ref, order and reason */
	const char *reason;
	struct story story;
};

/* Append it as lines. */
void told_put(struct strbuf *b, const struct told *t);

/* The evidence of lines that told_put() wrote; false if it did not. Memory from @a. */
bool told_get(const char *text, struct arena *a, struct told *t);

/*
 * The order of a fact's evidences in a file: as evidence_cmp(), then by their text.
 */
int told_cmp(const struct evidence *a, const char *a_text, const struct evidence *b,
	     const char *b_text);

#endif
