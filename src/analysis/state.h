/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The abstract state of one path through a function: which locks are held,
 * what became of irqs, bottom halves and preemption since entry, and what the
 * branches taken so far say about values.
 *
 * A state is a plain value: copied at forks, compared byte by byte where paths
 * meet. All its tables are small and fixed; what does not fit makes the
 * function "incomplete", and incomplete functions accuse nobody of imbalance.
 */
#ifndef UNSPIN_ANALYSIS_STATE_H
#define UNSPIN_ANALYSIS_STATE_H

#include "analysis/summary.h"

#define MAX_HELD 10
#define MAX_FACTS 10
#define MAX_FLAGS 4
#define MAX_DROPPED 3
#define MAX_BOUND 3
#define MAX_TAKEN 4
#define MAX_FAILED 3

struct held {
	path_t path;   /* 0: some instance that can't be named */
	name_t cls;    /* 0: unknown */
	uint32_t step; /* where it was taken */
	uint8_t kind, mode;
	uint8_t irqs;  /* SW_OFF or SW_SAVE: its acquisition switched irqs off */
	uint8_t bh;    /* SW_OFF: it disabled bottom halves */
	uint8_t flags; /* enum held_flag */
	uint8_t pad[3];
};
enum held_flag {
	HELD_ENTRY = 1,	 /* by the caller, an assertion or annotation says */
	HELD_NESTED = 2, /* taken with a nesting annotation */
	HELD_CALLEE = 4, /* a callee took it and returned with it */
	HELD_UNSURE = 8, /* a callee of unclear exits may have released it */
};

/* What is known of a value on this path. */
enum fact_rel {
	FR_ZERO = 1, /* false, 0, NULL */
	FR_NONZERO,
	FR_NOT_EQUAL, /* to constant val */
	FR_EQUAL,     /* equal to constant val (an expr_t of X_INT or a named constant) */
	FR_NEGATIVE,
	FR_NOT_NEGATIVE,
	FR_POSITIVE,
};
struct fact {
	expr_t e;
	uint32_t val;
	uint32_t rel;
};

/* A variable that holds saved irq flags. */
struct saved_flags {
	path_t var;
	uint32_t step;
	name_t cls;   /* the lock that was taken with it, 0 none */
	uint8_t irqs; /* enum local_sw before the save */
	uint8_t pad[3];
};

struct bound {
	expr_t local, value;
};

struct state {
	uint8_t nheld, nfacts, nflags, ndropped, nbound, ntaken, nfailed;
	uint8_t irqs; /* enum local_sw */
	uint8_t irqs_before; /* enum local_sw before a form that does not remember: _irq, local_irq_disable */
	int8_t bh,
		preempt; /* levels above entry; may go below 0 in functions that end a caller's section */
	uint8_t entry_irqs;   /* LS_OFF, LS_ON if asserted, else LS_ENTRY */
	uint8_t entry_bh;     /* LS_OFF if asserted, else LS_ENTRY */
	uint8_t entry_atomic; /* preemption asserted to be off */
	uint8_t line_off;     /* disable_irq() without enable_irq() so far, or the irq freed */
	uint8_t live;	      /* an irq handler has been registered on this path */
	uint8_t vague;	      /* facts were dropped: what hangs together may have come apart */
	uint32_t irqs_step;   /* where they went off */
	name_t left_irqs,
		left_bh; /* taken by an _irq or _bh form, released by one that left them off; 0 none */
	uint32_t assigned; /* a bit a parameter: it is no longer what was passed */
	struct held held[MAX_HELD];
	struct fact facts[MAX_FACTS];
	struct saved_flags flags[MAX_FLAGS];
	path_t dropped[MAX_DROPPED]; /* released though not taken here: the caller's */
	struct bound bound[MAX_BOUND];
	path_t taken[MAX_TAKEN];   /* taken here and released again */
	path_t failed[MAX_FAILED]; /* tried for on this path, and not got */
	path_t restores;	   /* what gave irqs their state now, if that is the caller's */
};

static inline enum local_sw state_bh(const struct state *s)
{
	return s->bh > 0 ? LS_OFF : s->bh < 0 ? LS_ON : (enum local_sw)s->entry_bh;
}

static inline local_mask state_local(const struct state *s)
{
	return local_bit(s->irqs == LS_ENTRY ? s->entry_irqs : s->irqs, state_bh(s));
}

/* Irqs, bottom halves or preemption are off for the same reasons. */
bool state_is_switched_off(const struct state *s);

/* ---- facts ---- */

/* 1 true, 0 false, -1 unknown: what the facts say about condition @cond of @f. */
int state_decide(const struct state *s, const struct function *f, expr_t cond);

/* Remember that @cond came out as @truth. */
void state_assume(struct state *s, const struct function *f, expr_t cond, bool truth);

/* The value of @e: FR_… or 0 if nothing is known. */
enum fact_rel state_value(const struct state *s, const struct function *f, expr_t e);

/* @e has a new value, known to be @value if that is a constant or has facts itself (to be kept only
 * with @remember); forget the rest. */
void state_assign(struct state *s, const struct function *f, expr_t e, expr_t value, bool remember);

/* Forget what depends on locals whose address is in expression @e. */
void state_escape(struct state *s, const struct function *f, expr_t e);

/* @object (a key) is another one from now on: what is held through it is held still, but not by that name. */
void state_renew(struct state *s, path_t object);

/* @e is evaluated anew: forget what it was. */
void state_forget(struct state *s, const struct function *f, expr_t e);

/* Remember a relation directly (results of calls). */
void state_learn(struct state *s, expr_t e, enum fact_rel rel);

void state_drop_facts(struct state *s);

/* Bytes-equal where used. */
bool state_equal(const struct state *a, const struct state *b);

/* ---- locks ---- */

/* The held lock that @path names, else the last of its class; -1: none. */
int state_find_held(const struct state *s, path_t path, name_t cls);
void state_remove_held(struct state *s, int i);

#endif
