/* SPDX-License-Identifier: GPL-2.0-only */
/* Whole files of bounded size, for readers that want all of a text at once. */
#ifndef UNSPIN_BASE_FILE_H
#define UNSPIN_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

/*
 * Append the bytes of @path, which may be a pipe or a file of /proc, to @out. False, with a line
 * on stderr, if it can't be read or holds more than @limit bytes; @out then holds what was read.
 */
bool file_read(const char *path, size_t limit, struct strbuf *out);

#endif
