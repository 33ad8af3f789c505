/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The machine that the self-tests run on, of one CPU and one task: what its parts
 * share, and what the runner asks of it. lockdep.c has the locks and the verdict,
 * irqs.c the interrupts, log.c what the kernel prints, mutex.c mutexes.
 */
#ifndef SELFTEST_MACHINE_H
#define SELFTEST_MACHINE_H

#include "tracker/tracker.h"

#define CPU 0

/* Ways in which a tracker may be wrong */
enum mutation {
	MUTATION_NONE,
	MUTATION_RECURSIVE, /* recursive readers are taken for others */
	MUTATION_READERS,   /* readers are taken for writers */
	MUTATION_TRYLOCK,   /* a trylock is taken for a lock that waits */
	MUTATION_NEST,	    /* nest locks are forgotten */
	MUTATION_HARDIRQ,   /* hardirq handlers look like the code that they interrupt */
	MUTATION_IRQS_ON,   /* that hardirqs go on is not noticed */
	MUTATION_WAIT,	    /* all locks may wait as long as they like */
	MUTATION_RELEASE,   /* a release releases nothing */
	MUTATION_N,
};

extern struct machine {
	struct tracker *tracker;
	enum mutation mutation;
	bool by_records; /* interrupt state comes with each lock event, as in a recording */
	unsigned cases;	 /* that have ended */
} machine;

/* A fresh tracker and lock graph; machine_stop() frees them. */
void machine_start(void);
void machine_stop(void);

/* False if there is no mutation of that name. */
bool machine_mutate(const char *mutation);

/* ---- irqs.c ---- */

/* Tell a fresh tracker the state of interrupts. */
void irqs_start(void);
/* A lock event is about to be told. */
void irqs_record(void);

/* ---- log.c ---- */

/* How often the kernel would have printed a warning that is no verdict. */
unsigned log_warnings(void);

#endif
