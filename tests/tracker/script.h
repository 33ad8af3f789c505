/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tracker's tests in short: a script of events goes in, the facts that a sink
 * is told come out as text, in their order.
 *
 *   A B C       take a lock of class A exclusively, then B, then C
 *   A2          another instance of A (1 is the one without a number)
 *   Ar AR       take it as a reader, as a recursive reader
 *   A? A~ A!    a trylock; lock_sync(); one that is not checked
 *   A/X         under the nest_lock X
 *   As Ap Am    a raw spinlock, an RCU read side, a mutex; else a spinlock
 *   -A          release it
 *   v:A         downgrade it to a reader
 *   A=B         give it class B
 *   p:A u:A     pin, unpin
 *   free:A      its memory is freed
 *   user        return to user space: nothing may be held
 *   cli sti     hardirqs off, on;  bh- bh+  softirqs off, on
 *   irq{ }irq   a hardirq handler; thr: it would be threaded;  soft{ }soft  softirqs run
 *   nmi{ }nmi   an NMI handler
 *   @hIB        all of it at once, as a record tells it: in (h)ardirq, (s)oftirq, (n)MI, hard(I)rqs on, (B)H on
 *   cpu:1       what follows happens on CPU 1 (at most 3);  task:7  task 7 runs now
 *   lost        events of the CPU were lost
 *
 * Facts: "A>B" is a dependency, with instance and mode as above ("Ar>B2"),
 * "!double-lock:B2,B" a fault, "A:on-hard,in-soft-r" usages.
 */
#ifndef UNSPIN_TESTS_TRACKER_SCRIPT_H
#define UNSPIN_TESTS_TRACKER_SCRIPT_H

#include "tracker/tracker.h"

enum op_kind {
	OP_TAKE,
	OP_RELEASE,
	OP_DOWNGRADE,
	OP_SET_CLASS,
	OP_PIN,
	OP_UNPIN,
	OP_FREE,
	OP_USER,
	OP_HARDIRQS,
	OP_SOFTIRQS,
	OP_HARDIRQ,
	OP_SOFTIRQ,
	OP_NMI,
	OP_CONTEXT,
	OP_THREADED,
	OP_CPU,
	OP_TASK,
	OP_LOST,
};

enum context_bit { IN_HARDIRQ = 1, IN_SOFTIRQ = 2, IN_NMI = 4, HARDIRQS_ON = 8, SOFTIRQS_ON = 16 };

struct op {
	enum op_kind kind;
	struct acquisition a; /* the lock it is about */
	bool on;	      /* switched on, entered */
	unsigned number;      /* of the CPU or task; the new class; bits of enum context_bit */
};

#define SCRIPT_OPS 256u
#define SCRIPT_CPUS 4u

/* Reads @script, which must be well formed; returns the number of ops. */
unsigned script_read(const char *script, struct op *ops);

/* One event, on *@cpu. */
void script_do(struct tracker *t, unsigned *cpu, const struct op *op);

/* Text that grows: facts separated by blanks. */
struct facts {
	bool usages; /* tell them too */
	unsigned n;
	char text[1 << 14];
};
void facts_clear(struct facts *f); /* and tell usages */
void facts_add(struct facts *f, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void facts_usage(struct facts *f, const struct acquisition *a, unsigned bits);
void facts_depends(struct facts *f, const struct acquisition *from, const struct acquisition *to);
void facts_fault(struct facts *f, enum rule rule, const struct acquisition *a,
		 const struct acquisition *other);

/* A sink whose front is a struct facts. */
extern const struct tracker_sink script_sink;

#endif
