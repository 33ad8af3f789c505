// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupt state, and the usage bits that follow from it: a lock is used in an
 * interrupt's context, or held with interrupts on, either when it is taken or
 * when they are switched on with it held.
 */
#include "tracker/internal.h"

static unsigned bit(enum usage_bit write_bit, const struct held_lock *lock)
{
	/* The read bit stands behind the write bit (lockdep_internals.h). */
	return 1u << (write_bit + (lock->by.mode != LM_EXCLUSIVE));
}

void usage_on_acquire(struct tracker *t, unsigned cpu, const struct held_lock *lock)
{
	const struct task *task = current_task(t, cpu);
	unsigned bits = 0;

	if (!lock->by.check)
		return;
	/* A trylock can't spin on what it interrupted. */
	if (!lock->by.trylock) {
		if (t->cpus[cpu].in_hardirq)
			bits |= bit(USED_IN_HARDIRQ, lock);
		if (task->in_softirq)
			bits |= bit(USED_IN_SOFTIRQ, lock);
	}
	if (!lock->hardirqs_off && !lock->by.sync) {
		bits |= bit(ENABLED_HARDIRQ, lock);
		if (task->softirqs_on)
			bits |= bit(ENABLED_SOFTIRQ, lock);
	}
	if (bits)
		t->sink->usage(t->front, lock, bits);
}

/* mark_held_locks() */
static void mark_held(struct tracker *t, const struct task *task, bool hardirq, bool softirq)
{
	for (unsigned i = 0; i < task->depth; i++) {
		const struct held_lock *lock = &task->held[i];

		if (lock->by.check)
			t->sink->usage(t->front, lock,
				       (hardirq ? bit(ENABLED_HARDIRQ, lock) : 0) |
					       (softirq ? bit(ENABLED_SOFTIRQ, lock) : 0));
	}
}

/* Hardirqs on means softirqs on, too, where they are not off by themselves (__trace_hardirqs_on_caller()). */
void tracker_hardirqs(struct tracker *t, unsigned cpu, bool on)
{
	struct task *task = current_task(t, cpu);

	if (on && !t->cpus[cpu].hardirqs_on && !t->cpus[cpu].in_nmi)
		mark_held(t, task, true, task->softirqs_on);
	t->cpus[cpu].hardirqs_on = on;
}

uint8_t tracker_irq_level(const struct tracker *t, unsigned cpu)
{
	return (uint8_t)((t->cpus[cpu].in_hardirq ? IRQ_CONTEXT_HARD : 0) |
			 (current_task(t, cpu)->in_softirq ? IRQ_CONTEXT_SOFT : 0));
}

bool tracker_hardirqs_are_on(const struct tracker *t, unsigned cpu)
{
	return t->cpus[cpu].hardirqs_on;
}

bool tracker_softirqs_are_on(const struct tracker *t, unsigned cpu)
{
	return current_task(t, cpu)->softirqs_on;
}

void tracker_softirqs(struct tracker *t, unsigned cpu, bool on)
{
	struct task *task = current_task(t, cpu);

	if (on && !task->softirqs_on && t->cpus[cpu].hardirqs_on)
		mark_held(t, task, false, true);
	task->softirqs_on = on;
}

void tracker_hardirq_enter(struct tracker *t, unsigned cpu, bool threaded)
{
	struct task *task = current_task(t, cpu);

	/* lockdep_hardirq_enter(): what is threaded stays so in a handler that interrupts it. */
	if (!t->cpus[cpu].in_hardirq++)
		task->hardirq_threaded = false;
	task->hardirq_threaded |= threaded;
}

void tracker_hardirq_exit(struct tracker *t, unsigned cpu)
{
	if (t->cpus[cpu].in_hardirq)
		t->cpus[cpu].in_hardirq--;
}

void tracker_hardirq_threaded(struct tracker *t, unsigned cpu)
{
	current_task(t, cpu)->hardirq_threaded = true;
}

void tracker_softirq_enter(struct tracker *t, unsigned cpu)
{
	current_task(t, cpu)->in_softirq++;
}

void tracker_softirq_exit(struct tracker *t, unsigned cpu)
{
	struct task *task = current_task(t, cpu);

	if (task->in_softirq)
		task->in_softirq--;
}

void tracker_nmi(struct tracker *t, unsigned cpu, bool in)
{
	t->cpus[cpu].in_nmi = in;
}

void tracker_irq_context(struct tracker *t, unsigned cpu, const struct irq_context *c)
{
	struct task *task = current_task(t, cpu);
	struct cpu *state = &t->cpus[cpu];

	/*
	 * What is held was taken below the interrupt that runs now: what is on in
	 * the interrupt says nothing about the time when the lock's holder ran.
	 */
	bool below = (c->in_hardirq && !state->in_hardirq) || (c->in_softirq && !task->in_softirq);

	if (c->in_hardirq && !state->in_hardirq)
		task->hardirq_threaded = false;
	state->in_hardirq = c->in_hardirq;
	state->in_nmi = c->in_nmi;
	task->in_softirq = c->in_softirq;
	if (!below && !c->in_nmi) {
		bool hard = c->hardirqs_on && !state->hardirqs_on;
		bool soft = c->hardirqs_on && c->softirqs_on && (hard || !task->softirqs_on);

		if (hard || soft)
			mark_held(t, task, hard, soft);
	}
	state->hardirqs_on = c->hardirqs_on;
	task->softirqs_on = c->softirqs_on;
}
