/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tracker's files share: tasks, CPUs and the cache of chains. */
#ifndef UNSPIN_TRACKER_INTERNAL_H
#define UNSPIN_TRACKER_INTERNAL_H

#include "base/alloc.h"
#include "base/hash.h"
#include "tracker/tracker.h"

#define IRQ_CONTEXT_SOFT 1u /* LOCK_CHAIN_SOFTIRQ_CONTEXT */
#define IRQ_CONTEXT_HARD 2u /* LOCK_CHAIN_HARDIRQ_CONTEXT */

struct task {
	uint64_t id;
	unsigned running; /* CPUs whose current task it is: more than one if a recording errs */
	unsigned depth;
	uint64_t chain_key; /* of all locks held in the present interrupt context */
	unsigned in_softirq;
	bool softirqs_on;
	bool hardirq_threaded;
	struct held_lock *held; /* MAX_HELD of them; NULL before the first */
};

struct cpu {
	uint32_t current; /* index of its task */
	unsigned in_hardirq;
	bool in_nmi;
	bool hardirqs_on;
};

/* Chains of locks whose dependencies were told; a newer chain may displace an older one. */
#define CHAINS (1u << 16)

struct tracker {
	struct tracker_options opt;
	const struct tracker_sink *sink;
	void *front;
	struct cpu *cpus;
	struct map by_id;   /* task id → index in tasks; 0: forgotten */
	unsigned forgotten; /* how many of these there are at most */
	VEC(struct task *) tasks;
	VEC(uint32_t) idle; /* indices of tasks that are forgotten */
	uint64_t *chains;
};

static inline struct task *current_task(const struct tracker *t, unsigned cpu)
{
	return t->tasks.at[t->cpus[cpu].current];
}

/* ---- usage.c ---- */

/* mark_usage(): the usage bits of a lock that is being taken, told to the sink. */
void usage_on_acquire(struct tracker *t, unsigned cpu, const struct held_lock *lock);

/* ---- check.c ---- */

/* All that can be said of @next against what the current task holds, before it is held itself. */
void check_wait_context(struct tracker *t, unsigned cpu, const struct held_lock *next);
void check_chain(struct tracker *t, unsigned cpu, const struct held_lock *next, uint64_t chain_key,
		 bool chain_head);

#endif
