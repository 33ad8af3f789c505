/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A slow and naive model of lockdep, written from its definitions (the comments
 * in kernel/locking/lockdep.c and lockdep-design.rst) and not from the tracker:
 * lists that are copied and compared, nothing cached, merged or hashed. The
 * tracker must tell the same facts.
 */
#ifndef UNSPIN_TESTS_TRACKER_NAIVE_H
#define UNSPIN_TESTS_TRACKER_NAIVE_H

#include "script.h"

struct naive;
struct naive *naive_new(const struct tracker_options *opt);
void naive_free(struct naive *m);

/* What one event makes known; *@cpu as in script_do(). */
struct naive_facts {
	/* All facts, in their order … */
	struct facts all;
	/* … and without the dependencies of chains of locks that were seen before. */
	struct facts fresh;
};
void naive_do(struct naive *m, unsigned *cpu, const struct op *op, struct naive_facts *out);

#endif
