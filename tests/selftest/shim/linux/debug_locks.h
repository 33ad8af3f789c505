/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * debug_locks: 0 from the moment when a lock was found to be misused. lockdep
 * stops there; the tracker does not, so the verdict is looked up when it is asked for.
 */
#ifndef SELFTEST_LINUX_DEBUG_LOCKS_H
#define SELFTEST_LINUX_DEBUG_LOCKS_H

#include <linux/kernel.h>

int *lockdep_verdict(void);
#define debug_locks (*lockdep_verdict())
extern int debug_locks_silent;

/* Misuse that a lock's own code sees, without lockdep. True if @condition is. */
bool debug_locks_warn_on(bool condition);
#define DEBUG_LOCKS_WARN_ON(condition) debug_locks_warn_on(condition)

#endif
