/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the phases of the analysis share. See docs/architecture.md for the
 * order in which they run: callees, walk (bottom-up), contexts (top-down),
 * emit, story.
 */
#ifndef UNSPIN_ANALYSIS_INTERNAL_H
#define UNSPIN_ANALYSIS_INTERNAL_H

#include "analysis/analysis.h"
#include "analysis/summary.h"
#include "base/arena.h"
#include "base/hash.h"

/* What a call means. */
enum callee_kind {
	CALLEE_NONE,   /* nothing known */
	CALLEE_API,    /* the model's effects */
	CALLEE_FN,     /* a function with a body */
	CALLEE_MEMBER, /* through a record's member */
	CALLEE_PARAM,  /* through the parameter fn */
};
struct callee {
	uint8_t kind;
	fn_t fn;		  /* CALLEE_FN; CALLEE_PARAM: the parameter's number */
	const struct effect *api; /* CALLEE_API: effects, napi of them … */
	unsigned napi;
	uint32_t
		here; /* … of which these, a bit each, are there for this call: ask effect_is_here() */
	name_t tag, member; /* CALLEE_MEMBER */
};

/* Functions that others call by pointer have no caller of their own to undo what they leave. */
enum entry_kind {
	ENTRY_NONE,
	ENTRY_MEMBER,	/* of an ops record: may be half of a pair (seq_file's start and stop) */
	ENTRY_CALLBACK, /* given to an API that runs it: irq handler, timer, work, thread */
};

/* Effects past these many are always there. */
#define MAX_OPTIONAL_EFFECTS 30u

/* Is effect @k of the API there for this call? Weak ones give way to a body, others to a word in the file. */
static inline bool effect_is_here(const struct callee *to, unsigned k)
{
	return k >= MAX_OPTIONAL_EFFECTS || to->here >> k & 1;
}

struct ctx_node;

struct analysis {
	const struct program *prog;
	const struct program_table *tab;
	const struct model *model;
	struct lockgraph *graph;
	struct analysis_options opt;
	struct analysis_stats stats;

	struct summary *sums;	/* by fn_t */
	struct record_of *recs; /* by fn_t */
	uint32_t **callees;	/* by fn_t, by call: packed, see callee.c */
	struct arena *arenas;	/* one a thread: summaries and records */
	struct arena names;

	/* contexts, see context.c */
	struct ctx_node *nodes;
	uint32_t nnodes;
	uint32_t *first_node; /* by fn_t: head of the list linked by ctx_node.next, NO_NODE none */
	struct root *roots;
	uint32_t nroots;

	/* The order of the walk, by fn_t: see summary_of(). */
	uint32_t *level, *component;

	uint8_t *
		entry; /* by fn_t, enum entry_kind: does the kernel call it, and not just its own file? */
	name_t *party; /* by program_group(): its name, 0 if it is none */
	struct map
		static_locks; /* (unit, name) of static DEFINE_SPINLOCK(name), DECLARE_WORK(name) … */
};

/*
 * What is known of @fn while @reader is walked; an empty summary if its own
 * walk is not surely over. Calls order the walk, so that callees are done; what
 * is reached in another way (a member's many targets, a function that a callee
 * is given and passes on) may be waiting, or being walked by another thread.
 */
const struct summary *summary_of(const struct analysis *an, fn_t reader, fn_t fn);

/*
 * Item @index of @fn's summary, NULL if there is none: in recursive components
 * an item may speak of a summary that has been made anew since. Chains of items
 * may run in circles there; LONGEST_STORY bounds them.
 */
static inline const struct item *item_of(const struct analysis *an, fn_t fn, uint32_t index)
{
	return fn != NO_FN && index < an->sums[fn].nitems ? &an->sums[fn].items[index] : NULL;
}
#define LONGEST_STORY 32

/* ---- callee.c ---- */
struct callee callee_of(const struct analysis *an, fn_t fn, uint32_t call);

/* What a call of @name in @fn means if it is an API of the model, which goes before bodies. */
struct callee callee_api(const struct analysis *an, fn_t fn, name_t name);
void callees_resolve(struct analysis *an);
void callees_free(struct analysis *an);

/* The function that an argument names: f or &f; NO_FN. */
fn_t callee_named_by(const struct analysis *an, fn_t fn, expr_t e);

