/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The model: what the analysis knows of the kernel's own APIs.
 *
 * It is data, read from the .model files under model/ (compiled into the program) and from
 * --model FILE; docs/model.md is the format's manual. One line says one thing:
 * an *effect* that a call of an API has, the *context* in which an ops member
 * is called, or that a type is a lock. Several lines for one API add up, in
 * the order of the file (mutex_lock first sleeps, then acquires).
 *
 * A model is built once and read-only afterwards, so threads share it.
 */
#ifndef UNSPIN_MODEL_MODEL_H
#define UNSPIN_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/name.h"
#include "lockgraph/lock.h"

/* Which argument of a call an effect speaks of: 0-based, or one of these. */
enum {
	ARG_NONE = -1,
	ARG_RESULT = -2, /* what the call returns */
};

/* What an effect does to irqs (hardirqs), bottom halves or preemption. */
enum switch_op {
	SW_KEEP,
	SW_OFF,	    /* off; nests for bh and preempt */
	SW_ON,	    /* on, whatever it was before (irqs); one level less (the others) */
	SW_SAVE,    /* irqs: off, the state before goes to argument @flags_arg */
	SW_RESTORE, /* irqs: back to what @flags_arg holds */
};

enum effect_op {
	EF_ACQUIRE, /* takes lock @arg */
	EF_RELEASE, /* releases it */
	EF_INIT,    /* initialises it: its class begins here */
	EF_STATE,   /* only switches irqs, bh, preemption, rcu */
	EF_SLEEP,   /* may sleep; with @gfp_arg only if that argument allows it */
	EF_WAIT, /* waits until @wait object @arg has run or ended; what it runs may take locks */
	EF_CALLBACK, /* makes function @arg run in @ctx, now or later */
	EF_ASSERT,   /* says that @arg is held, or that the state is as in the switches */
	EF_NORETURN, /* does not return */
	EF_LEAF,     /* known to have no effect: its body is not looked into */
	EF_SIGNAL,   /* lets those go on who wait for @kind object @arg: complete() */
	EF_OBJECT, /* accessor: the result is reached from @arg, typed by what it is assigned to */
};

/* A condition on one argument of the call. */
#define MODEL_TEST_WORDS 4u
struct model_test {
	int8_t arg; /* which argument, ARG_NONE: no test */
	bool negate;
	name_t words[MODEL_TEST_WORDS]; /* holds when the argument's text is, or has among its
		       * |-ed words, one of these ("NULL", "IRQF_NO_THREAD", "HRTIMER_MODE_*SOFT"
		       * with a * for any letters), 0 ends them; a test that can't be decided (a
		       * variable) counts as not holding, negated or not */
};

/* Is @text the word @pattern of a test, in which a * stands for any letters? */
bool model_word_matches(name_t pattern, name_t text);

struct effect {
	bool weak;	/* only where the function's own body is not seen, which says more */
	uint8_t op;	/* enum effect_op */
	uint8_t kind;	/* enum lock_kind: ACQUIRE, RELEASE, INIT; WAIT, SIGNAL: a
			   * pseudo-lock */
	uint8_t mode;	/* enum lock_mode: ACQUIRE, RELEASE */
	int8_t arg;	/* the lock, object or function; ARG_NONE for RCU, console_lock… */
	name_t path[3]; /* members that lead from the argument to the lock or object, 0 ends
			   * them: "lock" for uart_port_lock(up), which takes up->lock */
	name_t object;	/* a fixed object where arg is ARG_NONE: "rcu", "rtnl_mutex" */

	uint8_t irqs, bh, preempt; /* enum switch_op, after (ACQUIRE: before) the rest; for
					 * EF_ASSERT SW_OFF/SW_ON are the claim */
	uint8_t line; /* enum switch_op: one irq line (disable_irq), whose handler can't come while off */
	int8_t flags_arg; /* irqs SAVE and RESTORE (the variable or its address);
					 * ARG_NONE: the state is kept by the API itself */

	/* ACQUIRE */
	bool try;	     /* may fail without waiting */
	bool ok_zero;	     /* with try or interruptible: success is 0, not non-zero */
	bool may_fail;	     /* interruptible, killable: waits, but may return without the lock */
	int8_t subclass;     /* literal subclass; -1 none */
	int8_t subclass_arg; /* argument that is the subclass, ARG_NONE none */
	int8_t nest_arg;     /* argument that is the nest lock, ARG_NONE none */
	bool ordered; /* ww_mutex, double_lock helpers: two of one class are in order by contract */

	/* SLEEP */
	int8_t gfp_arg; /* argument whose gfp flags decide, ARG_NONE: always sleeps */
	bool maybe; /* only in a state that the source does not show: a device that is suspended */

	/* CALLBACK: how the function runs */
	uint8_t ctx;	 /* enum lock_ctx */
	uint8_t cb_irqs; /* SW_OFF, SW_ON, or SW_KEEP: as at the call */
	uint8_t cb_bh;
	bool cb_atomic; /* must not sleep though ctx is process */
	bool cb_now;	/* runs inside the call (for_each helpers, on_each_cpu's local part) */
	bool cb_hard;	/* PREEMPT_RT does not move it into a thread, if cb_hard_if holds too */
	struct model_test cb_hard_if;
	uint8_t cb_object_kind; /* pseudo-lock held while it runs: LK_TIMER, LK_WORK…; LK_NONE */
	int8_t cb_object_arg;	/* argument that is that object; ARG_RESULT for kthread_run */
	int8_t cb_param;	/* parameter of the callback that gets … */
	int8_t cb_param_arg;	/* … this argument of the registration; ARG_NONE: none */
	name_t cb_param_member; /* … or the address of this member of what the argument points to */
	name_t cb_member; /* arg is a struct: the callback is this member of its static initializer */

