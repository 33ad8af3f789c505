/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Archives in cpio's "newc" format, which the kernel unpacks as its first root file
 * system (Documentation/driver-api/early-userspace/buffer-format.rst). Uncompressed:
 * an emulated CPU unpacks more slowly than it copies.
 */
#ifndef UNSPIN_BOOT_CPIO_H
#define UNSPIN_BOOT_CPIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct cpio {
	FILE *out;
	unsigned inode; /* of the last entry: each has its own, so that none is a hard link */
};

/* An archive starts as { .out = f }. Paths have no leading slash; folders go before what is in them. */
void cpio_folder(struct cpio *c, const char *path);
void cpio_symlink(struct cpio *c, const char *path, const char *target);
void cpio_text(struct cpio *c, const char *path, unsigned mode, const char *text, size_t len);

/* The character device @major:@minor. */
void cpio_device(struct cpio *c, const char *path, unsigned major, unsigned minor);

/* A copy of the regular file @from with its permissions; false after one line if it can't be read. */
bool cpio_file(struct cpio *c, const char *path, const char *from);

/* The trailer. False after one line if anything could not be written. */
bool cpio_end(struct cpio *c);

#endif
