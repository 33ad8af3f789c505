/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of a function once its paths have been walked.
 *
 * Two things are kept. The *summary* is for its callers: how it may leave
 * (exits), and what happens inside that a caller's held locks or arguments
 * bear on (items: acquisitions, sleeps, calls through a parameter), in terms of
 * its own parameters and of globals. The *record* is for later phases: each
 * call with the irq states it is made in (sites, for the contexts), lock
 * dependencies, callbacks registered and faults seen.
 *
 * Local states are relative to entry: an irq state of "entry" becomes on or off
 * only when contexts flow down from the roots.
 */
#ifndef UNSPIN_ANALYSIS_SUMMARY_H
#define UNSPIN_ANALYSIS_SUMMARY_H

#include "analysis/path.h"
#include "lockgraph/lockgraph.h"
#include "model/model.h"

/* Irqs or bottom halves, relative to function entry. */
enum local_sw {
	LS_ENTRY,
	LS_OFF,
	LS_ON,
};

/* A set of local states: bit irqs * 3 + bh. */
typedef uint16_t local_mask;
#define LOCAL_ENTRY ((local_mask)1)

static inline local_mask local_bit(enum local_sw irqs, enum local_sw bh)
{
	return (local_mask)(1u << (irqs * 3 + bh));
}

/* @inner, relative to a function called in the states @outer, relative to the caller's entry */
local_mask local_compose(local_mask outer, local_mask inner);

/* What a parameter must be for something to happen: param & 0x80 tells "not". */
enum guard_test {
	GT_NONE,
	GT_ZERO,
	GT_NONZERO,
	GT_GFP, /* a gfp mask that allows sleeping */
	GT_BIT, /* has the flag word, has it not, is word, is not */
	GT_NO_BIT,
	GT_EQUAL,
	GT_NOT_EQUAL,
};
struct guard {
	uint8_t param;
	uint8_t test; /* enum guard_test */
	uint16_t pad;
	name_t word; /* a flag or an enumerator */
};

enum item_op {
	IT_ACQUIRE,
	IT_SLEEP,
	IT_WAIT,    /* acquires a pseudo-lock and lets go at once */
	IT_IRQS_ON, /* switches irqs on, whatever they were: releases cls by an _irq form, or 0 */
	IT_CALL_PARAM, /* calls its parameter path_of(path)->a, a function */
	IT_REGISTER, /* hands that parameter to an API that runs it as @how says, with object cls */
};

struct item {
	uint8_t op;
	uint8_t kind, mode; /* enum lock_kind, lock_mode */
	uint16_t flags;	    /* enum item_flag */
	uint8_t depth;	    /* calls between here and the event */
	uint8_t nguards;
	struct guard guards[2]; /* all must hold */
	local_mask local;	/* states it happens in */
	name_t cls;		/* the class, 0 if only a caller can tell */
	path_t path; /* the lock if callers can name it, else 0; IT_SLEEP: what is called, a name_t */
	path_t dropped;		  /* a lock of the caller's that was released before, 0 none */
	uint32_t step;		  /* where in this function */
	fn_t via;		  /* the callee in which it happens, NO_FN: here */
	uint32_t via_item;	  /* its item there */
	const struct effect *how; /* IT_REGISTER */
};
enum item_flag {
	ITF_TRY = 1,
	ITF_NESTED = 2, /* annotated: nested subclass, nest lock, or ordered by contract */
	ITF_LIVE = 4,	/* SITE_*: on some path after a handler was registered */
	ITF_GLOBAL = 8, /* SITE_ACQUIRE: the one object of a variable, not one that was just made */
	ITF_SLEEPS = 16, /* SITE_*: all paths through here sleep, before or after: see sleeps.c */
	ITF_MAYBE = 32,	 /* IT_SLEEP: only in a state that the source does not show */
	ITF_FRESH = 64,	 /* SITE_ACQUIRE: of a lock that the same function initialises */
	ITF_HARD = 256,	 /* IT_REGISTER: runs in no thread, not even on PREEMPT_RT */
	ITF_NO_RT = 128, /* not where PREEMPT_RT is set */
};