/* Find the functions that are entered from outside, see enum entry_kind. */
void callees_mark_entries(struct analysis *an);

/* ---- lockname.c ---- */

/* Find the locks that file-scope macros define as static: static DEFINE_SPINLOCK(x). */
void lockname_collect(struct analysis *an);

/* The path of expression @e in @fn, in terms of @fn's parameters; 0 if it can't be followed. */
path_t path_from_expr(const struct analysis *an, fn_t fn, expr_t e);

/* The class of the lock that @path names as seen in @fn; 0 if only callers can tell. */
name_t class_of_path(const struct analysis *an, fn_t fn, path_t path);

/* The class of what @in gives its value to in @unit; 0 if that can't be told. */
name_t class_of_init(const struct analysis *an, uint32_t unit, const struct init *in);

/* The class of the file-scope variable @name as seen in @unit. */
name_t class_of_global(const struct analysis *an, uint32_t unit, name_t name);

/* The type of what @path names, as seen in @fn. */
struct tref type_of_path(const struct analysis *an, fn_t fn, path_t path);

/* ---- walk.c ---- */
struct walker;
struct walker *walker_new(struct analysis *an, unsigned thread);
void walker_free(struct walker *w);
void walk_function(struct walker *w, fn_t fn);

/* ---- taking.c ---- */

/* Can waiting for a lock of this kind be part of a deadlock? */
bool makes_dependency(uint8_t kind);

/* ---- bottomup.c ---- */
void walk_all(struct analysis *an);

/* ---- context.c ---- */
#define NO_NODE UINT32_MAX

/* Where code starts to run: an interrupt, a system call, a callback, a guess. */
struct root {
	fn_t fn;
	uint8_t ctx;	  /* enum lock_ctx */
	uint8_t irqs, bh; /* 1 on, 0 off */
	uint8_t atomic;
	uint8_t hard; /* runs in no thread, not even on PREEMPT_RT */
	uint8_t conf;
	uint8_t phase; /* enum model_phase */
	name_t what;   /* "hardirq handler, registered by request_irq" */
	name_t file;   /* where that is said */
	uint32_t line;
	name_t in;     /* function that registers, 0 */
	name_t object; /* pseudo-lock held meanwhile, 0 none */
	uint8_t object_kind;
	struct option option;  /* registered only with this option */
	name_t holds[2];       /* locks that the caller holds, 0 none */
	uint8_t hold_kinds[2]; /* enum lock_kind of each, LK_NONE: not said */
};

/* A function running in a context. */
struct ctx_node {
	fn_t fn;
	uint8_t ctx;	  /* enum lock_ctx */
	uint8_t irqs, bh; /* at entry: 1 on, 0 off */
	uint8_t conf;
	uint8_t phase;
	uint16_t depth;
	uint32_t parent; /* the caller's node, NO_NODE: root is what made it */
	uint32_t step;	 /* the call there */
	uint32_t root;
	uint32_t next;
};
/*
 * What can't be reached without sleeping is not reached in this context. That
 * the handler itself runs in it is certain, so where one sleeps it is at fault.
 */
static inline bool may_not_sleep(const struct ctx_node *n)
{
	return n->depth && (n->ctx == LC_SOFTIRQ || n->ctx == LC_HARDIRQ || n->ctx == LC_NMI);
}
void contexts_flow(struct analysis *an);
void contexts_free(struct analysis *an);

/* ---- party.c ---- */

/*
 * Which groups of files are parties: after callees_resolve(). One is called by
 * its first file, so that it has the same name in every run.
 */
void parties_find(struct analysis *an);
void parties_free(struct analysis *an);

/* The group of @unit if it is code of drivers/ or sound/, else NO_GROUP. */
#define NO_GROUP UINT32_MAX
uint32_t driver_group(const struct analysis *an, uint32_t unit);

/* The party that @unit is code of, 0 if of none: of a core, a library, or no driver. */
name_t party_of(const struct analysis *an, uint32_t unit);
name_t party_of_node(const struct analysis *an, uint32_t n);

/* ---- emit.c ---- */
void emit_graph(struct analysis *an);

/* ---- alias.c ---- */

/* Tell the lock graph what lockdep calls its classes: after emit_graph(). */
void aliases_find(struct analysis *an);

#endif
