/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one error channel: what could not be read or done is one line on stderr.
 * stdout belongs to results.
 */
#ifndef UNSPIN_BASE_DIAG_H
#define UNSPIN_BASE_DIAG_H

/* "unspin: …" and a newline, whole even when threads speak at once; the run goes on. */
void diag(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* As diag(), then exit status 2: the job can't be done. */
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* How many lines diag() has written. */
unsigned diag_count(void);

/*
 * A progress line, redrawn in place; drawn only when stderr is a terminal, at
 * most ten times a second. NULL clears it. diag() clears it too.
 */
void progress(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
