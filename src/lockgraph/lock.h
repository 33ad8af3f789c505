/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words that every part of the program shares about locks: kinds, modes,
 * contexts. The numbers are not stable; names are, see lock_kind_name().
 */
#ifndef UNSPIN_LOCKGRAPH_LOCK_H
#define UNSPIN_LOCKGRAPH_LOCK_H

#include <stdbool.h>

enum lock_kind {
	LK_NONE,
	LK_SPIN,     /* spinlock_t */
	LK_RAW_SPIN, /* raw_spinlock_t, arch_spinlock_t */
	LK_RW,	     /* rwlock_t */
	LK_SEQ,	     /* seqlock_t: writers exclude each other with a spinlock inside */
	LK_SEQCOUNT, /* seqcount_t: readers wait for a writer */
	LK_BIT,	     /* bit_spin_lock */
	LK_LOCAL,    /* local_lock_t */
	LK_MUTEX,
	LK_RWSEM,
	LK_SEM,
	LK_RTMUTEX,
	LK_WW, /* ww_mutex */
	LK_PERCPU_RWSEM,
	LK_RCU, /* rcu_read_lock and its relatives */
	LK_SRCU,
	LK_LAST_REAL = LK_SRCU,

	/* Pseudo-locks: held while the object runs, "taken" by who waits for it. */
	LK_TIMER,
	LK_HRTIMER,
	LK_WORK,
	LK_WORKQUEUE,
	LK_IRQ,
	LK_TASKLET,
	LK_NAPI,
	LK_KTHREAD,
	LK_COMPLETION,
	LK_N,
};

enum lock_mode {
	LM_EXCLUSIVE,
	LM_SHARED, /* waits behind a waiting writer: down_read, queued read_lock in process context */
	LM_SHARED_RECURSIVE, /* does not: rcu_read_lock, read_lock in interrupt (lockdep's read == 2) */
	LM_N,
};

enum lock_ctx {
	LC_UNKNOWN,
	LC_PROCESS,
	LC_SOFTIRQ,
	LC_HARDIRQ,
	LC_NMI,
	LC_N,
};

/* "spinlock", "raw spinlock", "mutex", "timer"… as in output and in model files. */
const char *lock_kind_name(enum lock_kind k);
const char *lock_mode_name(enum lock_mode m);
const char *lock_ctx_name(enum lock_ctx c);

/* The kind of that name, LK_NONE if there is none; case, blanks, - and _ make no difference. */
enum lock_kind lock_kind_of(const char *name);

/* Held, it forbids sleeping: the spinning kinds (and RCU, where one may not block either). */
static inline bool lock_kind_is_atomic(enum lock_kind k)
{
	return (k >= LK_SPIN && k <= LK_LOCAL) || k == LK_RCU;
}

/* Waiting for it may sleep. */
static inline bool lock_kind_sleeps(enum lock_kind k)
{
	return k >= LK_MUTEX && k <= LK_PERCPU_RWSEM;
}

/* Waiting for it so sleeps on PREEMPT_RT, though not elsewhere. Who reads a seqlock does not take it. */
static inline bool lock_sleeps_on_rt(enum lock_kind k, enum lock_mode m)
{
	return k == LK_SPIN || k == LK_RW || k == LK_LOCAL || (k == LK_SEQ && m == LM_EXCLUSIVE);
}

static inline bool lock_kind_is_pseudo(enum lock_kind k)
{
	return k > LK_LAST_REAL;
}

#endif
