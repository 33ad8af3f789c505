/* SPDX-License-Identifier: GPL-2.0-only */
/* What the runner of the self-tests asks the machine that they run on. */
#ifndef SELFTEST_LOCKDEP_H
#define SELFTEST_LOCKDEP_H

#include <stdbool.h>

/* A fresh machine; lockdep_stop() frees it. */
void lockdep_start(void);
void lockdep_stop(void);

/*
 * Make the tracker worse, to see that the self-tests notice. False if there is
 * no such mutation.
 */
bool lockdep_mutate(const char *mutation);

/* How often the kernel would have printed a warning that is no verdict. */
unsigned kernel_warnings(void);

/* lib/locking-selftest.c */
void locking_selftest(void);

#endif
