/* SPDX-License-Identifier: GPL-2.0-only */
/* The manual's pages docs/rules/, as tools/embed.py puts them into the program. */
#ifndef UNSPIN_REPORT_EXPLAIN_H
#define UNSPIN_REPORT_EXPLAIN_H

#include <stddef.h>

struct embedded_page {
	const char *name; /* "irq-unsafe.md" */
	const char *text; /* NUL-terminated, too */
	size_t len;
};

extern const struct embedded_page embedded_pages[];
extern const unsigned embedded_page_count;

#endif
