// SPDX-License-Identifier: GPL-2.0-only
/* The naive model: see naive.h. */
#include "naive.h"

#include <string.h>

#include "base/alloc.h"

struct lock {
	struct acquisition a;
	unsigned context; /* 1: in softirq, 2: in hardirq, 3: both */
	bool hardirqs_off;
	unsigned copies; /* acquisitions that this entry stands for, if merged */
	unsigned pins;
};

struct list {
	unsigned n;
	struct lock at[MAX_HELD + 1];
};

struct task {
	unsigned id;
	struct list held;
	unsigned softirq;
	bool softirqs_on, threaded;
};

/* A chain: classes (or instances) and modes of the locks of one context, oldest first */
struct chain {
	unsigned n;
	unsigned id[MAX_HELD + 1];
};

struct naive {
	struct tracker_options opt;
	VEC(struct task) tasks;
	VEC(struct chain) chains;
	unsigned current[SCRIPT_CPUS]; /* index of the task */
	unsigned hardirq[SCRIPT_CPUS];
	bool hardirqs_on[SCRIPT_CPUS], nmi[SCRIPT_CPUS];
	unsigned cpu;
	struct naive_facts *out;
};

static struct task *task(struct naive *m)
{
	return &m->tasks.at[m->current[m->cpu]];
}

static unsigned find_task(struct naive *m, unsigned id)
{
	for (unsigned i = 0; i < m->tasks.n; i++)
		if (m->tasks.at[i].id == id)
			return i;
	*vec_push(&m->tasks) = (struct task){ .id = id, .softirqs_on = true };
	return m->tasks.n - 1;
}

struct naive *naive_new(const struct tracker_options *opt)
{
	struct naive *m = xcalloc(1, sizeof(*m));

	m->opt = *opt;
	for (unsigned c = 0; c < SCRIPT_CPUS; c++) {
		m->current[c] = find_task(m, 1000 + c);
		m->hardirqs_on[c] = true;
	}
	return m;
}

void naive_free(struct naive *m)
{
	vec_free(&m->tasks);
	vec_free(&m->chains);
	xfree(m);
}

static unsigned context(struct naive *m)
{
	return (task(m)->softirq ? 1 : 0) + (m->hardirq[m->cpu] ? 2 : 0);
}

/* ---- telling ---- */

static void tell_usage(struct naive *m, const struct lock *l, unsigned bits)
{
	if (!l->a.check || !bits)
		return;
	facts_usage(&m->out->all, &l->a, bits);
	facts_usage(&m->out->fresh, &l->a, bits);
}

static void tell_fault(struct naive *m, enum rule rule, const struct acquisition *a,
		       const struct acquisition *other)
{
	facts_fault(&m->out->all, rule, a, other);
	facts_fault(&m->out->fresh, rule, a, other);
}

/* ---- taking ---- */

/* "Used in an interrupt" by whoever waits there; "with interrupts on" by whoever holds it so. */
static void mark(struct naive *m, const struct lock *l)
{
	unsigned r = l->a.mode == LM_EXCLUSIVE ? 0 : 1, bits = 0;

	if (!l->a.trylock && m->hardirq[m->cpu])
		bits |= 1u << (USED_IN_HARDIRQ + r);
	if (!l->a.trylock && task(m)->softirq)
		bits |= 1u << (USED_IN_SOFTIRQ + r);
	if (!l->a.sync && !l->hardirqs_off)
		bits |= 1u << (ENABLED_HARDIRQ + r);
	if (!l->a.sync && !l->hardirqs_off && task(m)->softirqs_on)
		bits |= 1u << (ENABLED_SOFTIRQ + r);
	tell_usage(m, l, bits);
}

/* How long a lock may wait, and lets others wait; scripts have these kinds only. */
static enum wait_type inner(const struct acquisition *a)
{
	switch (a->kind) {
	case LK_RAW_SPIN:
		return WAIT_SPIN;
	case LK_MUTEX:
		return WAIT_SLEEP;
	default:
		return WAIT_CONFIG;
	}
}

