/* SPDX-License-Identifier: GPL-2.0-only */
/* What reading, judging and telling share. */
#ifndef UNSPIN_TRACE_PRIVATE_H
#define UNSPIN_TRACE_PRIVATE_H

#include "trace/lockdep_dump.h"
#include "trace/trace.h"

/* Why a fact is believed: an evidence's ref is the index of one. */
enum proof_kind { PROOF_USAGE, PROOF_DEP, PROOF_FAULT, PROOF_SLEPT };

struct proof {
	enum proof_kind kind;
	class_t class, held; /* facts' numbers; held 0: none */
	uint32_t where;	     /* sighting of the acquisition */
	uint32_t before;     /* of the one of @held */
	uint32_t on;	     /* of what switched irqs on, or put the task to sleep */
	uint32_t file;
	const char *what; /* how a fault's story ends; NULL: with an acquisition */
	bool confirmed;	  /* one instance was seen on all sides of a finding that rests on it */
	bool doubted;	  /* a finding rests on it for which none was */
};

/* Why confidence is less than high. */
enum trace_reason {
	REASON_NONE,
	REASON_BY_NAME,
	REASON_OTHER_INSTANCES,
	REASON_OTHER_RECORDINGS,
	REASON_HIDDEN,
	REASON_ENDS,
	REASON_DEPTH,
	REASON_N,
};

struct recording {
	const char *path;
	const char *format;
	bool lines; /* positions are line numbers */
};

/* Which proof a story was unfolded from. */
struct told_story {
	const struct story_step *steps;
	uint32_t proof;
};

struct trace {
	struct facts facts;
	struct lockdep_dump lockdep;
	struct symbols *symbols;
	struct stats *stats; /* NULL: not asked for */
	VEC(struct recording) recordings;
	VEC(struct proof) proofs; /* from 1 on */
	VEC(struct told_story) told;
	struct lockgraph *graph;
	bool marking;	  /* proofs whose story is asked for are confirmed */
	bool depth_known; /* some recording counts preemption */
	uint64_t events, acquisitions;
};

/* ---- story.c ---- */

const char *reason_text(enum trace_reason reason);

/* The function that took a lock at this sighting, 0 if no stack tells. */
name_t sighting_taker(struct trace *t, uint32_t where);
/* The function that took a lock at this stack, 0 if it does not tell. */
name_t stack_taker(struct trace *t, uint32_t stack);
/* What of the lock's own implementation it called: "mutex_lock", "_copy_from_user"; 0 if no stack tells. */
name_t sighting_call(struct trace *t, uint32_t where);

#endif
