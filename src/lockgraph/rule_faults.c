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

/* Of a wait-context fault's classes the last is the one that is taken, with the first one held. */
static name_t taken_class(const struct rule_run *run, const struct lock_fault *fault)
{
	return lockgraph_class_name(run->g, fault->classes[fault->nclasses - 1]);
}

static const char *wait_context_message(struct rule_run *run, const struct lock_fault *fault)
{
	const char *taken = name_str(taken_class(run, fault));

	if (fault->nclasses == 1)
		return rules_printf(run,
				    "`%s` sleeps on PREEMPT_RT, and is taken here where no thread "
				    "runs, not even there",
				    taken);
	return rules_printf(run,
			    "`%s` sleeps on PREEMPT_RT, and is taken here with the raw spinlock "
			    "`%s` held",
			    taken, name_str(lockgraph_class_name(run->g, fault->classes[0])));
}

static const char *message(struct rule_run *run, const struct finding *f,
			   const struct lock_fault *fault, const char *what)
{
	const struct words *w = &words[f->rule];
	const char *general = w->without;

	if (*what && f->rule == RULE_SLEEP_IN_ATOMIC)
		return sleep_message(run, f, what);
	if (*what && f->rule == RULE_UNBALANCED)
		return f->nclasses ? rules_printf(run, "%s %s", list(run, f), what) : what;
	if (f->rule == RULE_WAIT_CONTEXT && (f->nclasses == 1 || f->nclasses == 2)) {
		general = wait_context_message(run, fault);
	} else if (f->nclasses) {
		const char *hole = strstr(w->with, "%s");

		general = rules_printf(run, "%.*s%s%s", (int)(hole - w->with), w->with,
				       list(run, f), hole + 2);
	}
	return *what ? rules_printf(run, "%s: %s", general, what) : general;
}

/* ---- where to look first ---- */

