/* SPDX-License-Identifier: GPL-2.0-only */
/* Paths as text: joining, tidying, taking apart. Nothing here looks at the disk. */
#ifndef UNSPIN_PROGRAM_PATH_H
#define UNSPIN_PROGRAM_PATH_H

#include <limits.h>
#include <stdbool.h>

#include "base/name.h"

/*
 * @dir/@rest into @out (of PATH_MAX bytes) without "//" and "./"; an absolute
 * @rest stands alone. With @fold, "name/.." goes too: right only where names are
 * no symbolic links. "." if nothing is left; false if it is too long.
 */
bool path_join(char *out, const char *dir, const char *rest, bool fold);

/* As path_join(), interned; 0 if too long. */
name_t path_name(const char *dir, const char *rest, bool fold);

/* The directory part of @path: "." for a bare name, "/" for one in the root. */
name_t path_dir(const char *path);

/* The last component. */
const char *path_base(const char *path);

/* What is left of @path below @dir: "" if they are equal, NULL if it is not below. */
const char *path_below(const char *path, const char *dir);

#endif
