/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The numbers behind struct evidence.ref: which kind of fact, and where the
 * analysis keeps what it needs to tell the story of it.
 */
#ifndef UNSPIN_ANALYSIS_EVIDENCE_H
#define UNSPIN_ANALYSIS_EVIDENCE_H

#include <stdint.h>

enum evidence_kind {
	EV_USAGE, /* a = ctx_node, b = site of its function */
	EV_DEP,	  /* a = fn_t, b = dep */
	EV_FAULT, /* a = fn_t, b = fault */
	EV_ROOT,  /* a = root, b = item of its function's summary */
	EV_NODE,  /* a = ctx_node, b = item of its function's summary */
};

static inline uint64_t ev_make(enum evidence_kind kind, uint32_t a, uint32_t b)
{
	return (uint64_t)kind << 60 | (uint64_t)a << 28 | (b & 0xfffffff);
}

static inline enum evidence_kind ev_kind(uint64_t ref)
{
	return (enum evidence_kind)(ref >> 60);
}

static inline uint32_t ev_a(uint64_t ref)
{
	return (uint32_t)(ref >> 28);
}

static inline uint32_t ev_b(uint64_t ref)
{
	return (uint32_t)ref & 0xfffffff;
}

/* Why something is believed less than fully; texts in story.c. */
enum evidence_reason {
	REASON_NONE,
	REASON_GUESS,	/* no caller was seen: the context is a guess */
	REASON_SLEEPS,	/* likewise, but the function sleeps */
	REASON_POINTER, /* through a function pointer that many functions share */
	REASON_DEPTH,	/* many calls lie between the lock and the event */
	REASON_CALLEE,	/* rests on what a callee leaves behind */
	REASON_ARCH,	/* a fault of PREEMPT_RT, in code of an architecture that has none */
	REASON_STATE, /* only in a state of a device or an allocation that the source does not show */
	REASON_SETUP, /* only while the object is set up or torn down */
};

#endif