static size_t folder_len(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

static bool same_folder(name_t a, name_t b)
{
	const char *x = name_str(a), *y = name_str(b);
	size_t n = folder_len(x);

	return n == folder_len(y) && !strncmp(x, y, n);
}

/* The last step of the function in which the fault stands; NULL if the story has none of it. */
static const struct story_step *home_of(const struct story *s, name_t function)
{
	for (unsigned i = s->nsteps; i; i--) {
		if (s->steps[i - 1].function == function)
			return &s->steps[i - 1];
	}
	return NULL;
}

/*
 * The event may lie deep in the core, where all the world's faults meet; what
 * is to be changed does not. So the place is the deepest step that is still in
 * the folder of the function that made the context or holds the lock.
 */
static void place(struct finding *f, const struct story *s, const struct story_step *home)
{
	if (!home || !home->file)
		return;

	const struct story_step *at = story_place(s);

	while (at > home && (!at->file || !same_folder(at->file, home->file)))
		at--;
	/* "copy_from_user() may sleep" stands at the line of its call: the caller is meant */
	while (at > s->steps && at[-1].file == at->file && at[-1].line == at->line &&
	       at[-1].col == at->col)
		at--;
	f->file = at->file;
	f->line = at->line;
	f->col = at->col;
	f->function = at->function;
}

/* ---- telling ---- */

struct told {
	struct finding f;
	name_t taken;		/* wait-context: the lock that is waited for */
	struct other_site site; /* of the function in which the fault stands */
};

/* By name, so that the same locks are the same list. */
static void name_classes(struct rule_run *run, struct finding *f, const struct lock_fault *fault,
			 enum lock_kind *first)
{
	f->nclasses = fault->nclasses;
	f->classes = arena_array(run->a, name_t, fault->nclasses);
	for (unsigned i = 0; i < fault->nclasses; i++) {
		name_t name = lockgraph_class_name(run->g, fault->classes[i]);
		unsigned at = i;

		for (; at && name_cmp(name, f->classes[at - 1]) < 0; at--)
			f->classes[at] = f->classes[at - 1];
		f->classes[at] = name;
		if (!at)
			*first = lockgraph_class_kind(run->g, fault->classes[i]);
	}
}

static struct told tell(struct rule_run *run, const struct lock_fault *fault)
{
	const struct words *w = &words[fault->rule];
	struct finding *f = rules_finding(run, fault->rule, NULL, 0);
	enum lock_kind kind = LK_NONE;
	const char *what = name_str(fault->what);
	name_t taken = fault->rule == RULE_WAIT_CONTEXT && fault->nclasses ? taken_class(run, fault)
									   : 0;

	name_classes(run, f, fault, &kind);
	rules_sides(run, f, 1);

	const struct story *s = rules_side(run, f, w->title, &fault->why[0]);
	const struct story_step *home = home_of(s, fault->function);

	rules_rests_on(run, f, &fault->why[0]);
	rules_place(f, s, &fault->why[0]);
	place(f, s, home);
	f->message = message(run, f, fault, what);
	f->lockdep = w->lockdep;
	rules_others(run, f, fault->why + 1, fault->nwhy - 1, "the same");
	if (fault->rule == RULE_DOUBLE_LOCK && f->nclasses)
		interleave_double_lock(run, f);
	if (taken)
		f->fix = fix_fault(run, fault->rule, name_str(taken), kind,
				   fault->nclasses > 1 ? "outside the raw section"
						       : "where a thread runs");
	else
		f->fix = fix_fault(run, fault->rule, f->nclasses ? name_str(f->classes[0]) : NULL,
				   kind, what);
	return (struct told){
		.f = vec_pop(&run->found),
		.taken = taken,
		.site = { .what = "leads here too",
			  .function = fault->function,
			  .file = home ? home->file : 0,
			  .line = home ? home->line : 0 },
	};
}

/* ---- folding what meets at one place ---- */

/* Rule, place and classes: what makes two of them the same fault. Under which raw lock, or in what
 * interrupt, a lock is waited for makes no other fault of it: what is to be changed is the same. */
static int compare_fault(const struct told *a, const struct told *b)
{
	const struct finding *x = &a->f, *y = &b->f;
	int d = name_cmp(x->file, y->file);

	if (!d && x->line != y->line)
		d = x->line < y->line ? -1 : 1;
	if (!d && x->col != y->col)
		d = x->col < y->col ? -1 : 1;
	if (!d)
		d = (int)x->rule - (int)y->rule;
	if (!d && a->taken && b->taken)
		return name_cmp(a->taken, b->taken);
	if (!d)
		d = (x->nclasses > y->nclasses) - (x->nclasses < y->nclasses);
	for (unsigned i = 0; !d && i < x->nclasses; i++)
		d = name_cmp(x->classes[i], y->classes[i]);
	return d;
}

/* The best of one fault first. */
static int by_fault(const void *a, const void *b)
{
	const struct told *x = a, *y = b;
	unsigned nx = x->f.sides[0].story.nsteps, ny = y->f.sides[0].story.nsteps;
	int d = compare_fault(x, y);

	if (!d)
		d = (int)x->f.conf - (int)y->f.conf;
	if (!d)
		d = (nx > ny) - (nx < ny);
	if (!d)
		d = name_cmp(x->site.function, y->site.function);
	return d ? d : strcmp(x->f.message, y->f.message);
}

void rule_faults(struct rule_run *run)
{
	VEC(struct told) told = { 0 };

	for (unsigned i = 0; i < lockgraph_faults(run->g); i++) {
		struct lock_fault f = lockgraph_fault_at(run->g, i);

		if (f.nwhy && words[f.rule].title && run->opt->enabled[f.rule] &&
		    f.why[0].conf <= run->opt->least)
			*vec_push(&told) = tell(run, &f);
	}
	if (told.n)
		qsort(told.at, told.n, sizeof(*told.at), by_fault);
	for (unsigned i = 0; i < told.n; i++) {
		const struct told *t = &told.at[i];

		if (i && t->f.line && !compare_fault(&told.at[i - 1], t))
			rules_other(run, vec_last(&run->found), &t->site);
		else
			*vec_push(&run->found) = t->f;
	}
	vec_free(&told);
}
