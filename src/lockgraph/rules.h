/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the rules share while they run, and nobody else: the ordered graph, the
 * caller's wishes, and how a finding is put together. A rule first collects
 * its candidates from numbers alone; only those that become findings are
 * unfolded into stories and words, which is the dear part.
 */
#ifndef UNSPIN_LOCKGRAPH_RULES_H
#define UNSPIN_LOCKGRAPH_RULES_H

#include "lockgraph/finding.h"
#include "lockgraph/reach.h"

/* lockdep's two states (lockdep_states.h) */
enum irq_state { IRQ_HARD, IRQ_SOFT, IRQ_STATES };

/* The usage bit of a state: lockdep_internals.h has the same layout. */
static inline enum usage_bit usage_bit(enum irq_state s, bool enabled, bool read)
{
	return s * 4 + enabled * 2 + read;
}

struct rule_run {
	const struct rules_options *opt;
	const struct lockgraph *g;
	struct reach r;
	story_fn *story;
	reason_fn *reason;
	void *front;
	struct arena *a; /* the findings' */
	VEC(struct finding) found;
	/* By state and node: confidence + 1 of the conflict that irq-unsafe sees in the class, 0 none. */
	uint8_t *unsafe[IRQ_STATES];
};

/* The rules. Each adds what it finds to run->found. */
void rule_irq_unsafe(struct rule_run *run);
void rule_irq_inversion(struct rule_run *run); /* after rule_irq_unsafe */
void rule_order(struct rule_run *run);	       /* lock-order and wait-under-lock */
void rule_faults(struct rule_run *run);

/* ---- putting a finding together ---- */

/* A fresh finding, its classes the nodes' names; the pointer is valid until the next one. */
struct finding *rules_finding(struct rule_run *run, enum rule rule, const node_t *nodes,
			      unsigned n);

/* Room for sides; rules_side() fills the next one and returns its story. */
void rules_sides(struct rule_run *run, struct finding *f, unsigned n);
const struct story *rules_side(struct rule_run *run, struct finding *f, const char *title,
			       const struct evidence *why);

/* Confidence is that of the worst evidence that a finding rests on: call once for each. */
void rules_rests_on(struct rule_run *run, struct finding *f, const struct evidence *why);

/* Where to look first: the last step of that side, and @why's function if it has none. */
void rules_place(struct finding *f, const struct story *s, const struct evidence *why);

/* List up to @n further sites, but none of the functions in which the finding's sides end. */
void rules_others(struct rule_run *run, struct finding *f, const struct evidence *sites, unsigned n,
		  const char *what);

/* List one; more than there is room for are left out. */
void rules_other(struct rule_run *run, struct finding *f, const struct other_site *site);

/* printf into the findings' arena */
char *rules_printf(struct rule_run *run, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

name_t rules_name(const struct rule_run *run, node_t n);
enum lock_kind rules_kind(const struct rule_run *run, node_t n);

/*
 * "`struct foo.lock`", and "timer `struct foo.timer`" for a pseudo-lock. Its class may
 * have its kind in its name too ("timer:struct foo.timer"); that is not said twice.
 */
const char *rules_object(struct rule_run *run, name_t name, enum lock_kind kind);

/* The function that a story ends in, "?" if it has no steps. */
const char *story_function(const struct story *s);
/* "foo_drain()", or where no function is known the story's root: "task sh/57". */
const char *rules_doer(struct rule_run *run, const struct story *s);
/* The same with the root that got there: "foo_drain(), called from foo_irq()". */
const char *rules_whence(struct rule_run *run, const struct story *s);

/*
 * May interrupts matter to such a class? Not for pseudo-locks and RCU, which
 * lockdep gives no usage bits either (rcu_lock_acquire() has check == 0), and not
 * for sleeping locks: in an interrupt, or under a spinlock, they are
 * sleep-in-atomic already.
 */
static inline bool kind_has_usage(enum lock_kind k)
{
	return !lock_kind_is_pseudo(k) && !lock_kind_sleeps(k) && k != LK_RCU && k != LK_SRCU;
}

/* "hardirq", "softirq" */
const char *irq_state_name(enum irq_state s);

/* ---- interleave.c: the schedule rows that hang ---- */

/* One class, one CPU: side 0 of @f interrupts side 1. */
void interleave_irq_unsafe(struct rule_run *run, struct finding *f, enum irq_state state);
/* Side 0 is in the interrupt, the last one holds the unsafe lock, between are the path's edges. */
void interleave_irq_inversion(struct rule_run *run, struct finding *f, enum irq_state state);
/* Side i takes class i + 1 with class i held; @kinds are the classes'. */
void interleave_cycle(struct rule_run *run, struct finding *f, const enum lock_kind *kinds);
void interleave_double_lock(struct rule_run *run, struct finding *f);

/* ---- fix.c: one line that says what would be enough ---- */

/* @s is the acquisition of @n that must not be interrupted by @state's handlers. */
const char *fix_irq(struct rule_run *run, node_t n, bool read, enum irq_state state,
		    const struct story *s, bool others);
const char *fix_cycle(struct rule_run *run, const struct finding *f);
const char *fix_wait(struct rule_run *run, const struct finding *f, const enum lock_kind *kinds);
/* @class is NULL if the fault names none. */
const char *fix_fault(struct rule_run *run, enum rule rule, const char *class, enum lock_kind kind,
		      const char *what);

#endif
