/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From the bytes of one file to its syntax tree: the door of this folder.
 */
#ifndef UNSPIN_CSYNTAX_PARSE_H
#define UNSPIN_CSYNTAX_PARSE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/name.h"
#include "csyntax/ast.h"

/* What was read and what was not, for --stats. */
struct parse_stats {
	uint64_t bytes;
	uint64_t lines;
	uint64_t tokens;
	uint64_t functions;	    /* function bodies, those in macros included */
	uint64_t functions_skipped; /* of these, with at least one N_ERROR inside */
	uint64_t macros;	    /* function-like macros */
	uint64_t macros_skipped;    /* of these, with a body that could not be read */
	uint64_t errors;	    /* N_ERROR nodes outside of macros */
	uint64_t groups;	    /* conditional groups */
	uint64_t groups_split;	    /* of these, with branches that do not stand alone */
};

/*
 * A parser's working memory, kept from file to file so that nothing is
 * allocated anew; one a thread. Starts as all zeroes.
 */
struct parser;
struct parser *parser_new(void);
void parser_free(struct parser *p);

struct parsed_file {
	struct node *list;	     /* top-level nodes in source order */
	const uint32_t *line_starts; /* byte offset of each line's first byte, in the arena */
	uint32_t nlines;
	const char *text; /* the caller's: valid as long as that */
	size_t len;
};

/*
 * Parse @len bytes at @text (no NUL needed, any bytes allowed) into @arena.
 * Never fails: what can't be read is an N_ERROR and is counted in @stats,
 * which is added to. Nesting deeper than a fixed limit is skipped like any
 * unreadable construct, so the stack is bounded whatever the input, and so is
 * the depth of the tree: 400 nested constructs, and 1,000 links of chains (operators,
 * else-ifs) on any path from a statement downwards. Macros and #includes inside functions
 * and records are moved to the top level, in the order of their positions.
 */
void parse_file(struct parser *p, const char *text, size_t len, struct arena *arena,
		struct parsed_file *out, struct parse_stats *stats);

/*
 * Which of the @n (32 at most) names in @words stand in the file that @p has parsed last, in code or
 * in macros: bit i for words[i].
 */
uint32_t parser_words(const struct parser *p, const name_t *words, unsigned n);

/* 1-based line, and column in bytes, of byte @pos. */
void parsed_position(const struct parsed_file *f, uint32_t pos, uint32_t *line, uint32_t *col);

#endif
