/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Paths of source files as the kernel's own messages show them: from the root of
 * the source tree, wherever it was on the machine that built the kernel.
 */
#ifndef UNSPIN_SYMBOLS_SRCPATH_H
#define UNSPIN_SYMBOLS_SRCPATH_H

#include <stdbool.h>

#include "base/name.h"

/* @path, below @dir unless it is absolute, without "." and ".." parts; either may be NULL. */
name_t srcpath_clean(const char *dir, const char *path);

/*
 * The directory that @path, a clean one, lies in when @tail is cut off its end; with
 * @anywhere, what stands before @tail in the path. 0 if it is not there, or if nothing is left.
 */
name_t srcpath_root(name_t path, const char *tail, bool anywhere);

/* @path from the deepest of the @n @roots that it lies below; 0s among them are skipped. */
name_t srcpath_relative(name_t path, const name_t *roots, unsigned n);

#endif
