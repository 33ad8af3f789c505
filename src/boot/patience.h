/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * When to give a guest up: by its progress, never by the clock alone. One run of a
 * guest takes 9 s on an idle machine and 40 s on a busy one, with the same CPU time.
 *
 * Progress is output. A guest that is silent while QEMU burns CPU spins; one that is
 * silent while QEMU does not run waits for something, or QEMU waits for a CPU of
 * the host, which deserves much more time.
 */
#ifndef UNSPIN_BOOT_PATIENCE_H
#define UNSPIN_BOOT_PATIENCE_H

#include <stdbool.h>

/* Wall seconds of silence that are borne for each CPU second that is. */
#define PATIENCE_WALL 10

struct patience {
	double silence;	  /* CPU seconds of it that are borne, for each CPU of the guest */
	double whole;	  /* CPU seconds of the whole run, however talkative, for each CPU */
	double wall, cpu; /* at the last sign of progress */
};

/* Output has come at these times (seconds of any clock; CPU seconds of QEMU). */
void patience_progress(struct patience *p, double wall, double cpu);

/* Is it time to give up? */
bool patience_over(const struct patience *p, unsigned cpus, double wall, double cpu);

#endif
