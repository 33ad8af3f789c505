/* SPDX-License-Identifier: GPL-2.0-only */
/* Lines of Makefiles, for makefile.c and module.c. */
#ifndef UNSPIN_PROGRAM_MAKEFILE_H
#define UNSPIN_PROGRAM_MAKEFILE_H

#include <stdbool.h>
#include <stddef.h>

#define LARGEST_MAKEFILE (4u << 20)

struct span {
	const char *s;
	size_t len;
};

/* The next line with its continuation lines, blanked in place where they join. */
bool makefile_line(char **s, char *end, struct span *line);

#endif
