/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What stands before the event in a line of ftrace's text: the task, the CPU, the
 * flags column, the time.
 *
 *     sh-55      [000] d.h1.     6.481839: lock_acquire: …
 *
 * What the letters of the flags column mean is read from the header, where there
 * is one: it has a line for each of them.
 */
#ifndef UNSPIN_RECORDING_FTRACE_PREFIX_H
#define UNSPIN_RECORDING_FTRACE_PREFIX_H

#include "recording/event.h"

#define COLUMNS_MAX 8u

/* The flags column's letters. */
struct ftrace_columns {
	uint8_t at[COLUMNS_MAX]; /* enum column of ftrace_prefix.c */
	unsigned n;
	bool bh_known; /* they tell whether softirqs are off */
};

/* Linux 5.19 and later; earlier ones lack the last column. */
extern const struct ftrace_columns ftrace_usual_columns;

/*
 * The header's line for one more letter: @name is what stands behind "=> ", as in
 * "# || / _---=> hardirq/softirq". The first letter's, irqs-off, begins anew.
 */
void ftrace_columns_add(struct ftrace_columns *c, const char *name);

/* Fill @e from @line of @len bytes, all but its type; the event's text, NULL if it is no event. */
char *ftrace_prefix_read(char *line, size_t len, const struct ftrace_columns *columns,
			 struct event *e);

#endif
