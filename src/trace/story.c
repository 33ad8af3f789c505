// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stories from sightings: who ran, in what state, and the stack that a recording
 * shows, from the kernel's way in to the function that takes the lock. Frames of
 * the lock's own implementation are left out, and so is what an interrupt
 * interrupted.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "trace/private.h"

/* One frame of a stack, as source sees it. */
struct place {
	name_t function, file;
	uint32_t line;
};

struct places {
	VEC(struct place) at; /* innermost first */
	name_t call;	      /* the outermost of the lock's own frames that were left out */
};

static void add_place(struct trace *t, struct places *p, const struct place *place, bool *done)
{
	enum frame_role role = names_frame(t->facts.names, place->function);

	/* Who calls back takes the map of what it calls itself; nothing further out matters. */
	if (role == FRAME_CALLER && !p->at.n && !*done)
		*vec_push(&p->at) = *place;
	if (role == FRAME_ENTRY || role == FRAME_CALLER)
		*done = true;
	else if (role == FRAME_INSIDE && !p->at.n)
		p->call = place->function;
	else if (!*done)
		*vec_push(&p->at) = *place;
}

/*
 * An address that is not in the function of that name is of another boot, in which the kernel lay
 * elsewhere: then the name counts. Where it is, it tells functions of one name apart.
 */
static unsigned resolve(struct symbols *s, const struct event_frame *f, struct frame *out)
{
	unsigned n = 0;

	if (f->address) {
		n = symbols_resolve_return(s, f->address, out, FRAMES_MAX);
		if (n && (!f->function || out[n - 1].symbol == f->function))
			return n;
		n = 0;
	}
	if (f->function)
		n = symbols_resolve_name(s, f->function, 0, f->offset ? f->offset : NO_OFFSET, 0,
					 out, FRAMES_MAX);
	return n;
}

static void add_frame(struct trace *t, struct places *p, const struct event_frame *f, bool *done)
{
	struct frame frames[FRAMES_MAX];
	struct place place = { .function = f->function };
	unsigned n = t->symbols ? resolve(t->symbols, f, frames) : 0;

	for (unsigned i = 0; i < n && !*done; i++) {
		place = (struct place){ frames[i].function, frames[i].file, frames[i].line };
		add_place(t, p, &place, done);
	}
	if (!n && place.function)
		add_place(t, p, &place, done);
}

static void unfold_stack(struct trace *t, uint32_t stack, struct places *out)
{
	const struct event_frame *frames = NULL;
	unsigned n = stacks_at(&t->facts.stacks, stack, &frames);
	bool done = false;

	for (unsigned i = 0; i < n && !done; i++)
		add_frame(t, out, &frames[i], &done);
}

static void unfold(struct trace *t, uint32_t where, struct places *out)
{
	unfold_stack(t, t->facts.sightings.kept.at[where].stack, out);
}

name_t stack_taker(struct trace *t, uint32_t stack)
{
	struct places p = { 0 };
	name_t taker;

	unfold_stack(t, stack, &p);
	taker = p.at.n ? p.at.at[0].function : 0;
	vec_free(&p.at);
	return taker;
}

name_t sighting_taker(struct trace *t, uint32_t where)
{
	return stack_taker(t, t->facts.sightings.kept.at[where].stack);
}

name_t sighting_call(struct trace *t, uint32_t where)
{
	struct places p = { 0 };

	unfold(t, where, &p);
	vec_free(&p.at);
	return p.call;
}

