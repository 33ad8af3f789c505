// SPDX-License-Identifier: GPL-2.0-only
/* The names of lock kinds, modes and contexts: see lock.h. */
#include "lockgraph/lock.h"

#include <ctype.h>

#include "base/alloc.h"

static const char *const kinds[LK_N] = {
	[LK_NONE] = "none",
	[LK_SPIN] = "spinlock",
	[LK_RAW_SPIN] = "raw spinlock",
	[LK_RW] = "rwlock",
	[LK_SEQ] = "seqlock",
	[LK_SEQCOUNT] = "seqcount",
	[LK_BIT] = "bit spinlock",
	[LK_LOCAL] = "local lock",
	[LK_MUTEX] = "mutex",
	[LK_RWSEM] = "rwsem",
	[LK_SEM] = "semaphore",
	[LK_RTMUTEX] = "rt-mutex",
	[LK_WW] = "ww mutex",
	[LK_PERCPU_RWSEM] = "percpu rwsem",
	[LK_RCU] = "RCU",
	[LK_SRCU] = "SRCU",
	[LK_TIMER] = "timer",
	[LK_HRTIMER] = "hrtimer",
	[LK_WORK] = "work",
	[LK_WORKQUEUE] = "workqueue",
	[LK_IRQ] = "irq",
	[LK_TASKLET] = "tasklet",
	[LK_NAPI] = "napi",
	[LK_KTHREAD] = "kthread",
	[LK_COMPLETION] = "completion",
};

static const char *const modes[LM_N] = {
	[LM_EXCLUSIVE] = "exclusive",
	[LM_SHARED] = "shared",
	[LM_SHARED_RECURSIVE] = "recursive",
};

static const char *const contexts[LC_N] = {
	[LC_UNKNOWN] = "unknown", [LC_PROCESS] = "process", [LC_SOFTIRQ] = "softirq",
	[LC_HARDIRQ] = "hardirq", [LC_NMI] = "nmi",
};

const char *lock_kind_name(enum lock_kind k)
{
	return (unsigned)k < ARRAY_SIZE(kinds) ? kinds[k] : "?";
}

const char *lock_mode_name(enum lock_mode m)
{
	return (unsigned)m < ARRAY_SIZE(modes) ? modes[m] : "?";
}

const char *lock_ctx_name(enum lock_ctx c)
{
	return (unsigned)c < ARRAY_SIZE(contexts) ? contexts[c] : "?";
}

/* Model files write a name of two words with '-' or '_', and RCU as it comes. */
static int fold(char c)
{
	return c == '-' || c == '_' ? ' ' : tolower((unsigned char)c);
}

static bool same_words(const char *a, const char *b)
{
	for (; *a && fold(*a) == fold(*b); a++)
		b++;
	return !*a && !*b;
}

enum lock_kind lock_kind_of(const char *name)
{
	for (unsigned k = LK_NONE + 1; k < LK_N; k++) {
		if (same_words(kinds[k], name))
			return k;
	}
	return LK_NONE;
}
