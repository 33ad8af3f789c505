/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Findings: a rule violated, argued so that a maintainer can believe it.
 * Rules make them from a lock graph; reporters show them.
 */
#ifndef UNSPIN_LOCKGRAPH_FINDING_H
#define UNSPIN_LOCKGRAPH_FINDING_H

#include "base/arena.h"
#include "lockgraph/lockgraph.h"

/* One step of a story: who does what, where. */
struct story_step {
	name_t function;
	name_t file;
	uint32_t line, col; /* 1-based; 0 unknown */
	const char
		*what; /* "takes struct foo.lock", "calls foo_put", "registered by request_irq" */
	bool expanded; /* stands in the text of a macro, whose use is the step before */
};

/* What a front end tells when it unfolds one evidence: a path from a context root to the event. */
struct story {
	enum lock_ctx ctx;
	int irqs_on, bh_on; /* at the event: 1 yes, 0 no, -1 unknown */
	const char *root;   /* "hardirq handler foo_irq", "write() of file_operations" */
	const char *
		why_irqs; /* why irqs are believed to be as said: "process context: called from …" */
	unsigned nsteps;
	struct story_step *steps; /* outermost first; the last one is the event */
	unsigned nsources;	  /* the recordings that tell it; none: the front end has but one */
	const name_t *sources;
};

/*
 * The step where a story's event happens for who reads or changes the code: the
 * last one, but a macro's use rather than its text. NULL if there are no steps.
 */
const struct story_step *story_place(const struct story *s);

/* Unfold @why into @out, memory from @a. */
typedef void story_fn(void *front, const struct evidence *why, struct arena *a, struct story *out);

/* Why an evidence is of less than high confidence; NULL if it is, or nobody knows. */
typedef const char *reason_fn(void *front, const struct evidence *why);

struct side {
	const char *title; /* "hardirq side: takes struct foo.lock in an interrupt" */
	struct story story;
};

/* One row of the interleaving that hangs, as lockdep's "Possible unsafe locking scenario". */
struct schedule_row {
	unsigned cpu;	 /* column, 0-based */
	bool interrupt;	 /* starts an interrupt on that CPU: its later rows run in it */
	name_t function; /* that does it; the handler where an interrupt starts */
	const char *text;
};

struct other_site {
	const char *what; /* "with hardirqs on", "in softirq context" */
	name_t function, file;
	uint32_t line;
};

struct finding {
	enum rule rule;
	enum confidence conf;
	const char *conf_reason; /* why it is not high; NULL if high or not known */
	unsigned nclasses;
	name_t *classes;       /* a cycle's in its order, the lock held in side 0 first */
	name_t file, function; /* where to look first */
	uint32_t line, col;
	const char *message; /* one line, without location and rule id */
	const char *lockdep; /* what lockdep would print for it; NULL if it would say nothing */
	unsigned nsides;
	struct side *sides;
	unsigned nrows, ncpus;
	struct schedule_row *rows;
	const char *fix;  /* one line: the weakest form that is enough */
	unsigned nothers; /* further sites of the same fault */
	struct other_site *others;
};

struct findings {
	struct finding *at;
	unsigned n;
	struct arena arena;
};

#define LONGEST_CYCLE 8u

struct rules_options {
	bool enabled[RULE_N];
	enum confidence least; /* the weakest confidence that is wanted */
	/*
	 * Cycles over more classes than this are not looked for. 0: the default, 3 where all
	 * evidence is of high confidence, else 2. At most LONGEST_CYCLE.
	 */
	unsigned longest_cycle;
};

/*
 * Run the rules. One finding a lock class (or cycle) and fault, strongest
 * evidence first; sorted by file, line, rule. Free with findings_free().
 */
void rules_run(const struct lockgraph *g, const struct rules_options *opt, story_fn *story,
	       reason_fn *reason, void *front, struct findings *out);
void findings_free(struct findings *f);

/* All rules but wait-context. */
void rules_default(struct rules_options *opt);

#endif
