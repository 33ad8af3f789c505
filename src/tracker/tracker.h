/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tracker: lockdep's view of a running machine, kept from a stream of
 * events. For each task the stack of locks that it holds, for each CPU and task
 * the interrupt state; from every acquisition it derives *facts* and tells them
 * to a sink: how a class was used, what was taken with what held, and the
 * faults that a single event shows. It never stops at a fault, and it keeps no
 * graph: whether facts fit together is for the rules to say (src/lockgraph).
 *
 * Semantics are those of kernel/locking/lockdep.c of Linux 6.12, whose function
 * names the comments use. Events must come in the order in which they happened
 * on each CPU, and a task's in that of the task.
 */
#ifndef UNSPIN_TRACKER_TRACKER_H
#define UNSPIN_TRACKER_TRACKER_H

#include "lockgraph/lockgraph.h"

/* lockdep_types.h, enum lockdep_wait_type: what a lock needs and allows of waiting */
enum wait_type {
	WAIT_NONE,   /* not checked */
	WAIT_FREE,   /* wait free, RCU and the like */
	WAIT_SPIN,   /* spin loops, raw_spinlock_t */
	WAIT_CONFIG, /* preemptible on PREEMPT_RT, spinlock_t */
	WAIT_SLEEP,  /* mutex_t */
	WAIT_MAX,
};

/* lock_acquire()'s arguments */
struct acquisition {
	uint64_t lock; /* the instance: its lockdep_map's address */
	uint64_t nest; /* the instance that orders this class (nest_lock), 0: none */
	uint64_t ref;  /* the front end's number for the event */
	class_t class; /* the front end's number; with the subclass where that is known */
	enum lock_kind kind;
	enum lock_mode mode;
	bool trylock;
	bool check; /* false: held, but neither validated nor a dependency (novalidate, RCU) */
	bool sync;  /* lock_sync(): waits for the holders, holds nothing */
	uint8_t wait_inner, wait_outer; /* enum wait_type; WAIT_NONE: as the kind says */
	bool wait_override;		/* LD_LOCK_WAIT_OVERRIDE */
};

/* One lock on a task's stack; struct held_lock of lockdep_types.h. */
struct held_lock {
	struct acquisition by;
	uint64_t chain_key;  /* of all locks below it in its interrupt context */
	uint32_t references; /* acquisitions under one nest_lock that were merged; 0: not merged */
	uint32_t pins;
	uint8_t irq_context; /* bit 0 softirq, bit 1 hardirq */
	bool hardirqs_off;   /* when it was taken */
};

/* Who receives the facts. The held locks are valid during the call only. */
struct tracker_sink {
	/* @lock's class was used as each of @bits (1 << enum usage_bit) says. Told at each event. */
	void (*usage)(void *front, const struct held_lock *lock, unsigned bits);
	/* @to was taken with @from held. Not told again for a while for one chain of locks. */
	void (*depends)(void *front, const struct held_lock *from, const struct held_lock *to);
	/*
	 * One event shows a fault by itself: @lock is taken or released, @other is the held lock
	 * that it is at odds with, NULL if none.
	 */
	void (*fault)(void *front, enum rule rule, const struct held_lock *lock,
		      const struct held_lock *other, const char *what);
};

struct tracker_options {
	/*
	 * Are the front end's classes lockdep's own? A trace names a class without its
	 * subclass, so that two instances of one name may well nest.
	 */
	bool exact_classes;
	/* Tell dependencies once for each chain of instances, not of classes. */
	bool by_instance;
	bool wait_types; /* CONFIG_PROVE_RAW_LOCK_NESTING */
	unsigned cpus;	 /* how many; CPUs are 0 … cpus - 1 */
};

struct tracker;
struct tracker *tracker_new(const struct tracker_options *opt, const struct tracker_sink *sink,
			    void *front);
void tracker_free(struct tracker *t);

/*
 * @task runs on @cpu from now on: all calls below are about the CPU's current
 * task. A task is any number of the front end's; it is forgotten when it holds
 * nothing and its interrupt state is the usual one.
 */
#define TASK_OF_CPU UINT64_MAX /* a task of the CPU's own, with which each begins */
void tracker_switch(struct tracker *t, unsigned cpu, uint64_t task);

/* ---- locks ---- */

