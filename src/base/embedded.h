/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text files that tools/embed.py puts into the program, so that it is one file
 * to copy. Who uses some declares their array and its length beside itself.
 */
#ifndef UNSPIN_BASE_EMBEDDED_H
#define UNSPIN_BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
	const char *name; /* "model/locks.model", for messages */
	const char *text; /* NUL-terminated, too */
	size_t len;
};

#endif
