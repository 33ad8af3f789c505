/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the finder: roots, kernel trees and folders. For files.c, tree.c,
 * include.c, makefile.c and module.c only.
 */
#ifndef UNSPIN_PROGRAM_FINDER_H
#define UNSPIN_PROGRAM_FINDER_H

#include "base/hash.h"
#include "program/files.h"

typedef VEC(name_t) name_vec;

#define NO_TREE UINT32_MAX

/* A kernel tree, or the headers of one, which a distribution may split in two folders. */
struct tree {
	name_t real; /* its root */
	name_t shown;
	uint32_t common; /* the number of the other half, or NO_TREE */
	name_vec arches; /* the names in arch/, x86 first */
};

/* A place named on the command line: a directory, or that of a file. */
struct root {
	name_t real, shown;
	bool is_asked; /* the directory itself was named */
};

struct folder {
	name_t real;
	name_t shown;
	name_t top;  /* real path of its tree's root, or of the root that it is below, or itself */
	name_t arch; /* NAME of arch/NAME/…, else 0 */
	uint32_t tree;	 /* that it lies in, or NO_TREE */
	uint32_t kernel; /* where <linux/…> is looked for, or NO_TREE */
	bool is_tools;	 /* tools/…: has its own headers */
	bool has_index;	 /* the files around it may be searched: in a tree or below an asked root */
	bool has_flags;	 /* flags has been read */
	name_vec flags;	 /* real paths of the -I folders in its own Makefile */
};

struct indexed_header {
	name_t path;   /* real */
	uint32_t next; /* of the same name: index + 1, 0 ends */
};

/* All headers below one folder, by their last component. */
struct header_index {
	struct map first; /* base name to index + 1 of the first of that name */
	VEC(struct indexed_header) headers;
};

struct finder {
	const struct load_options *opt;
	VEC(struct root) roots;
	VEC(struct tree) trees;
	VEC(struct folder) folders;
	struct map folder_of;  /* real path to number of folder */
	source_vec found;      /* every file found, each once … */
	struct map file_of;    /* … by real path: number + 1 */
	struct map walked;     /* real paths of directories gone through */
	name_vec include_dirs; /* real paths of -I */
	name_t overlay;	       /* real path, or 0 */
	uint32_t kernel;       /* of --kernel or the system; valid once sought */
	bool sought_kernel, has_kernel;

	/* Answers given: number of the file + 1, 0 for none. */
	struct map quoted, system; /* by folder and path */
	struct map by_kernel;	   /* by kernel_key() and path */
	struct map index_of;	   /* real path of a folder to number of index */
	VEC(struct header_index) indexes;
	struct buffer text; /* of a Makefile */
};

/* ---- files.c ---- */

/* The number of the folder with this real path. Folders move when one is added: keep numbers. */
uint32_t folder_number(struct finder *f, name_t real);

/* The root with the longest path that @real is below, NULL if none. */
const struct root *root_above(const struct finder *f, name_t real);

/*
 * The file of real path @path (whose last component may be a link), or its
 * stand-in from the overlay, which is at the same place below @top. Its number
 * in f->found + 1, 0 if there is none.
 */
uint32_t find_file(struct finder *f, const char *path, name_t top);

bool is_directory(const char *path);

/* The path without symbolic links, 0 (and errno) if it can't be found. */
name_t real_name(const char *path);

/* ---- tree.c ---- */

/* The tree that real path @dir lies in, or NO_TREE. */
uint32_t tree_around(struct finder *f, name_t dir);

/* The kernel of --kernel or of the system, or NO_TREE. */
uint32_t default_kernel(struct finder *f);

/* ---- makefile.c ---- */

/* Read the -I folders that folder @n's Makefile names into its flags. */
void makefile_read_flags(struct finder *f, uint32_t n);

#endif
