// SPDX-License-Identifier: GPL-2.0-only
/*
 * What would be enough, in one line.
 *
 * For interrupts the weakest form: _bh where only softirqs take the lock, _irq
 * where a process context surely has irqs on, _irqsave otherwise, and then with
 * a flags variable of its own, since one that is live already would be lost.
 * A fix that is too strong costs the reader's trust as a wrong one does.
 */
#include "lockgraph/rules.h"

#include <string.h>

/* How a lock operation is spelled: <base>, then _bh, _irq or _irqsave. */
static const struct spelling {
	const char *exclusive, *shared; /* shared: NULL if the kind has no readers */
	bool has_bh, has_irq;
} spellings[LK_N] = {
	[LK_SPIN] = { "spin_lock", NULL, true, true },
	[LK_RAW_SPIN] = { "raw_spin_lock", NULL, true, true },
	[LK_RW] = { "write_lock", "read_lock", true, true },
	[LK_SEQ] = { "write_seqlock", "read_seqlock_excl", true, true },
	[LK_LOCAL] = { "local_lock", NULL, false, true },
};

/* Is @function among those that take @n in that kind of interrupt? */
static bool runs_in(const struct rule_run *run, node_t n, enum irq_state state,
		    const char *function)
{
	for (unsigned read = 0; read < 2; read++) {
		const struct evidence *sites;
		unsigned nsites = lockgraph_usage_sites(run->g, run->r.class_of[n],
							usage_bit(state, false, read), &sites);

		for (unsigned i = 0; i < nsites; i++) {
			if (!strcmp(name_str(sites[i].function), function))
				return true;
		}
	}
	return false;
}

/*
 * _irq and _bh switch on again at the end, whatever was before: where the same
 * function runs in a handler too, only _irqsave leaves that as it was. (_bh in a
 * softirq is fine: it nests.)
 */
static const char *form_of(const struct rule_run *run, node_t n, enum irq_state state,
			   const struct story *s)
{
	bool in_hardirq = runs_in(run, n, IRQ_HARD, story_function(s));

	if (state == IRQ_SOFT)
		return in_hardirq ? "_irqsave" : "_bh";
	if (s->ctx == LC_PROCESS && s->irqs_on == 1 && !in_hardirq &&
	    !runs_in(run, n, IRQ_SOFT, story_function(s)))
		return "_irq";
	return "_irqsave";
}

/* For bit spinlocks, sequence counters and what else has no such forms. */
static const char *switch_of(const char *form)
{
	if (!strcmp(form, "_bh"))
		return "local_bh_disable()";
	return !strcmp(form, "_irq") ? "local_irq_disable()" : "local_irq_save()";
}

const char *fix_irq(struct rule_run *run, node_t n, bool read, enum irq_state state,
		    const struct story *s, bool others)
{
	const struct spelling *sp = &spellings[rules_kind(run, n)];
	const char *name = name_str(rules_name(run, n));
	const char *base = read && sp->shared ? sp->shared : sp->exclusive;
	const char *form = form_of(run, n, state, s);
	bool spelled = base && (strcmp(form, "_bh") ? sp->has_irq : sp->has_bh);
	const char *what;

	if (spelled)
		what = rules_printf(run, "take `%s` with %s%s() in %s", name, base, form,
				    rules_doer(run, s));
	else
		what = rules_printf(run, "hold `%s` between %s and its counterpart in %s", name,
				    switch_of(form), rules_doer(run, s));
	return rules_printf(run, "%s%s%s", what,
			    strcmp(form, "_irqsave") ? "" : ", with a flags variable of its own",
			    others ? "; look at the other sites too" : "");
}

const char *fix_cycle(struct rule_run *run, const struct finding *f)
{
	const char *first = name_str(f->classes[0]), *second = name_str(f->classes[1]);
	const struct story *here = &f->sides[0].story, *there = &f->sides[1].story;

	if (f->nsides > 2)
		return rules_printf(run,
				    "keep one order: release `%s` before `%s` is taken in %s, or "
				    "take `%s` first there",
				    first, second, rules_doer(run, here), second);
	if (!strcmp(rules_doer(run, here), rules_doer(run, there)))
		return rules_printf(run,
				    "choose one order of `%s` and `%s` in %s, or release the "
				    "first before taking the second",
				    first, second, rules_doer(run, here));
	return rules_printf(run, "take `%s` before `%s` in %s as %s does, or release `%s` first",
			    second, first, rules_doer(run, here), rules_doer(run, there), first);
}

/* The form that only asks and does not wait, where there is one. */
static const char *without_wait(enum lock_kind k)
{
	switch (k) {
	case LK_TIMER:
		return "timer_delete()";
	case LK_HRTIMER:
		return "hrtimer_try_to_cancel()";
	case LK_WORK:
		return "cancel_work() or cancel_delayed_work()";
	case LK_IRQ:
		return "disable_irq_nosync()";
	case LK_TASKLET:
		return "tasklet_disable_nosync()";
	default:
		return NULL;
	}
}

const char *fix_wait(struct rule_run *run, const struct finding *f, const enum lock_kind *kinds)
{
	const char *instead = without_wait(kinds[1]);

	return rules_printf(run, "release `%s` before waiting in %s%s%s", name_str(f->classes[0]),
			    rules_doer(run, &f->sides[0].story),
			    instead ? ", or do not wait there: " : "", instead ? instead : "");
}

const char *fix_fault(struct rule_run *run, enum rule rule, const char *class, enum lock_kind kind,
		      const char *what)
{
	const char *lock = class ? rules_printf(run, "`%s`", class) : NULL;

	switch (rule) {
	case RULE_DOUBLE_LOCK:
		return rules_printf(run,
				    "call the form that expects %s to be held, or release it first",
				    lock ? lock : "the lock");
	case RULE_SLEEP_IN_ATOMIC:
		if (strstr(what, "GFP_"))
			return lock ? rules_printf(
					      run,
					      "allocate before %s is taken, or with GFP_ATOMIC",
					      lock)
				    : "allocate with GFP_ATOMIC, or where sleeping is allowed";
		if (lock && kind == LK_RCU)
			return "do it after the read-side section, on an object held by a reference";
		return lock ? rules_printf(run, "do it before %s is taken or after it is released",
					   lock)
			    : "do it in process context with irqs and preemption on: a work, a threaded irq";
	case RULE_WAIT_CONTEXT:
		return lock ? rules_printf(
				      run,
				      "take %s %s, or make it a raw spinlock if it is held for "
				      "a few instructions only",
				      lock, what)
			    : NULL;
	case RULE_IRQ_ENABLED_EARLY:
		return "use the plain or the _irqsave/_irqrestore form here: the caller wants irqs off";
	case RULE_FLAGS_REUSE:
		return "give the inner section a flags variable of its own, or use the plain form there";
	case RULE_UNBALANCED:
		return lock ? rules_printf(run, "release %s on this path as on the others", lock)
			    : "undo it on this path as on the others";
	default:
		return NULL;
	}
}
