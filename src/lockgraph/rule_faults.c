// SPDX-License-Identifier: GPL-2.0-only
/*
 * The direct faults: what one path shows by itself. The front end found them;
 * here they get their words.
 */
#include "lockgraph/rules.h"

#include <string.h>

struct words {
	const char *with;    /* the message if classes are named: %s is their list */
	const char *without; /* and if none is */
	const char *title;   /* of the only side */
	const char *lockdep;
};

static const struct words words[RULE_N] = {
	[RULE_DOUBLE_LOCK] = { .with = "%s is taken with the same lock held already",
			       .without = "a lock is taken with the same lock held already",
			       .title = "the path that takes it twice",
			       .lockdep = "possible recursive locking detected" },
	[RULE_SLEEP_IN_ATOMIC] = { .with = "may sleep with %s held",
				   .without = "may sleep in atomic context",
				   .title = "the path that may sleep",
				   .lockdep =
					   "BUG: sleeping function called from invalid context" },
	[RULE_WAIT_CONTEXT] = { .with = "%s sleeps on PREEMPT_RT, and is taken where nothing may",
				.without =
					"a lock that sleeps on PREEMPT_RT is taken where nothing may",
				.title = "the path that takes it",
				.lockdep = "BUG: Invalid wait context" },
	[RULE_IRQ_ENABLED_EARLY] = { .with = "irqs are switched on here with the release of %s, though "
					     "they were off on entry",
				     .without = "irqs are switched on here though they were off on "
						"entry",
				     .title = "the path that was entered with irqs off" },
	[RULE_FLAGS_REUSE] = { .with = "the irq state saved with %s is lost",
			       .without = "the saved irq state is lost",
			       .title = "the path that saves twice" },
	[RULE_UNBALANCED] = { .with = "%s is not released as it was taken",
			      .without =
				      "irqs, bottom halves or preemption are not left as they were "
				      "found",
			      .title = "the path that leaves so",
			      .lockdep = "bad unlock balance detected" },
};

static const char *list(struct rule_run *run, const struct finding *f)
{
	const char *s = rules_printf(run, "`%s`", name_str(f->classes[0]));

	for (unsigned i = 1; i < f->nclasses; i++)
		s = rules_printf(run, "%s%s`%s`", s, i + 1 < f->nclasses ? ", " : " and ",
				 name_str(f->classes[i]));
	return s;
}

static const char *sleep_message(struct rule_run *run, const struct finding *f, const char *what)
{
	const char *call = strchr(what, '(') ? "" : "()";
	enum lock_ctx ctx = f->sides[0].story.ctx;

	if (f->nclasses)
		return rules_printf(run, "%s%s may sleep here with %s held", what, call,
				    list(run, f));
	if (ctx == LC_SOFTIRQ || ctx == LC_HARDIRQ || ctx == LC_NMI)
		return rules_printf(run, "%s%s may sleep here in %s context", what, call,
				    lock_ctx_name(ctx));
	return rules_printf(run, "%s%s may sleep here in atomic context", what, call);
}

static const char *message(struct rule_run *run, const struct finding *f, const char *what)
{
	const struct words *w = &words[f->rule];
	const char *general = w->without;

	if (*what && f->rule == RULE_SLEEP_IN_ATOMIC)
		return sleep_message(run, f, what);
	if (*what && f->rule == RULE_UNBALANCED)
		return f->nclasses ? rules_printf(run, "%s %s", list(run, f), what) : what;
	if (f->nclasses) {
		const char *hole = strstr(w->with, "%s");

		general = rules_printf(run, "%.*s%s%s", (int)(hole - w->with), w->with,
				       list(run, f), hole + 2);
	}
	return *what ? rules_printf(run, "%s: %s", general, what) : general;
}

static void tell(struct rule_run *run, const struct lock_fault *fault)
{
	const struct words *w = &words[fault->rule];

	if (!w->title)
		return; /* not a direct fault's rule */

	struct finding *f = rules_finding(run, fault->rule, NULL, 0);
	enum lock_kind kind = LK_NONE;
	const char *what = name_str(fault->what);

	f->nclasses = fault->nclasses;
	f->classes = arena_array(run->a, name_t, fault->nclasses);
	for (unsigned i = 0; i < fault->nclasses; i++)
		f->classes[i] = lockgraph_class_name(run->g, fault->classes[i]);
	if (f->nclasses)
		kind = lockgraph_class_kind(run->g, fault->classes[0]);

	rules_sides(run, f, 1);

	const struct story *s = rules_side(run, f, w->title, &fault->why[0]);

	rules_rests_on(run, f, &fault->why[0]);
	rules_place(f, s, &fault->why[0]);
	if (fault->function)
		f->function = fault->function;

	f->message = message(run, f, what);
	f->lockdep = w->lockdep;
	rules_others(run, f, fault->why + 1, fault->nwhy - 1, "the same");
	if (fault->rule == RULE_DOUBLE_LOCK && f->nclasses)
		interleave_double_lock(run, f);
	f->fix = fix_fault(run, fault->rule, f->nclasses ? name_str(f->classes[0]) : NULL, kind,
			   what);
}

void rule_faults(struct rule_run *run)
{
	for (unsigned i = 0; i < lockgraph_faults(run->g); i++) {
		struct lock_fault f = lockgraph_fault_at(run->g, i);

		if (f.nwhy && run->opt->enabled[f.rule] && f.why[0].conf <= run->opt->least)
			tell(run, &f);
	}
}
