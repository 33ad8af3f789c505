/* SPDX-License-Identifier: GPL-2.0-only */
/* Small text files, read and written whole. */
#ifndef UNSPIN_BOOT_TEXT_H
#define UNSPIN_BOOT_TEXT_H

#include <stdbool.h>

/* All of a regular file of at most 1 MB, to be freed; NULL after one line. */
char *text_read(const char *path);

/* Add to the file, which is made if absent; false after one line. */
bool text_append(const char *path, const char *text);

#endif
