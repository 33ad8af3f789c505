/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * /proc/lock_stat of a kernel with CONFIG_LOCK_STAT, version 0.3 and 0.4
 * (kernel/locking/lockdep_proc.c, seq_stats(); Documentation/locking/lockstat.rst).
 */
#ifndef UNSPIN_TRACE_LOCK_STAT_H
#define UNSPIN_TRACE_LOCK_STAT_H

#include "recording/reader.h"
#include "trace/stats.h"

/* Does a file that begins so look like it? */
bool lock_stat_looks(const unsigned char *head, unsigned n);

/*
 * Add the rows of the dump to @s, as of all contexts. Names are as they stand there: cut after 38
 * letters, with #version and /subclass; the -R and -W lines of a class are one row. The
 * places are those that the dump counts most often: of who waited, and of who held. False
 * after one diag() if there is no row in it.
 */
bool lock_stat_read(struct input *in, struct stats *s);

#endif
