/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Irqs left off: a section that begins with a lock's irqsave (or _irq) and whose
 * locks are all released again, after which hardirqs stay off until the
 * kernel's entry code puts them right or the task leaves the CPU. With two such
 * locks, one inside the other, this is what a reused flags variable does
 * (flags-reuse); with one, a release that forgot them (unbalanced).
 *
 * Needs irq_disable and irq_enable events whose callers are known by name.
 */
#ifndef UNSPIN_TRACE_LEFTOFF_H
#define UNSPIN_TRACE_LEFTOFF_H

#include "symbols/symbols.h"
#include "trace/facts.h"

#define SECTION_LOCKS 8u

/* One a CPU: while irqs are off nothing moves. */
struct leftoff {
	enum { LEFTOFF_NONE, LEFTOFF_DISABLED, LEFTOFF_HELD, LEFTOFF_RELEASED } state;
	int32_t pid;
	unsigned nheld; /* of the section's locks */
	uint64_t held[SECTION_LOCKS];
	class_t first, second; /* the lock that began it, the first one inside; 0: none */
	uint64_t lock;
	uint64_t where, second_where; /* refs of their acquisitions */
};

/* Hardirqs are switched off, by a lock or by somebody else. */
void leftoff_disable(struct leftoff *l, struct facts *f, struct symbols *symbols,
		     const struct event *e);
void leftoff_acquire(struct leftoff *l, const struct event *e, const struct acquisition *a);
void leftoff_release(struct leftoff *l, uint64_t lock);

/* Who switches hardirqs on tells whether they had been left off. */
void leftoff_enable(struct leftoff *l, struct facts *f, struct symbols *symbols,
		    const struct event *e);

/* The task leaves the CPU. */
void leftoff_leave(struct leftoff *l, struct facts *f);

void leftoff_forget(struct leftoff *l);

#endif
