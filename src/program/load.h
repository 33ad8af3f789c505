/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From paths on the command line to a linked program: find the files and the
 * kernel tree around them, read, parse and lower them on all cores, follow
 * their includes, link.
 */
#ifndef UNSPIN_PROGRAM_LOAD_H
#define UNSPIN_PROGRAM_LOAD_H

#include "csyntax/parse.h"
#include "program/link.h"

struct load_options {
	const char *const *paths; /* files and directories to check */
	unsigned npaths;
	/* --kernel DIR. NULL: the tree that the paths lie in, else the system's, from
	 * /lib/modules or /usr/src; see tree.c for what counts as one. */
	const char *kernel;
	bool no_kernel;			 /* look for no kernel at all */
	const char *const *include_dirs; /* -I */
	unsigned ninclude_dirs;
	const name_t *words; /* identifiers that a unit says whether its file has */
	unsigned nwords;
	const struct map
		*verbatim;   /* calls of which names keep their arguments' text; NULL: none */
	const char *overlay; /* --overlay DIR: its files stand in for the same in the tree */
};

struct load_stats {
	struct parse_stats parse;	  /* .c files */
	struct parse_stats parse_headers; /* headers */
	unsigned files, headers, unreadable, includes_not_found;
	size_t ir_bytes; /* memory held by the units */
};

/*
 * Load. Unreadable, binary and vanished files are a diag() line each and left
 * out. NULL if no source file at all could be read (already said).
 */
struct program *program_load(const struct load_options *opt, struct load_stats *stats);

#endif
