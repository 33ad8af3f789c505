/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Other programs (make, qemu, tar), run so that none outlives us: each is told by the
 * kernel when we die, however that happens.
 */
#ifndef UNSPIN_BOOT_CHILD_H
#define UNSPIN_BOOT_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/alloc.h"

/* A command line: ends with a NULL that is not counted. Its strings are the caller's. */
typedef VEC(const char *) argv_t;

/* Add words to @argv up to a NULL among them. */
void argv_add(argv_t *argv, ...) __attribute__((sentinel));

struct child_io {
	int in, out, err; /* descriptors that become its 0, 1, 2; -1: /dev/null */
	int death_signal; /* what it gets when we die (PR_SET_PDEATHSIG, prctl(2)) */
	int pass[2];	  /* more descriptors that it inherits under their numbers, or -1 */
};

/* Start argv[0], looked up in PATH. -1 after one line if it can't be run. */
pid_t child_start(argv_t *argv, const struct child_io *io);

/* Wait for its end: exit status, or 128 + the signal that killed it. */
int child_wait(pid_t pid);

/*
 * Start with @out for both its outputs and @pass as its heirloom, and wait; -1 if it could
 * not be started.
 */
int child_run(argv_t *argv, int in, int out, int pass);

/*
 * What it prints, to be freed, or NULL if it can't be run or fails; at most 1 MB of it,
 * and nothing of its stderr.
 */
char *child_output(argv_t *argv);

/* CPU seconds, user's and system's, that it and its threads have used; 0 once it is gone. */
double child_cpu_seconds(pid_t pid);

#endif