/* What a return value is known to be. */
enum ret_class {
	RET_ANY,
	RET_ZERO, /* 0, NULL, false */
	RET_NONZERO,
	RET_ERROR, /* negative or ERR_PTR */
};

/* Each call between a lock and the event is one more condition that may not hold. */
static inline enum confidence conf_of_depth(unsigned depth)
{
	return depth < 3 ? CONF_HIGH : depth < 7 ? CONF_MEDIUM : CONF_LOW;
}

#define EXIT_LOCKS 4
struct exit_lock {
	path_t path;
	name_t cls;
	uint8_t kind, mode;
	uint8_t acquired; /* else released */
	uint8_t irqs;	  /* acquired with this switch, for the state of who holds it */
};
struct fexit {
	uint8_t ret;  /* enum ret_class */
	uint8_t irqs; /* enum local_sw: LS_ENTRY unchanged */
	int8_t bh, preempt;
	path_t saves, restores; /* the caller's variable that got or gave the irq flags, 0 none */
	uint8_t nlocks;
	uint8_t nguards;
	struct guard guards[2];
	struct exit_lock locks[EXIT_LOCKS];
	uint32_t line;
};

#define MAY_DROP 4

struct summary {
	uint16_t nexits; /* 0: does not return, or not walked yet */
	uint16_t nitems;
	bool noreturn;
	bool changes_state; /* some exit is not "as at entry" */
	uint16_t
		sleeps; /* all paths sleep: 0 no, 1 yes, 2 + n: if parameter n is a gfp mask that allows it */
	path_t ret; /* what it returns, if always the same path */
	name_t may_drop
		[MAY_DROP]; /* classes of the caller's locks that it may release, when can't be told */
	struct fexit *exits;
	struct item *items;
};

/* ---- the record ---- */

/* A config option that a path needs set, or not set; name 0: none. */
struct option {
	name_t name;
	bool off;
};

enum site_op {
	SITE_CALL,     /* target fn_t */
	SITE_INDIRECT, /* through tag.member: a, b */
	SITE_ACQUIRE,  /* class a taken */
};

struct site {
	uint8_t op;
	uint8_t kind, mode;
	uint8_t flags; /* enum item_flag */
	local_mask local;
	uint32_t step;
	uint32_t a, b;
	fn_t via;	      /* SITE_ACQUIRE of a callee's item: follow for the story */
	struct option option; /* SITE_ACQUIRE: only with this option */
	uint32_t via_item;
};

struct dep {
	name_t from, to;
	uint8_t from_kind, to_kind, from_mode, to_mode;
	struct option option;
	uint32_t from_step, step;
	fn_t via;
	uint32_t via_item;
};

struct fault {
	uint8_t rule; /* enum rule */
	uint8_t conf; /* enum confidence */
	uint8_t nclasses;
	uint8_t kinds[3];
	bool maybe; /* of a sleep: only in a state that the source does not show */
	name_t classes[3];
	name_t what;
	uint32_t step,
		from_step; /* from_step: where the lock was taken or irqs went off; NO_STEP */
	fn_t via;
	uint32_t via_item;
};
#define NO_STEP UINT32_MAX

/* A function made to run by an API call. */
struct callback {
	const struct effect *how;
	fn_t fn;       /* NO_FN: whatever is assigned to member how->cb_member of @object */
	bool hard;     /* runs in no thread, not even on PREEMPT_RT */
	name_t object; /* the pseudo-lock held while it runs; if that has no kind, the record that
			* has the member; 0 none */
	uint32_t step;
	local_mask local;
	struct option option;
};

/* A function assigned to a member that the model knows: timer->function = fn. */
struct assigned {
	name_t tag, member;
	name_t object; /* class of the record that has the member, 0 unknown */
	fn_t fn;
	uint32_t step;
};

struct record_of {
	uint32_t nsites, ndeps, nfaults, ncallbacks, nassigned;
	struct site *sites;
	struct dep *deps;
	struct fault *faults;
	struct callback *callbacks;
	struct assigned *assigned;
	bool incomplete; /* a cap was hit: some paths were not followed */
};

#endif
