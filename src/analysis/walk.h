/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The walk of one function's paths: what its parts share.
 *
 *   walk.c     blocks and branches: which states reach which step
 *   effects.c  what an API of the model does to a state
 *   register.c which function a call hands over to be run
 *   taking.c   taking, holding, releasing, and sleeping meanwhile
 *   irqs.c     hardirqs off and on, saved flags
 *   forms.c    _irqsave, _irq, _bh: does the release fit the acquisition?
 *   compose.c  what a call of a summarized function does to it
 *   note.c     writing down what was seen: sites, dependencies, items, faults
 *   balance.c  what the exits say: imbalance, and the summary
 *   relevance.c  which branches are worth remembering
 *   sleeps.c   what can only be reached by sleeping
 */
#ifndef UNSPIN_ANALYSIS_WALK_H
#define UNSPIN_ANALYSIS_WALK_H

#include "analysis/internal.h"
#include "analysis/state.h"
#include "base/alloc.h"

/* A state at a return, before exits are merged. */
struct leaving {
	struct state s;
	enum ret_class ret;
	expr_t value;
	uint32_t step;
};

struct block_states {
	VEC(struct state) seen;
	unsigned done; /* of these, how many have been walked */
};

struct walker {
	struct analysis *an;
	struct arena *arena; /* results */
	fn_t fn;
	const struct function *f;
	uint32_t unit;

	VEC(struct site) sites;
	VEC(struct dep) deps;
	VEC(struct fault) faults;
	VEC(struct callback) callbacks;
	VEC(struct assigned) assigned;
	VEC(struct item) items;
	VEC(struct leaving) leaving;
	VEC(struct fexit) exits;
	VEC(path_t) released;	/* keys of all locks released somewhere in the function */
	VEC(path_t) made;	/* keys of all locks that it initialises */
	VEC(path_t) let_go;	/* and of those that it had taken itself */
	VEC(uint32_t) releases; /* steps that released what was held, on some path */
	VEC(name_t) may_drop;	/* as struct summary's, of callees */

	VEC(struct state) forks; /* further states after the current step */
	VEC(struct block_states) blocks;
	VEC(expr_t) call_expr;	/* by call: its X_CALL expression, 0 if unused */
	VEC(uint32_t) twin;	/* by call: an earlier call of the same text, or itself */
	VEC(uint8_t) interest;	/* by expression: worth remembering facts about */
	VEC(uint8_t) important; /* by block: see mark_relevant() */
	VEC(path_t) expr_path;	/* by expression: its path + 1, 0 not yet known */
	VEC(unsigned) sleeps;	/* by step, and by block: see sleeps.c */
	VEC(uint8_t) block_sleeps;
	unsigned nstates;
	bool incomplete;
	bool vague;  /* as the state under way is: its faults are not sure */
	bool silent; /* macros: they are judged where they are used */
};

/* The path of @e, with what locals are bound to in @s (may be NULL). */
path_t walk_path(struct walker *w, const struct state *s, expr_t e);

/* The lock that pointer argument @e points to. */
path_t walk_lock_path(struct walker *w, const struct state *s, expr_t e);

static inline expr_t call_arg(const struct walker *w, const struct call *c, int arg)
{
	return arg >= 0 && arg < c->nargs ? w->f->args[c->args + (unsigned)arg] : 0;
}

/* Flags travel by value to macros and by address to functions: the variable itself. */
static inline path_t pointed_to(path_t var)
{
	return var && path_of(path_key(var))->op == P_ADDR ? path_of(path_key(var))->base : var;
}

/* ---- relevance.c ---- */

/* @important has a byte a block of @f, 1 where lock state changes: bit 2 is set for the branches that
 * decide whether such a block runs. */
void mark_relevant(const struct function *f, uint8_t *important);

/* ---- effects.c ---- */

/* The lock that @e of the call speaks of, whatever the path. */
path_t effect_lock(struct walker *w, const struct effect *e, uint32_t call);

/* Apply the effects of API call @call to @s; forks go to w->forks. False: it does not return. */
bool effects_apply(struct walker *w, struct state *s, const struct callee *to, uint32_t call,
		   uint32_t step);

/* Does what @t asks of @c's argument surely hold? */
bool test_holds(const struct walker *w, const struct state *s, const struct model_test *t,
		const struct call *c);

/* The pseudo-lock of kind @kind that argument @arg names; *@path (may be NULL) for callers to complete it. */
name_t object_name(struct walker *w, const struct state *s, const struct effect *e,
		   const struct call *c, int kind, int arg, path_t *path);

/* Do these effects sleep in whatever state? As struct summary's sleeps. */
unsigned effects_sleep(const struct walker *w, const struct callee *to, uint32_t call);

/* Does the or-ed word list @e hold @word? 1, 0, -1 can't be told. */
int has_word(const struct walker *w, const struct state *s, expr_t e, name_t word, int depth);

