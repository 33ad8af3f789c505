// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a lock that is being taken means for those that are held: whether it may
 * wait here at all (check_wait_context()), whether it is held already
 * (check_deadlock()), and on which held locks it depends (check_prevs_add()).
 */
#include "tracker/internal.h"

struct waits {
	enum wait_type inner, outer;
};

/*
 * What LD_WAIT_* the kernel's initialisers give a kind: spinlock_types.h, mutex.h, update.c, …
 * None to a seqcount (seqlock.h), nor to SRCU.
 */
static struct waits waits_of(const struct acquisition *a)
{
	struct waits w = { a->wait_inner, a->wait_outer };

	if (w.inner == WAIT_NONE) {
		if (a->kind == LK_RAW_SPIN || a->kind == LK_BIT)
			w.inner = WAIT_SPIN;
		else if (a->kind == LK_RCU)
			w = (struct waits){ WAIT_CONFIG, WAIT_FREE };
		else if (lock_kind_is_atomic(a->kind) && a->kind != LK_SEQCOUNT)
			w.inner = WAIT_CONFIG;
		else if (lock_kind_sleeps(a->kind))
			w.inner = WAIT_SLEEP;
	}
	if (w.outer == WAIT_NONE)
		w.outer = w.inner;
	return w;
}

/* task_wait_context() */
static enum wait_type context_allows(const struct tracker *t, unsigned cpu)
{
	const struct task *task = current_task(t, cpu);

	if (t->cpus[cpu].in_hardirq)
		return task->hardirq_threaded ? WAIT_CONFIG : WAIT_SPIN;
	return task->in_softirq ? WAIT_CONFIG : WAIT_MAX;
}

void check_wait_context(struct tracker *t, unsigned cpu, const struct held_lock *next)
{
	const struct task *task = current_task(t, cpu);
	const struct held_lock *culprit = NULL;
	enum wait_type allowed;
	struct waits w;
	unsigned i = task->depth;

	if (!t->opt.wait_types || next->by.trylock)
		return;
	w = waits_of(&next->by);
	if (w.inner == WAIT_NONE)
		return;
	allowed = context_allows(t, cpu);
	while (i && task->held[i - 1].irq_context == next->irq_context)
		i--;
	for (; i < task->depth; i++) {
		enum wait_type inner = waits_of(&task->held[i].by).inner;

		if (inner == WAIT_NONE)
			continue;
		if (inner < allowed || task->held[i].by.wait_override) {
			allowed = inner;
			culprit = &task->held[i];
		}
	}
	if (w.outer > allowed)
		t->sink->fault(t->front, RULE_WAIT_CONTEXT, next, culprit,
			       culprit ? "may wait where a held lock forbids it"
				       : "may wait in an interrupt's context");
}

enum deadlock { DEADLOCK_NO, DEADLOCK_NESTS, DEADLOCK_YES };

/*
 * check_deadlock(): is a lock of the class held, in whatever context? Asked of
 * each acquisition, where lockdep asks once for a chain of classes: the next one
 * may lack the nest_lock, or be of the very instance that is held.
 */
static enum deadlock check_deadlock(struct tracker *t, const struct task *task,
				    const struct held_lock *next)
{
	bool nest_held = false;

	for (unsigned i = 0; i < task->depth; i++) {
		const struct held_lock *prev = &task->held[i];

		if (next->by.nest && prev->by.lock == next->by.nest)
			nest_held = true;
		if (prev->by.class != next->by.class)
			continue;
		if (!t->opt.exact_classes && prev->by.lock != next->by.lock)
			continue;
		if (next->by.mode == LM_SHARED_RECURSIVE && prev->by.mode != LM_EXCLUSIVE)
			continue;
		if (nest_held)
			return DEADLOCK_NESTS;
		t->sink->fault(t->front, RULE_DOUBLE_LOCK, next, prev, "is taken while it is held");
		return DEADLOCK_YES;
	}
	return DEADLOCK_NO;
}

/*
 * check_prevs_add(): directly on the nearest held lock of its context that can
 * be waited for, and on the trylocks above it, which made no dependency when
 * they were taken.
 */
static void tell_dependencies(struct tracker *t, const struct task *task,
			      const struct held_lock *next)
{
	for (unsigned i = task->depth; i; i--) {
		const struct held_lock *prev = &task->held[i - 1];

		if (prev->irq_context != next->irq_context)
			break;
		if (!prev->by.check)
			continue;
		t->sink->depends(t->front, prev, next);
		if (!prev->by.trylock)
			break;
	}
}

void check_chain(struct tracker *t, unsigned cpu, const struct held_lock *next, uint64_t chain_key,
		 bool chain_head)
{
	const struct task *task = current_task(t, cpu);
	uint64_t *cached = &t->chains[chain_key & (CHAINS - 1)];

	if (next->by.trylock || !next->by.check)
		return;

	/* What nests under a lock is ordered by it, and what is held already makes nothing new. */
	if (check_deadlock(t, task, next) != DEADLOCK_NO || *cached == chain_key)
		return;
	*cached = chain_key;
	if (!chain_head)
		tell_dependencies(t, task, next);
}