/* What has become of an acquisition. */
enum tracked {
	TRACKED_HELD,
	TRACKED_MERGED, /* into the held lock of its class, under a nest_lock */
	TRACKED_SYNC,	/* checked, nothing is held */
	TRACKED_FULL,	/* the stack has MAX_HELD locks already: not tracked */
	TRACKED_NMI,	/* in an NMI nothing is, as by lockdep */
};
#define MAX_HELD 48 /* MAX_LOCK_DEPTH, include/linux/sched.h */

enum tracked tracker_acquire(struct tracker *t, unsigned cpu, const struct acquisition *a);

/*
 * lock_release(). @class, 0 if not known, finds a lock that was merged with
 * others of its class. False, and the fault `unbalanced`, if the task does not
 * hold it. In an NMI it does nothing and is true.
 */
bool tracker_release(struct tracker *t, unsigned cpu, uint64_t lock, class_t class, uint64_t ref);

/* lock_downgrade(), from a writer to a reader */
bool tracker_downgrade(struct tracker *t, unsigned cpu, uint64_t lock, uint64_t ref);

/* lock_set_class(): a held lock gets another class; what was taken after it is taken again. */
bool tracker_set_class(struct tracker *t, unsigned cpu, uint64_t lock, class_t class, uint64_t ref);

/* lock_pin_lock(), lock_unpin_lock(): releasing a pinned lock is a fault. */
bool tracker_pin(struct tracker *t, unsigned cpu, uint64_t lock);
bool tracker_unpin(struct tracker *t, unsigned cpu, uint64_t lock);

/* The held lock of that instance, NULL if the current task does not hold it. */
const struct held_lock *tracker_held(const struct tracker *t, unsigned cpu, uint64_t lock);

/* The current task's stack, oldest first; returns its depth. */
unsigned tracker_stack(const struct tracker *t, unsigned cpu, const struct held_lock **stack);

/*
 * Memory from @start to @end is freed or set up anew: a fault `unbalanced` for
 * each lock in it that the current task holds (debug_check_no_locks_freed()).
 */
void tracker_memory_freed(struct tracker *t, unsigned cpu, uint64_t start, uint64_t end);

/* The current task returns to user space or exits: it must hold nothing (lockdep_sys_exit()). */
void tracker_must_hold_nothing(struct tracker *t, unsigned cpu, const char *when);

/* Forget that the current task holds @lock, in whatever context; nothing is told. */
void tracker_forget_lock(struct tracker *t, unsigned cpu, uint64_t lock);

/* Forget what the current task holds, without a fault. */
void tracker_forget_held(struct tracker *t, unsigned cpu);

/* ---- interrupt state, step by step ---- */

void tracker_hardirqs(struct tracker *t, unsigned cpu, bool on); /* lockdep_hardirqs_on/off() */
void tracker_softirqs(struct tracker *t, unsigned cpu, bool on); /* lockdep_softirqs_on/off() */
void tracker_hardirq_enter(struct tracker *t, unsigned cpu, bool threaded);
void tracker_hardirq_exit(struct tracker *t, unsigned cpu);
void tracker_softirq_enter(struct tracker *t, unsigned cpu);
void tracker_softirq_exit(struct tracker *t, unsigned cpu);
void tracker_nmi(struct tracker *t, unsigned cpu, bool in);
/* lockdep_hardirq_threaded(): the handler would run in a thread on PREEMPT_RT. */
void tracker_hardirq_threaded(struct tracker *t, unsigned cpu);

/* What runs now: as struct held_lock's irq_context */
uint8_t tracker_irq_level(const struct tracker *t, unsigned cpu);
bool tracker_hardirqs_are_on(const struct tracker *t, unsigned cpu);
bool tracker_softirqs_are_on(const struct tracker *t, unsigned cpu); /* by themselves */

/* ---- or all at once, as each record of a trace tells it ---- */

struct irq_context {
	bool in_hardirq, in_softirq, in_nmi;
	bool hardirqs_on, softirqs_on; /* both false if not known */
};
void tracker_irq_context(struct tracker *t, unsigned cpu, const struct irq_context *c);

/* ---- when events were lost ---- */

/*
 * Events of @cpu were lost. Forget what was held by every task that may have run
 * there: all but the current tasks of other CPUs.
 */
void tracker_lost(struct tracker *t, unsigned cpu);

/* ---- the plain sink ---- */

/*
 * Tells facts to a lock graph, with evidence that holds the acquisition's ref
 * and nothing else, high confidence. Classes must be the graph's.
 */
extern const struct tracker_sink tracker_graph_sink; /* its front is a struct lockgraph * */

#endif