/* An acquisition that is certain, wherever it was seen (@ev tells). */
struct acquisition {
	path_t path;
	name_t cls;
	uint8_t kind, mode, irqs, bh, flags; /* flags: enum item_flag */
	uint8_t held_flags;
	uint32_t step;
	fn_t via;
	uint32_t via_item;
	local_mask local;
	path_t dropped; /* a lock that the callee had released before */
	uint8_t depth;
	uint8_t nguards;
	struct guard guards[2];
};

/* Note what taking it means: recursion, dependencies, sites, items. Does not make it held. */
void note_acquisition(struct walker *w, struct state *s, const struct acquisition *a);
void hold(struct walker *w, struct state *s, const struct acquisition *a);
/* @via: the callee that releases it, NO_FN if the step itself does. */
void release_lock(struct walker *w, struct state *s, path_t path, name_t cls, uint8_t kind,
		  fn_t via, uint32_t step);

/* ---- register.c ---- */

/* Effect @e of API call @call makes a function run. */
void register_callback(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
		       uint32_t step);

/* A callee registers, as @it says, the function that we pass as @arg. */
void register_item(struct walker *w, struct state *s, const struct item *it, expr_t arg,
		   uint32_t step);

/* ---- irqs.c ---- */

/* @released, @path: the lock that is taken or released with it, 0 if none or unknown. */
void switch_irqs(struct walker *w, struct state *s, enum switch_op sw, path_t flags, uint32_t step,
		 name_t released, path_t path);

/* Switch irqs off and remember the state before in @var; @cls of @kind is taken with it, 0 if none. */
void save_irqs(struct walker *w, struct state *s, path_t var, uint32_t step, name_t cls,
	       uint8_t kind);

/* Is flags variable @var, used with lock @lock, one that other CPUs may write? Says so if it is. */
void check_shared_flags(struct walker *w, path_t var, path_t lock, name_t cls, uint8_t kind,
			uint8_t mode, uint32_t step);

/* The section that taking @h began is over: irqs are as they were before it. */
void end_irqs_off(struct state *s, const struct held *h);

/* ---- forms.c ---- */

/*
 * Held lock @index is released by @call's effect @e. False: by a wrong form;
 * then that is told, and irqs and bottom halves of @s are made such that after
 * switch_levels() they are what the right form leaves.
 */
bool release_form_fits(struct walker *w, struct state *s, const struct effect *e, int index,
		       uint32_t call, uint32_t step);

/* ---- taking.c ---- */

/* A conditional acquisition of @path failed on this path. */
void note_failed(struct state *s, path_t path);

/* Something that may sleep (a call of @what), here or in item @via_item of @via; @flags: ITF_MAYBE. */
void note_sleep(struct walker *w, struct state *s, name_t what, uint8_t flags,
		const struct item *from, fn_t via, uint32_t via_item, const struct guard *guards,
		unsigned nguards, uint32_t step);

/* irqs are switched on by releasing @cls (may be 0). */
void note_irqs_on(struct walker *w, struct state *s, name_t cls, path_t path, fn_t via,
		  uint32_t via_item, uint32_t step);

/* Does a gfp argument allow sleeping? 1 yes, 0 no or unknown; 2: parameter *@param decides. */
int gfp_sleeps(const struct walker *w, const struct state *s, expr_t e, uint8_t *param);

/*
 * Is it a local that is given flags that allow sleeping on one path and others on
 * another, and not by what callers pass? Whoever chooses so knows where it runs,
 * mostly in ways that are not followed (in_interrupt(), a flag of the request).
 */
bool gfp_is_chosen(const struct walker *w, const struct state *s, expr_t e);

/* ---- note.c ---- */
void note_site(struct walker *w, const struct site *site);
void note_dep(struct walker *w, const struct state *s, const struct held *h,
	      const struct acquisition *a);
void note_item(struct walker *w, const struct item *item);
void note_fault(struct walker *w, const struct fault *fault);
/* Has the path to @s decided that PREEMPT_RT is not set? */
bool state_excludes_rt(const struct walker *w, const struct state *s);
/* Conditions on parameters under which state @s exists, at most 2. */
/* The option, if any, that the path to @s has decided on. */
struct option state_option(const struct walker *w, const struct state *s);
unsigned state_guards(const struct walker *w, const struct state *s, struct guard *out);

/* This function may release a lock of class @cls of its caller; it can't be told when. */
void note_may_drop(struct walker *w, name_t cls);

/* ---- compose.c ---- */
bool compose_call(struct walker *w, struct state *s, fn_t callee, uint32_t call, uint32_t step);

/* API call @call runs @fn at once, as @how says, or not at all: kref_put(). */
void compose_now(struct walker *w, struct state *s, fn_t fn, uint32_t call,
		 const struct effect *how, uint32_t step);

/* ---- sleeps.c ---- */

/* Mark the sites that can't be reached without sleeping, and say so of the function itself. */
void sleeps_find(struct walker *w);

/* ---- balance.c ---- */
void balance_check(struct walker *w);
void summary_finish(struct walker *w);

#endif