static enum wait_type outer(const struct acquisition *a)
{
	return a->kind == LK_RCU ? WAIT_FREE : inner(a);
}

static void check_waits(struct naive *m, const struct lock *l)
{
	const struct list *held = &task(m)->held;
	const struct lock *culprit = NULL;
	enum wait_type most = WAIT_MAX;

	if (!m->opt.wait_types || l->a.trylock)
		return;
	if (m->hardirq[m->cpu])
		most = task(m)->threaded ? WAIT_CONFIG : WAIT_SPIN;
	else if (task(m)->softirq)
		most = WAIT_CONFIG;
	/* only those of the same context, without a gap */
	for (unsigned i = 0; i < held->n; i++) {
		bool gap = false;

		for (unsigned k = i; k < held->n; k++)
			gap |= held->at[k].context != l->context;
		if (!gap && inner(&held->at[i].a) < most) {
			most = inner(&held->at[i].a);
			culprit = &held->at[i];
		}
	}
	if (outer(&l->a) > most)
		tell_fault(m, RULE_WAIT_CONTEXT, &l->a, culprit ? &culprit->a : NULL);
}

static bool chain_is_new(struct naive *m, const struct lock *l)
{
	const struct list *held = &task(m)->held;
	struct chain c = { 0 };
	unsigned first = held->n;

	while (first && held->at[first - 1].context == l->context)
		first--;
	for (unsigned i = first; i <= held->n; i++) {
		const struct lock *x = i < held->n ? &held->at[i] : l;

		c.id[c.n] = x->a.class << 8 | x->a.mode << 4 | x->context;
		if (m->opt.by_instance)
			c.id[c.n] |= (unsigned)x->a.lock << 16;
		c.n++;
	}
	for (unsigned i = 0; i < m->chains.n; i++)
		if (m->chains.at[i].n == c.n && !memcmp(m->chains.at[i].id, c.id, sizeof(c.id)))
			return false;
	*vec_push(&m->chains) = c;
	return true;
}

/* Where the nest_lock stands on the stack, beyond its end if nowhere */
static unsigned nest_at(const struct list *held, const struct acquisition *a)
{
	unsigned i = 0;

	while (i < held->n && held->at[i].a.lock != a->nest)
		i++;
	return i;
}

/* Is the lock of a class that is held, so that there is no new dependency? Tells if it hangs. */
static bool recurs(struct naive *m, const struct lock *l)
{
	const struct list *held = &task(m)->held;

	for (unsigned i = 0; i < held->n; i++) {
		const struct acquisition *old = &held->at[i].a;

		if (old->class != l->a.class || (!m->opt.exact_classes && old->lock != l->a.lock) ||
		    (l->a.mode == LM_SHARED_RECURSIVE && old->mode != LM_EXCLUSIVE))
			continue;
		if (!l->a.nest || nest_at(held, &l->a) > i)
			tell_fault(m, RULE_DOUBLE_LOCK, &l->a, old);
		return true;
	}
	return false;
}

/* Directly after the nearest held lock of the context that waits, and the trylocks above that. */
static void check_order(struct naive *m, const struct lock *l)
{
	const struct list *held = &task(m)->held;

	if (l->a.trylock || !l->a.check || recurs(m, l))
		return;

	bool fresh = chain_is_new(m, l);

	for (unsigned i = held->n; i && held->at[i - 1].context == l->context; i--) {
		const struct lock *below = &held->at[i - 1];

		if (below->a.check) {
			facts_depends(&m->out->all, &below->a, &l->a);
			if (fresh)
				facts_depends(&m->out->fresh, &below->a, &l->a);
		}
		if (below->a.check && !below->a.trylock)
			break;
	}
}

