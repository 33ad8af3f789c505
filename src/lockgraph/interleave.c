// SPDX-License-Identifier: GPL-2.0-only
/*
 * The schedule that hangs, in rows as lockdep's "Possible unsafe locking
 * scenario": which CPU does what, in time order, until nobody can go on.
 * Unlike lockdep each row names the function, and each link of a chain gets
 * its own CPU.
 */
#include "lockgraph/rules.h"

#define FOR_EVER "  *** waits for ever"

struct rows {
	struct rule_run *run;
	VEC(struct schedule_row) row;
};

static void add(struct rows *r, unsigned cpu, name_t function, const char *text)
{
	*vec_push(&r->row) =
		(struct schedule_row){ .cpu = cpu, .function = function, .text = text };
}

static name_t last_function(const struct story *s)
{
	const struct story_step *at = story_place(s);

	return at ? at->function : 0;
}

static void add_interrupt(struct rows *r, unsigned cpu, enum irq_state s, const struct story *how)
{
	*vec_push(&r->row) = (struct schedule_row){
		.cpu = cpu,
		.interrupt = true,
		.function = how->nsteps ? how->steps[0].function : 0,
		.text = s == IRQ_HARD ? "<hardirq>" : "<softirq>",
	};
}

static void finish(struct rows *r, struct finding *f, unsigned ncpus)
{
	f->ncpus = ncpus;
	f->nrows = r->row.n;
	f->rows = arena_memdup(r->run->a, r->row.at, r->row.n * sizeof(*r->row.at));
	vec_free(&r->row);
}

static void lock(struct rows *r, unsigned cpu, const struct story *s, name_t class, const char *end)
{
	add(r, cpu, last_function(s), rules_printf(r->run, "lock(%s)%s", name_str(class), end));
}

static const char *waits_for(struct rule_run *run, unsigned cpu)
{
	return rules_printf(run, "  *** waits for CPU%u", cpu);
}

void interleave_irq_unsafe(struct rule_run *run, struct finding *f, enum irq_state state)
{
	struct rows r = { .run = run };

	lock(&r, 0, &f->sides[1].story, f->classes[0], "");
	add_interrupt(&r, 0, state, &f->sides[0].story);
	lock(&r, 0, &f->sides[0].story, f->classes[0], FOR_EVER);
	finish(&r, f, 1);
}

void interleave_irq_inversion(struct rule_run *run, struct finding *f, enum irq_state state)
{
	struct rows r = { .run = run };
	unsigned edges = f->nsides - 2;

	lock(&r, 0, &f->sides[edges + 1].story, f->classes[edges], "");
	for (unsigned i = 1; i <= edges; i++)
		lock(&r, i, &f->sides[i].story, f->classes[i - 1], "");
	for (unsigned i = 1; i <= edges; i++)
		lock(&r, i, &f->sides[i].story, f->classes[i],
		     waits_for(run, i < edges ? i + 1 : 0));
	add_interrupt(&r, 0, state, &f->sides[0].story);
	lock(&r, 0, &f->sides[0].story, f->classes[0], waits_for(run, 1));
	finish(&r, f, edges + 1);
}

/* Holding a pseudo-lock is running the code that it stands for; wanting it is waiting for that. */
static void hold(struct rows *r, unsigned cpu, const struct story *s, name_t class,
		 enum lock_kind kind)
{
	const char *what = rules_object(r->run, class, kind);

	if (lock_kind_is_pseudo(kind))
		add(r, cpu, s->nsteps ? s->steps[0].function : 0,
		    rules_printf(r->run, "%s runs", what));
	else
		lock(r, cpu, s, class, "");
}

static void want(struct rows *r, unsigned cpu, const struct story *s, name_t class,
		 enum lock_kind kind, unsigned holder)
{
	const char *end = waits_for(r->run, holder);
	const char *what = rules_object(r->run, class, kind);

	if (lock_kind_is_pseudo(kind))
		add(r, cpu, last_function(s), rules_printf(r->run, "wait(%s)%s", what, end));
	else
		lock(r, cpu, s, class, end);
}

void interleave_cycle(struct rule_run *run, struct finding *f, const enum lock_kind *kinds)
{
	struct rows r = { .run = run };
	unsigned n = f->nsides;

	for (unsigned i = 0; i < n; i++)
		hold(&r, i, &f->sides[i].story, f->classes[i], kinds[i]);
	for (unsigned i = 0; i < n; i++)
		want(&r, i, &f->sides[i].story, f->classes[(i + 1) % n], kinds[(i + 1) % n],
		     (i + 1) % n);
	finish(&r, f, n);
}

void interleave_double_lock(struct rule_run *run, struct finding *f)
{
	struct rows r = { .run = run };
	const struct story *s = &f->sides[0].story;

	add(&r, 0, s->nsteps ? s->steps[0].function : 0,
	    rules_printf(run, "lock(%s)", name_str(f->classes[0])));
	lock(&r, 0, s, f->classes[0], FOR_EVER);
	finish(&r, f, 1);
}
