/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sightings: who took a lock, where, when, in which context, as one record of a
 * recording says it. They are what evidence is made of. Only those that a fact
 * rests on are kept; the others are overwritten soon, so that memory follows
 * the number of facts, not the length of the recording.
 */
#ifndef UNSPIN_TRACE_SIGHTING_H
#define UNSPIN_TRACE_SIGHTING_H

#include "base/alloc.h"
#include "base/hash.h"
#include "lockgraph/lock.h"
#include "recording/event.h"

/* What runs an interrupt's code, or a task's: the name that a recording gives. */
enum runner {
	RUNNER_TASK,
	RUNNER_IRQ,	/* irq_handler_entry: the action's name */
	RUNNER_VECTOR,	/* irq_vectors: local_timer … */
	RUNNER_SOFTIRQ, /* softirq_entry */
	RUNNER_UNKNOWN, /* an interrupt, by the flags; no event says which */
};

struct sighting {
	uint64_t position, time; /* as struct event's */
	uint32_t file;		 /* which recording, from 0 */
	int32_t pid;
	name_t comm;
	name_t runner_name;
	int32_t nr;	/* of the irq or softirq, else -1 */
	uint32_t stack; /* stacks_at(); 0: none */
	uint16_t cpu;
	uint8_t ctx;	       /* enum lock_ctx */
	uint8_t runner;	       /* enum runner */
	uint8_t preempt;       /* depth, ANY_DEPTH: not known */
	uint8_t below;	       /* locks that its task held already */
	int8_t irqs_on, bh_on; /* 1 yes, 0 no, -1 not known */
};

/* ---- stacks, each kept once ---- */

struct stacks {
	VEC(struct event_frame) frames; /* all stacks one after the other */
	VEC(uint32_t) first;		/* of stack i; stack 0 is empty */
	struct map by_hash;
	bool full; /* more than STACK_FRAMES: further ones are not kept */
};
#define STACK_FRAMES (4u << 20)

/* The number of that stack, 0 if there is no room. */
uint32_t stacks_add(struct stacks *s, const struct event_frame *frames, unsigned n);
unsigned stacks_at(const struct stacks *s, uint32_t stack, const struct event_frame **frames);
void stacks_free(struct stacks *s);

/* ---- the latest sightings, and those that are kept ---- */

#define RECENT (1u << 15)

struct sightings {
	struct recent {
		uint64_t ref; /* 0: none */
		uint32_t kept;
		struct sighting s;
	} * recent;
	uint64_t last;		   /* the latest ref */
	VEC(struct sighting) kept; /* from 1 on */
};

void sightings_init(struct sightings *s);
void sightings_free(struct sightings *s);

/* A new sighting; its ref is valid for sightings_keep() during the next RECENT ones. */
struct sighting *sightings_new(struct sightings *s, uint64_t *ref);

/* The latest sightings' entry of @ref, NULL if it has been overwritten. */
const struct sighting *sightings_recent(const struct sightings *s, uint64_t ref);

/* Its index in kept if it is kept already, else 0. */
uint32_t sightings_kept(const struct sightings *s, uint64_t ref);

/* Keep it: its index in kept, 0 if it has been overwritten. */
uint32_t sightings_keep(struct sightings *s, uint64_t ref);
uint32_t sightings_keep_copy(struct sightings *s, const struct sighting *copy);

#endif
