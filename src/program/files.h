/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Finding source files: those to check, and the headers that they include.
 *
 * A file has a path that it is shown by, which a user can open, and a path that
 * it is known by, which has no symbolic links, so that no file is read twice.
 * Which headers a file can see depends only on its folder, so folders are the
 * things that are looked into and remembered.
 */
#ifndef UNSPIN_PROGRAM_FILES_H
#define UNSPIN_PROGRAM_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/name.h"
#include "lower/ir.h"
#include "program/load.h"

struct source_file {
	name_t path;	 /* as shown */
	name_t disk;	 /* what to open: path, or its stand-in below --overlay */
	name_t tree;	 /* relative to the kernel tree that it lies in, 0 if in none */
	name_t real;	 /* absolute and without symbolic links: what the file is known by */
	uint32_t folder; /* for finder_include() */
	uint64_t size;	 /* in bytes, for giving out the big ones first */
};

/* Not locked: one thread finds, the others read. */
struct finder;

/* @opt is kept and must outlive the finder. */
struct finder *finder_new(const struct load_options *opt);
void finder_free(struct finder *f);

/*
 * All files to check, in a stable order, each once: the files named in
 * opt->paths, and every *.c below the directories named. Symbolic links to
 * directories below these are not followed. What can't be read is said.
 */
typedef VEC(struct source_file) source_vec;
void finder_sources(struct finder *f, source_vec *out);

/* The other files of the modules that @sources are parts of, as far as they were not asked for: to
 * know what calls and registers their functions. module.c. */
void finder_modules(struct finder *f, const source_vec *sources, source_vec *out);

/* The file that @inc means in a file of @folder; false if there is none. */
bool finder_include(struct finder *f, uint32_t folder, const struct include *inc,
		    struct source_file *out);

/*
 * The same for a generic header's <asm/…> as code of architecture @arch sees it,
 * which is what folder_arch() says of a folder in arch/.
 */
bool finder_include_for(struct finder *f, uint32_t folder, const struct include *inc, name_t arch,
			struct source_file *out);
name_t folder_arch(const struct finder *f, uint32_t folder);

/* True if a kernel tree was found for at least one folder, or none was looked for. */
bool finder_has_kernel(const struct finder *f);

/* ---- reading ---- */

struct buffer {
	char *at;
	size_t len, cap;
};

enum read_result {
	READ_OK,
	READ_FAILED,	  /* errno says why */
	READ_NOT_REGULAR, /* a directory, device or pipe */
	READ_TOO_BIG,
};

/* The bytes of @path into @b, whose memory is reused; at most @limit bytes. Never blocks on a
 * pipe or device. */
enum read_result read_file(const char *path, size_t limit, struct buffer *b);

#endif
