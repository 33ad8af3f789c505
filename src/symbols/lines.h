/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * DWARF: which functions an instruction belongs to, and on which lines.
 *
 * Addresses are those of the Dwarf handle. An index of the compilation units is
 * made at the first question; a unit's functions and lines are read when an
 * address in it is asked for.
 */
#ifndef UNSPIN_SYMBOLS_LINES_H
#define UNSPIN_SYMBOLS_LINES_H

#include <elfutils/libdw.h>

#include "symbols/symbols.h"

struct lines;

/* @path is for messages. */
struct lines *lines_new(const char *path);
void lines_free(struct lines *l);

/* How many units have been read from the present handle: what its memory grows with. */
unsigned lines_units_read(const struct lines *l);

/* Forget what was read; the next handle is of the same file. */
void lines_forget(struct lines *l);

/* The root of the kernel's source, found by its init/main.c; 0 if this is not the kernel. */
name_t lines_source_root(struct lines *l, Dwarf *dwarf);

/*
 * The frames at @addr, innermost first, at most @max; only names, files, lines and
 * @inlined are set. @root (0: unknown) is a source root to tell paths from. With
 * @declared it is one frame: the function around @addr and the place where it begins.
 * A unit without functions, as of assembly, gives one frame without a name. 0 if
 * DWARF knows nothing of @addr.
 */
unsigned lines_frames(struct lines *l, Dwarf *dwarf, uint64_t addr, bool declared, name_t root,
		      struct frame *out, unsigned max);

#endif