static char *text(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static char *text(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *s, *copy;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		s = xstrdup("");
	va_end(ap);
	copy = arena_strndup(a, s, strlen(s));
	xfree(s);
	return copy;
}

/* ---- steps ---- */

typedef VEC(struct story_step) steps_t;

/* "at 6.575417 on CPU 0" */
static const char *when(struct arena *a, const struct sighting *s)
{
	return text(a, "at %llu.%06llu on CPU %u", (unsigned long long)(s->time / 1000000000),
		    (unsigned long long)(s->time / 1000 % 1000000), s->cpu);
}

/* How many of the outermost functions of @p the same task had come through at @before, all but the last. */
static unsigned common(struct trace *t, const struct places *p, uint32_t before)
{
	struct places q = { 0 };
	unsigned n = 0;

	if (!before)
		return 0;
	unfold(t, before, &q);
	while (n + 1 < p->at.n && n + 1 < q.at.n &&
	       p->at.at[p->at.n - 1 - n].function == q.at.at[q.at.n - 1 - n].function)
		n++;
	vec_free(&q.at);
	return n;
}

/*
 * The stack's steps, the last of which does @what; without the way that has been
 * told with the sighting @before.
 */
static void add_steps(struct trace *t, struct arena *a, steps_t *steps, uint32_t where,
		      uint32_t before, const char *what)
{
	const struct sighting *s = &t->facts.sightings.kept.at[where];
	const struct recording *rec = &t->recordings.at[s->file];
	struct places p = { 0 };
	struct story_step *last;

	unfold(t, where, &p);
	for (unsigned i = p.at.n - common(t, &p, before); i-- > 0;) {
		struct story_step *step = vec_push(steps);

		step->function = p.at.at[i].function;
		step->file = p.at.at[i].file;
		step->line = p.at.at[i].line;
		if (i)
			step->what = text(a, "calls %s", name_str(p.at.at[i - 1].function));
	}
	last = p.at.n ? vec_last(steps) : vec_push(steps);
	last->what = text(a, "%s %s", what, when(a, s));
	if (!last->file) {
		/* No source: the record itself is the place. */
		last->file = name_of(rec->path);
		last->line = rec->lines ? (uint32_t)s->position : 0;
	}
	vec_free(&p.at);
}

static const char *root_of(struct arena *a, const struct sighting *s)
{
	const char *comm = s->comm ? name_str(s->comm) : "?";

	switch ((enum runner)s->runner) {
	case RUNNER_IRQ:
		return text(a, "handler of irq %d (%s), over task %s/%d", s->nr,
			    s->runner_name ? name_str(s->runner_name) : "?", comm, s->pid);
	case RUNNER_VECTOR:
		return text(a, "interrupt vector %s, over task %s/%d",
			    s->runner_name ? name_str(s->runner_name) : "?", comm, s->pid);
	case RUNNER_SOFTIRQ:
		return text(a, "softirq %s, over task %s/%d",
			    s->runner_name ? name_str(s->runner_name) : "?", comm, s->pid);
	case RUNNER_UNKNOWN:
		return text(a, "an interrupt, over task %s/%d", comm, s->pid);
	default:
		return text(a, "task %s/%d", comm, s->pid);
	}
}

void trace_story(void *trace, const struct evidence *why, struct arena *a, struct story *out)
{
	struct trace *t = trace;

	if (why->ref & LOCKDEP_REF) {
		lockdep_dump_story(&t->lockdep, why, a, out);
		return;
	}

	struct proof *p = &t->proofs.at[why->ref];
	const struct sightings *seen = &t->facts.sightings;
	const struct sighting *s = &seen->kept.at[p->where], *state = s;
	const char *class = name_str(t->facts.classes.at[p->class].name);
	steps_t steps = { 0 };

	p->confirmed |= t->marking;
	if (p->held && p->before)
		add_steps(t, a, &steps, p->before, 0,
			  text(a, "takes `%s`", name_str(t->facts.classes.at[p->held].name)));
	if (p->kind == PROOF_FAULT && p->what) {
		/* The fault's first lock is taken first. */
		vec_clear(&steps);
		add_steps(t, a, &steps, p->where, 0, text(a, "takes `%s`", class));
		if (p->before)
			add_steps(t, a, &steps, p->before, p->where,
				  text(a, "takes `%s`",
				       name_str(t->facts.classes.at[p->held].name)));
	} else {
		add_steps(t, a, &steps, p->where, p->held ? p->before : 0,
			  text(a, "takes `%s`", class));
	}
	if (p->on) {
		add_steps(t, a, &steps, p->on, p->where,
			  p->kind == PROOF_SLEPT
				  ? text(a, "goes to sleep with `%s` held", class)
				  : text(a, "has interrupts on with `%s` held", class));
		state = &seen->kept.at[p->on];
	}
	out->ctx = s->ctx;
	out->irqs_on = state->irqs_on;
	out->bh_on = state->bh_on;
	out->root = root_of(a, s);
	out->why_irqs = state->irqs_on < 0 ? NULL : "the record's flags";
	out->nsteps = steps.n;
	out->steps = steps.n ? arena_memdup(a, steps.at, steps.n * sizeof(*steps.at)) : NULL;
	if (t->recordings.n > 1) {
		name_t source = name_of(t->recordings.at[p->file].path);

		out->nsources = 1;
		out->sources = arena_memdup(a, &source, sizeof(source));
	}
	*vec_push(&t->told) = (struct told_story){ out->steps, (uint32_t)why->ref };
	vec_free(&steps);
}

const char *reason_text(enum trace_reason reason)
{
	static const char *const reasons[REASON_N] = {
		[REASON_BY_NAME] = "a recording tells a class by its name, which several may share",
		[REASON_OTHER_INSTANCES] =
			"no single lock was seen on all sides: two classes may share the name",
		[REASON_OTHER_RECORDINGS] =
			"its sides are from different recordings, whose addresses can't be compared",
		[REASON_HIDDEN] = "the recording hides addresses, so locks of one name can't be "
				  "told apart",
		[REASON_DEPTH] = "that it sleeps is concluded from the preemption depth alone",
		[REASON_ENDS] = "the task is not seen again, but the recording ends",
	};

	return reasons[reason];
}

const char *trace_reason(void *trace, const struct evidence *why)
{
	struct trace *t = trace;

	if (why->ref & LOCKDEP_REF)
		return lockdep_dump_reason(&t->lockdep, why);
	return reason_text((enum trace_reason)why->reason);
}
