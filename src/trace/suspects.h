/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Suspects: acquisitions of an instance that its task holds already. If the task
 * goes on in that context, it had released the lock and the recording does not
 * show it; if it is never seen again, it hangs there.
 */
#ifndef UNSPIN_TRACE_SUSPECTS_H
#define UNSPIN_TRACE_SUSPECTS_H

#include "trace/facts.h"

#define MOST_SUSPECTS 64u

struct suspects {
	unsigned n;
	struct suspect {
		uint64_t task;
		enum lock_ctx ctx;
		class_t class;
		uint64_t lock;
		uint32_t where, held; /* sightings */
	} at[MOST_SUSPECTS];
};

/* @a is being taken by @task in @ctx, which holds it as @held. */
void suspects_add(struct suspects *s, struct facts *f, uint64_t task, enum lock_ctx ctx,
		  const struct acquisition *a, const struct held_lock *held);

/* An event of @task in @ctx: those that would hang below it do not. */
void suspects_goes_on(struct suspects *s, uint64_t task, enum lock_ctx ctx);

/* Events were lost: nothing can be said. */
void suspects_forget(struct suspects *s);

/* At the end of the recording: who never went on is a fault, double-lock. */
void suspects_judge(struct suspects *s, struct facts *f);

#endif
