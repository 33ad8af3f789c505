/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One ELF file of a kernel: vmlinux or a module. Its addresses are those that it
 * was linked at; a module, which is not linked, gets addresses of our own, with
 * each section apart from the others (libdwfl's offline layout).
 */
#ifndef UNSPIN_SYMBOLS_IMAGE_H
#define UNSPIN_SYMBOLS_IMAGE_H

#include "symbols/symbols.h"
#include "symbols/symtab.h"

/* A piece of the file that a kernel keeps in memory. */
struct image_section {
	const char *name;
	uint64_t address, size;
	uint64_t align;
	bool is_text;
	bool is_init; /* freed when the module has started: include/linux/moduleloader.h */
};

struct image;

/*
 * Open a file and read its symbols; @module is 0 for the kernel itself. NULL, with a
 * line on stderr, if it is no such file. @path is copied.
 */
struct image *image_open(const char *path, name_t module);
void image_close(struct image *i);

const char *image_path(const struct image *i);
const struct symtab *image_symbols(const struct image *i);

/* The section with that number, as in struct symbol; 1 … image_sections() - 1. NULL: not in memory. */
const struct image_section *image_section(const struct image *i, unsigned number);
unsigned image_sections(const struct image *i);

/* The root of the source tree that a vmlinux was built from; 0 if unknown. */
name_t image_source_root(struct image *i);

/* lines_frames() for an address of the image. */
unsigned image_frames(struct image *i, uint64_t addr, bool declared, name_t root, struct frame *out,
		      unsigned max);

#endif