static void take(struct naive *m, const struct lock *again)
{
	struct list *held = &task(m)->held;
	struct lock l = *again;
	struct lock *top = held->n ? &held->at[held->n - 1] : NULL;

	if (held->n == MAX_HELD)
		return;
	if (top && l.a.nest && !l.a.sync && top->a.class == l.a.class) {
		top->copies = (top->copies ? top->copies : 1) + (l.copies ? l.copies : 1);
		return;
	}
	l.context = context(m);
	check_waits(m, &l);
	mark(m, &l);
	if (l.a.nest && nest_at(held, &l.a) == held->n)
		tell_fault(m, RULE_UNBALANCED, &l.a, NULL);
	check_order(m, &l);
	if (!l.a.sync)
		held->at[held->n++] = l;
}

/* All from @first on are taken again, but for @leaving, which may be none of them. */
static void take_again(struct naive *m, unsigned first, unsigned leaving)
{
	struct list before = task(m)->held;

	task(m)->held.n = first;
	for (unsigned i = first; i < before.n; i++)
		if (i != leaving)
			take(m, &before.at[i]);
}

/* ---- letting go ---- */

/* In one interrupt context with the top of the stack; beyond its end if nowhere, with a fault. */
static unsigned find(struct naive *m, const struct op *op, bool by_class)
{
	const struct list *held = &task(m)->held;

	for (unsigned i = held->n; i--;) {
		const struct lock *l = &held->at[i];

		if (l->context != held->at[held->n - 1].context)
			break;
		if (l->a.lock == op->a.lock || (by_class && l->copies && l->a.class == op->a.class))
			return i;
	}

	struct acquisition unknown = { .lock = op->a.lock, .class = by_class ? op->a.class : 0 };

	tell_fault(m, RULE_UNBALANCED, &unknown, NULL);
	return held->n;
}

static void release(struct naive *m, const struct op *op)
{
	struct list *held = &task(m)->held;
	unsigned i = find(m, op, true);

	if (i == held->n)
		return;
	if (held->at[i].pins)
		tell_fault(m, RULE_UNBALANCED, &held->at[i].a, NULL);
	if (held->at[i].copies && --held->at[i].copies)
		return;
	take_again(m, i, i);
}

static void change(struct naive *m, const struct op *op)
{
	struct list *held = &task(m)->held;
	unsigned i = find(m, op, false);

	if (i == held->n)
		return;
	if (op->kind == OP_SET_CLASS) {
		held->at[i].a.class = op->number;
	} else {
		if (held->at[i].a.mode != LM_EXCLUSIVE)
			tell_fault(m, RULE_UNBALANCED, &held->at[i].a, NULL);
		held->at[i].a.mode = LM_SHARED;
	}
	take_again(m, i, MAX_HELD);
}

static void pin(struct naive *m, const struct op *op)
{
	struct list *held = &task(m)->held;

	for (unsigned i = 0; i < held->n; i++) {
		if (held->at[i].a.lock != op->a.lock)
			continue;
		if (op->kind == OP_PIN)
			held->at[i].pins++;
		else if (held->at[i].pins)
			held->at[i].pins--;
		return;
	}
}

/* ---- the rest ---- */

static void switched_on(struct naive *m, bool hard, bool soft)
{
	const struct list *held = &task(m)->held;

	for (unsigned i = 0; i < held->n; i++) {
		unsigned r = held->at[i].a.mode == LM_EXCLUSIVE ? 0 : 1;

		tell_usage(m, &held->at[i],
			   (hard ? 1u << (ENABLED_HARDIRQ + r) : 0) |
				   (soft ? 1u << (ENABLED_SOFTIRQ + r) : 0));
	}
}

static void irqs(struct naive *m, const struct op *op)
{
	bool *on = &m->hardirqs_on[m->cpu], before = *on;

	if (op->kind == OP_HARDIRQS) {
		*on = op->on;
		if (*on && !before && !m->nmi[m->cpu])
			switched_on(m, true, task(m)->softirqs_on);
		return;
	}
	before = task(m)->softirqs_on;
	task(m)->softirqs_on = op->on;
	if (op->on && !before && *on)
		switched_on(m, false, true);
}

