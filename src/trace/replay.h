/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Replay: the events of one recording drive the tracker, whose facts go into a
 * store. What a record says of its context (the flags column) is believed
 * before what entry and exit events say, since those may be missing.
 */
#ifndef UNSPIN_TRACE_REPLAY_H
#define UNSPIN_TRACE_REPLAY_H

#include "symbols/symbols.h"
#include "trace/facts.h"
#include "trace/stats.h"

struct replay;

/*
 * @f must outlive it. @symbols, may be NULL, tells who switched irqs on. @stats, may be NULL,
 * gets the lock events as well.
 */
struct replay *replay_new(struct facts *f, struct symbols *symbols, struct stats *stats,
			  uint32_t file);

/* An event_fn; its front is the struct replay *. */
bool replay_event(void *replay, const struct event *e);

/* What the recording had and what it lacked. */
struct replay_summary {
	uint64_t events, acquisitions, lost; /* lost: gaps, not events */
	uint32_t seen;			     /* 1 << enum event_type */
	bool flags, bh_flags, depth;	     /* some record had them */
	bool hidden;			     /* some lock's address was not shown */
	uint64_t untracked;		     /* acquisitions with MAX_HELD locks held */
	uint64_t first, last;		     /* times */
};

/* The recording is at its end: what was pending is judged. Frees @r. */
void replay_end(struct replay *r, struct replay_summary *out);

#endif
