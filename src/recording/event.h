/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One event of a recording, whichever format it was read from. Readers fill it,
 * replay.c consumes it; nobody keeps it: it lives for one call.
 */
#ifndef UNSPIN_RECORDING_EVENT_H
#define UNSPIN_RECORDING_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/name.h"

enum event_type {
	EV_OTHER,     /* an event that says nothing here but its task and context */
	EV_ACQUIRE,   /* lock:lock_acquire */
	EV_RELEASE,   /* lock:lock_release */
	EV_CONTENDED, /* lock:lock_contended */
	EV_ACQUIRED,  /* lock:lock_acquired: emitted after contention only for some kinds */
	EV_IRQ_ENTRY, /* irq:irq_handler_entry */
	EV_IRQ_EXIT,
	EV_SOFTIRQ_ENTRY, /* irq:softirq_entry */
	EV_SOFTIRQ_EXIT,
	EV_VECTOR_ENTRY, /* irq_vectors:*_entry: the local timer, IPIs … */
	EV_VECTOR_EXIT,
	EV_IRQ_DISABLE, /* preemptirq:irq_disable */
	EV_IRQ_ENABLE,
	EV_SWITCH,	/* sched:sched_switch; the record's task is the previous one */
	EV_TIMER_ENTRY, /* timer:timer_expire_entry, hrtimer_expire_entry */
	EV_TIMER_EXIT,
	EV_WORK_ENTRY, /* workqueue:workqueue_execute_start */
	EV_WORK_EXIT,
	EV_TASK_EXIT,	 /* sched:sched_process_exit */
	EV_SYSCALL_EXIT, /* raw_syscalls:sys_exit */
	EV_STACK,	 /* the stack of the event before it on this CPU */
	EV_LOST,	 /* events of this CPU were lost before this point */
	EV_N,
};

/* What the flags column of ftrace (Documentation/trace/ftrace.rst) says at the event. */
struct event_flags {
	bool known;	 /* the recording has such flags */
	bool bh_known;	 /* and they tell whether softirqs are off (since Linux 5.19) */
	bool irqs_off;	 /* d, D */
	bool bh_off;	 /* b, D */
	bool hardirq;	 /* h, H */
	bool softirq;	 /* s, H: serving one */
	bool nmi;	 /* z, Z */
	uint8_t preempt; /* preempt-depth, without what tracing itself adds; ANY_DEPTH: not known */
};
#define ANY_DEPTH 255u

/* Readers refuse CPUs from this on: the largest NR_CPUS that a kernel can be built for. */
#define CPUS_MAX 8192u

/*
 * Longer names are cut, by all readers alike: lockdep's are the text of a macro's argument,
 * 400 bytes of per_cpu_ptr() for instance.
 */
#define EVENT_NAME_MAX 1024u

/* One entry of a stack trace: an address, or its text where the recording was written as text. */
struct event_frame {
	uint64_t address; /* 0: not known */
	name_t function;  /* 0: not known; without offset and module */
	uint32_t offset;  /* in the function */
};
#define STACK_MAX 64u

struct event {
	enum event_type type;
	struct event_flags flags;
	unsigned cpu;
	int32_t pid;   /* of the current task; 0: idle; -1: not known */
	name_t comm;   /* its name, 0: not known */
	uint64_t time; /* nanoseconds of the recording's clock */
	uint64_t
		position; /* line (text) or number of the record, from 1: how a reader finds it again */
	union {
		struct {
			uint64_t
				lock; /* address of the lockdep_map; 0: hidden (hashed as ____ptrval____) */
			name_t name; /* lockdep's name of the class, without subclass */
			bool read, trylock;
		} lock; /* EV_ACQUIRE … EV_ACQUIRED */
		struct {
			int32_t nr;
			name_t name; /* the action's name, on entry; a vector's name */
		} irq;		     /* EV_IRQ_*, EV_SOFTIRQ_* (nr only), EV_VECTOR_* */
		struct {
			struct event_frame caller, parent;
		} irqs; /* EV_IRQ_DISABLE, EV_IRQ_ENABLE */
		struct {
			int32_t next_pid;
			name_t next_comm;
			bool runnable; /* the previous task was preempted, not put to sleep */
		} to;		       /* EV_SWITCH */
		struct {
			uint64_t object; /* the timer's, the work's address */
			struct event_frame function;
		} run; /* EV_TIMER_*, EV_WORK_* */
		struct {
			const struct event_frame
				*frames; /* innermost first, tracing's own frames included */
			unsigned n;
		} stack;       /* EV_STACK */
		uint64_t lost; /* EV_LOST: how many, 0: not known */
	};
};

/* Where readers put what they read. False: enough, stop reading. */
typedef bool event_fn(void *front, const struct event *e);

/*
 * What a recording has by its own word (header, event formats), for "what is
 * lacking is said once"; bits by enum event_type. A reader that can't know
 * beforehand leaves it 0: what comes counts.
 */
struct recording_info {
	uint32_t has;  /* 1 << enum event_type */
	unsigned cpus; /* 0: not known */
	bool hashed;   /* addresses are hashed */
	/*
	 * Kernel address of _stext, from which callers' offsets count; 0: not known. A reader
	 * uses what stands here, unless the recording tells it.
	 */
	uint64_t stext;
	const char *format; /* "trace.dat", "ftrace text", … */
};

#endif
