// SPDX-License-Identifier: GPL-2.0-only
/* Sections with hardirqs off, from the lock that begins one to who ends it. */
#include "trace/leftoff.h"

#include <string.h>

void leftoff_forget(struct leftoff *l)
{
	l->state = LEFTOFF_NONE;
}

static bool in_task(const struct event *e)
{
	return !(e->flags.known && (e->flags.hardirq || e->flags.softirq || e->flags.nmi));
}

/* What kind of function @by is in; FRAME_PLAIN if nobody knows. */
static enum frame_role role_of(struct facts *f, struct symbols *symbols,
			       const struct event_frame *by)
{
	struct frame frames[FRAMES_MAX];
	unsigned n;

	if (by->function)
		return names_frame(f->names, by->function);
	if (!symbols || !by->address)
		return FRAME_PLAIN;
	n = symbols_resolve_return(symbols, by->address, frames, FRAMES_MAX);
	return n ? names_frame(f->names, frames[n - 1].function) : FRAME_PLAIN;
}

/*
 * Only spin_lock_irqsave() and its kin: who switches irqs off by himself, as
 * __schedule(), may take and release any number of locks before he switches them on.
 */
void leftoff_disable(struct leftoff *l, struct facts *f, struct symbols *symbols,
		     const struct event *e)
{
	bool lock = in_task(e) && role_of(f, symbols, &e->irqs.caller) == FRAME_INSIDE;

	l->state = lock ? LEFTOFF_DISABLED : LEFTOFF_NONE;
	l->pid = e->pid;
}

void leftoff_acquire(struct leftoff *l, const struct event *e, const struct acquisition *a)
{
	if (l->state == LEFTOFF_NONE || !a->check || !in_task(e) || e->pid != l->pid)
		return;
	if (l->state == LEFTOFF_DISABLED) {
		/* The irq_disable just before it is the lock's own. */
		l->state = LEFTOFF_HELD;
		l->first = a->class;
		l->lock = a->lock;
		l->where = a->ref;
		l->second = 0;
		l->second_where = 0;
		l->nheld = 1;
		l->held[0] = a->lock;
	} else if (l->state == LEFTOFF_HELD) {
		if (l->nheld == SECTION_LOCKS) {
			leftoff_forget(l);
			return;
		}
		l->held[l->nheld++] = a->lock;
		if (!l->second) {
			l->second = a->class;
			l->second_where = a->ref;
		}
	}
}

void leftoff_release(struct leftoff *l, uint64_t lock)
{
	if (l->state == LEFTOFF_DISABLED) {
		/* Not the begin of a lock's section */
		leftoff_forget(l);
		return;
	}
	if (l->state != LEFTOFF_HELD)
		return;
	for (unsigned i = l->nheld; i-- > 0;)
		if (l->held[i] == lock) {
			memmove(&l->held[i], &l->held[i + 1],
				(--l->nheld - i) * sizeof(l->held[0]));
			break;
		}
	if (!l->nheld)
		l->state = LEFTOFF_RELEASED;
}

static void tell(struct leftoff *l, struct facts *f)
{
	facts_fault(f, &(struct fault_facts){
			       .rule = l->second ? RULE_FLAGS_REUSE : RULE_UNBALANCED,
			       .class = l->first,
			       .other = l->second,
			       .lock = l->lock,
			       .where = sightings_keep(&f->sightings, l->where),
			       .other_where = sightings_keep(&f->sightings, l->second_where),
			       .what = l->second ? "hardirqs stay off after the release"
						 : "is released, but hardirqs stay off",
		       });
}

void leftoff_enable(struct leftoff *l, struct facts *f, struct symbols *symbols,
		    const struct event *e)
{
	if (l->state == LEFTOFF_RELEASED && e->pid == l->pid && in_task(e) &&
	    role_of(f, symbols, &e->irqs.caller) == FRAME_ENTRY)
		tell(l, f);
	leftoff_forget(l);
}

void leftoff_leave(struct leftoff *l, struct facts *f)
{
	if (l->state == LEFTOFF_RELEASED)
		tell(l, f);
	leftoff_forget(l);
}
