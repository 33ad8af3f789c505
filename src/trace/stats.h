/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lock statistics, as /proc/lock_stat has them (Documentation/locking/lockstat.rst):
 * how often each class was taken, how long it was waited for and held. From a
 * recording's events they are told by context; a dump of /proc/lock_stat
 * (lock_stat.c) adds its own rows.
 *
 * A lock counts as held from the lock_acquired event on, which contended locks
 * and spinlocks have, else from lock_acquire on. lockdep counts from its own
 * lock_acquire() on if there was no contention: an interrupt in between is in
 * its hold time, and not in ours.
 */
#ifndef UNSPIN_TRACE_STATS_H
#define UNSPIN_TRACE_STATS_H

#include "base/alloc.h"
#include "base/hash.h"
#include "lockgraph/lock.h"
#include "recording/event.h"

/* Nanoseconds. */
struct stats_time {
	uint64_t count, total, max;
};

/* Where the longest wait or hold began. */
struct stats_place {
	name_t function; /* who asked for the lock, 0: no stack tells */
	uint32_t stack;	 /* stacks_at(); 0: none */
	uint32_t file;	 /* which recording */
	uint64_t position, time;
	int32_t pid;
	name_t comm;
	uint16_t cpu;
};

/* Rows from /proc/lock_stat are of no one context. */
#define STATS_ALL_CONTEXTS 255u

struct stats_row {
	name_t name; /* lockdep's name of the class */
	uint8_t ctx; /* enum lock_ctx, or STATS_ALL_CONTEXTS */
	uint64_t acquisitions;
	uint64_t tries, reads; /* of the acquisitions; tries are 0 where they are not told apart */
	uint64_t contentions;
	struct stats_time wait, hold;
	struct stats_place longest_wait, longest_hold;
};

/* More classes than a kernel has: further ones are not counted. */
#define STATS_ROWS_MAX 65536u

/* Locks held or waited for at one time; of more, the oldest are given up. A power of two. */
#define STATS_FLIGHTS 16384u

struct flight;

struct stats {
	VEC(struct stats_row) rows; /* by context and name */
	struct map by_name;
	struct flight *flights; /* NULL before the first event */
	uint32_t file;
	uint64_t given_up;  /* holds and waits whose end was not seen */
	uint64_t uncounted; /* acquisitions of classes beyond STATS_ROWS_MAX */
};

/* Starts as all zeroes. */
void stats_free(struct stats *s);

/* A new recording: nothing is held. */
void stats_next_file(struct stats *s, uint32_t file);

/*
 * A lock event, or EV_LOST, after which nobody knows what is held. Other events are ignored.
 * @stack is the stack of an acquisition, as stacks_at() numbers them; 0: none.
 */
void stats_event(struct stats *s, const struct event *e, enum lock_ctx ctx, uint32_t stack);

/* The row of that name and context, NULL if there is no room for one more. */
struct stats_row *stats_row(struct stats *s, name_t name, unsigned ctx);

/* Count one wait or hold of @ns that began at @place; @longest is the place of the longest so far. */
void stats_add_time(struct stats_time *t, struct stats_place *longest, uint64_t ns,
		    const struct stats_place *place);

/* Put the rows in the order in which they are shown: by wait time, hold time and name. Done last. */
void stats_sort(struct stats *s);

#endif