/* A record: what it says has gone on since the one before, unless it is the first of an interrupt. */
static void record(struct naive *m, unsigned bits)
{
	struct task *now = task(m);
	bool *hardirqs_on = &m->hardirqs_on[m->cpu];
	bool begins = (bits & IN_HARDIRQ && !m->hardirq[m->cpu]) ||
		      (bits & IN_SOFTIRQ && !now->softirq);
	bool hard = bits & HARDIRQS_ON && !*hardirqs_on;
	/* softirqs come only where hardirqs do, too */
	bool soft = bits & HARDIRQS_ON && bits & SOFTIRQS_ON && !(*hardirqs_on && now->softirqs_on);

	if (bits & IN_HARDIRQ && !m->hardirq[m->cpu])
		now->threaded = false;
	m->hardirq[m->cpu] = bits & IN_HARDIRQ ? 1 : 0;
	m->nmi[m->cpu] = bits & IN_NMI;
	now->softirq = bits & IN_SOFTIRQ ? 1 : 0;
	*hardirqs_on = bits & HARDIRQS_ON;
	now->softirqs_on = bits & SOFTIRQS_ON;
	if (!begins && (hard || soft) && !m->nmi[m->cpu])
		switched_on(m, hard, soft);
}

static void enter_or_leave(unsigned *depth, bool enter)
{
	if (enter)
		++*depth;
	else if (*depth)
		--*depth;
}

static void lost(struct naive *m)
{
	for (unsigned i = 0; i < m->tasks.n; i++) {
		bool elsewhere = false;

		for (unsigned c = 0; c < SCRIPT_CPUS; c++)
			elsewhere |= c != m->cpu && m->current[c] == i;
		if (!elsewhere)
			m->tasks.at[i] =
				(struct task){ .id = m->tasks.at[i].id, .softirqs_on = true };
	}
	m->hardirq[m->cpu] = 0;
	m->nmi[m->cpu] = false;
}

void naive_do(struct naive *m, unsigned *cpu, const struct op *op, struct naive_facts *out)
{
	const struct list *held;
	struct lock fresh = { .a = op->a };

	m->cpu = *cpu;
	m->out = out;
	held = &task(m)->held;
	fresh.hardirqs_off = !m->hardirqs_on[*cpu];
	switch (op->kind) {
	case OP_TAKE:
		if (!m->nmi[*cpu])
			take(m, &fresh);
		break;
	case OP_RELEASE:
		if (!m->nmi[*cpu])
			release(m, op);
		break;
	case OP_DOWNGRADE:
	case OP_SET_CLASS:
		change(m, op);
		break;
	case OP_PIN:
	case OP_UNPIN:
		pin(m, op);
		break;
	case OP_FREE:
	case OP_USER:
		for (unsigned i = 0; i < held->n; i++)
			if (op->kind == OP_USER || held->at[i].a.lock == op->a.lock)
				tell_fault(m, RULE_UNBALANCED, &held->at[i].a, NULL);
		break;
	case OP_HARDIRQS:
	case OP_SOFTIRQS:
		irqs(m, op);
		break;
	case OP_HARDIRQ:
		/* The outermost handler begins as one that is not threaded. */
		if (op->on && !m->hardirq[*cpu])
			task(m)->threaded = false;
		enter_or_leave(&m->hardirq[*cpu], op->on);
		break;
	case OP_SOFTIRQ:
		enter_or_leave(&task(m)->softirq, op->on);
		break;
	case OP_NMI:
		m->nmi[*cpu] = op->on;
		break;
	case OP_CONTEXT:
		record(m, op->number);
		break;
	case OP_THREADED:
		task(m)->threaded = true;
		break;
	case OP_CPU:
		*cpu = op->number % SCRIPT_CPUS;
		break;
	case OP_TASK:
		m->current[*cpu] = find_task(m, op->number);
		break;
	case OP_LOST:
		lost(m);
		break;
	}
}