	/*
	 * INIT, CALLBACK, LEAF: what lockdep calls the lock, or the object that is waited for;
	 * 0: nothing further. % is that argument, or argument @named_arg, as it is written, $ the
	 * string that it is; __func__, __FILE__ and __LINE__ are what C has for them.
	 */
	name_t named[2];
	int8_t named_arg;

	struct model_test when[2]; /* the effect is there only if all tests hold */
	uint32_t
		unless_unit; /* not in a file that has one of these model_unit_words(), a bit each */
};

struct model;

/* The effects of a call of @api in order, *@n of them; NULL if the model says nothing of it.
 * Names that end in * answer for all that begin so and have no lines of their own. */
const struct effect *model_api(const struct model *m, name_t api, unsigned *n);

/* How an ops member, a sysfs attribute, a module's init function… is called. */
struct ops_ctx {
	uint8_t ctx;	  /* enum lock_ctx */
	uint8_t irqs, bh; /* SW_OFF, SW_ON, SW_KEEP: unknown */
	bool atomic;	  /* called with a spinlock held or preemption off: must not sleep */
	bool hard;	  /* not even in a thread on PREEMPT_RT: a spinlock_t can't be waited for */
	uint8_t phase;	  /* enum model_phase */
	uint8_t object_kind; /* pseudo-lock held meanwhile: the struct instance whose member was called
			      * (LK_HRTIMER for hrtimer.function); LK_NONE */
	name_t holds[2]; /* lock classes held by the caller: "struct net_device.tx_global_lock" */
	uint8_t hold_kinds[2]; /* enum lock_kind of each */
	uint32_t unless_unit;  /* not so for what stands in a file that has one of these
				* model_unit_words(), a bit each */
};

enum model_phase {
	PHASE_RUN,	/* any time */
	PHASE_SETUP,	/* probe, module init: before the object is known to anyone */
	PHASE_TEARDOWN, /* remove, module exit */
	PHASE_BOOT,	/* __init of built-in code: one CPU or no users yet */
};

/* Member @member of struct (or union) @tag: its contexts, *@n of them; NULL if unknown.
 * A line for "TAG.*" answers for every member that has none of its own. */
const struct ops_ctx *model_ops(const struct model *m, name_t tag, name_t member, unsigned *n);

/* A function that runs for its name's sake (system calls, entry points called from assembly):
 * its contexts, *@n of them; NULL if the name says nothing. */
const struct ops_ctx *model_root(const struct model *m, name_t function, unsigned *n);

/* A file-scope macro that names functions: DEVICE_ATTR_RW(foo) runs foo_show and foo_store. */
struct definer {
	uint8_t op;	/* EF_INIT: defines a lock; EF_CALLBACK: names callbacks */
	uint8_t kind;	/* enum lock_kind */
	int8_t arg;	/* argument that is the lock's or the function's name */
	name_t pattern; /* callbacks made from it: "%_show", where % is the argument and & the one
			   * behind it ("%&_show"); 0: the argument itself */
	struct ops_ctx how;
	name_t named[2];   /* what lockdep calls the lock or the object, as in struct effect */
	int8_t object_arg; /* DEFINE_TIMER(t, fn), DECLARE_WORK(w, fn): the argument that names what
			    * how.object_kind speaks of */
};
const struct definer *model_definer(const struct model *m, name_t macro, unsigned *n);

/* Lock kind of a type by its name ("spinlock_t", struct "mutex"); LK_NONE if it is no lock. */
enum lock_kind model_type(const struct model *m, name_t type);

/* The struct is a generic container: its locks belong to what embeds it (sk_buff_head). */
bool model_is_container(const struct model *m, name_t tag);

/* guard(NAME)(arg), scoped_guard(NAME, arg), CLASS(NAME, v)(arg), __free(NAME): API calls made
 * at scope entry and exit; either may be 0. */
struct guard_class {
	name_t acquire, release;
};
const struct guard_class *model_guard(const struct model *m, name_t name);

/* Function attributes: "__init" puts a function into a phase. PHASE_RUN if unknown. */
enum model_phase model_section(const struct model *m, name_t attribute);

/* Can a kernel for this architecture (its folder under arch/) be built with PREEMPT_RT? */
bool model_is_realtime(const struct model *m, name_t arch);

/* Does this identifier, or-ed into a gfp argument, allow sleeping? */
bool model_gfp_sleeps(const struct model *m, name_t word);

/* The identifiers that some unless_unit names, *@n of them: whoever reads source notes which of them
 * a file has. */
#define MAX_UNIT_WORDS 32u
const name_t *model_unit_words(const struct model *m, unsigned *n);

/* The APIs whose arguments' text matters, see struct effect.named: a set of names. */
const struct map *model_verbatim(const struct model *m);

/*
 * Build the model: the shipped files, then @files (--model). Each error is a
 * diag() line with file and line, and the line is left out; *@errors counts
 * them. Free with model_free().
 */
struct model *model_load(const char *const *files, unsigned n, unsigned *errors);

/* For tests: from text in memory. @name stands in messages. */
struct model *model_parse(const char *name, const char *text, size_t len, unsigned *errors);
void model_free(struct model *m);

#endif
