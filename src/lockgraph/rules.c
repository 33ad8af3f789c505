// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running the rules: freeze the graph, let each rule add its findings, put
 * them in order. And the parts that all rules build findings from.
 */
#include "lockgraph/rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"

#define MOST_OTHERS 8u

char *rules_printf(struct rule_run *run, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	int need = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);

	size_t size = need < 0 ? 1 : (size_t)need + 1;
	char *s = arena_alloc(run->a, size);

	va_start(ap, fmt);
	vsnprintf(s, size, fmt, ap);
	va_end(ap);
	return s;
}

name_t rules_name(const struct rule_run *run, node_t n)
{
	return lockgraph_class_name(run->g, run->r.class_of[n]);
}

enum lock_kind rules_kind(const struct rule_run *run, node_t n)
{
	return lockgraph_class_kind(run->g, run->r.class_of[n]);
}

const char *irq_state_name(enum irq_state s)
{
	return s == IRQ_HARD ? "hardirq" : "softirq";
}

const char *rules_object(struct rule_run *run, name_t name, enum lock_kind kind)
{
	const char *text = name_str(name), *word = lock_kind_name(kind);
	size_t len = strlen(word);

	if (!lock_kind_is_pseudo(kind))
		return rules_printf(run, "`%s`", text);
	if (!strncmp(text, word, len) && text[len] == ':')
		text += len + 1;
	return rules_printf(run, "%s `%s`", word, text);
}

const struct story_step *story_place(const struct story *s)
{
	for (unsigned i = s->nsteps; i-- > 0;)
		if (!s->steps[i].expanded)
			return &s->steps[i];
	return s->nsteps ? &s->steps[s->nsteps - 1] : NULL;
}

const char *story_function(const struct story *s)
{
	const struct story_step *at = story_place(s);

	return at && at->function ? name_str(at->function) : "?";
}

const char *rules_doer(struct rule_run *run, const struct story *s)
{
	const struct story_step *at = story_place(s);

	if (at && at->function)
		return rules_printf(run, "%s()", name_str(at->function));
	return s->root ? s->root : "?";
}

const char *rules_whence(struct rule_run *run, const struct story *s)
{
	const char *last = rules_doer(run, s);

	if (s->nsteps && s->steps[0].function && s->steps[0].function != story_place(s)->function)
		return rules_printf(run, "%s, called from %s()", last,
				    name_str(s->steps[0].function));
	return last;
}

/* ---- a finding's parts ---- */

struct finding *rules_finding(struct rule_run *run, enum rule rule, const node_t *nodes, unsigned n)
{
	struct finding *f = vec_push(&run->found);

	f->rule = rule;
	f->nclasses = n;
	f->classes = arena_array(run->a, name_t, n);
	for (unsigned i = 0; i < n; i++)
		f->classes[i] = rules_name(run, nodes[i]);
	return f;
}

void rules_sides(struct rule_run *run, struct finding *f, unsigned n)
{
	f->sides = arena_array(run->a, struct side, n);
}

const struct story *rules_side(struct rule_run *run, struct finding *f, const char *title,
			       const struct evidence *why)
{
	struct side *side = &f->sides[f->nsides++];

	side->title = title;
	/* What a front end leaves out it does not know. */
	side->story.irqs_on = side->story.bh_on = -1;
	if (run->story)
		run->story(run->front, why, run->a, &side->story);
	if (!side->story.nsteps && why->function) {
		side->story.steps = arena_new(run->a, struct story_step);
		side->story.steps->function = why->function;
		side->story.nsteps = 1;
	}
	return &side->story;
}

void rules_rests_on(struct rule_run *run, struct finding *f, const struct evidence *why)
{
	if (why->conf > (unsigned)f->conf) {
		f->conf = why->conf;
		f->conf_reason = NULL;
	}
	if (f->conf != CONF_HIGH && why->conf == (unsigned)f->conf && !f->conf_reason &&
	    run->reason)
		f->conf_reason = run->reason(run->front, why);
}

void rules_place(struct finding *f, const struct story *s, const struct evidence *why)
{
	const struct story_step *at = story_place(s);

	f->function = why->function;
	if (!at)
		return;
	f->file = at->file;
	f->line = at->line;
	f->col = at->col;
	if (at->function)
		f->function = at->function;
}

static bool told_already(const struct finding *f, const struct story_step *site, const char *what)
{
	for (unsigned i = 0; i < f->nsides; i++) {
		const struct story_step *at = story_place(&f->sides[i].story);

		if (at && at->function == site->function && at->line == site->line)
			return true;
	}
	for (unsigned i = 0; i < f->nothers; i++) {
		const struct other_site *o = &f->others[i];

		if (o->function == site->function && o->line == site->line &&
		    !strcmp(o->what, what))
			return true;
	}
	return false;
}

void rules_other(struct rule_run *run, struct finding *f, const struct other_site *site)
{
	if (f->nothers == MOST_OTHERS)
		return;
	if (!f->others)
		f->others = arena_array(run->a, struct other_site, MOST_OTHERS);
	f->others[f->nothers++] = *site;
}

void rules_others(struct rule_run *run, struct finding *f, const struct evidence *sites, unsigned n,
		  const char *what)
{
	for (unsigned i = 0; i < n && f->nothers < MOST_OTHERS; i++) {
		struct story_step site = { .function = sites[i].function };
		struct story s = { 0 };

		if (sites[i].conf > (unsigned)run->opt->least)
			continue;
		if (run->story)
			run->story(run->front, &sites[i], run->a, &s);
		if (s.nsteps)
			site = *story_place(&s);
		if (told_already(f, &site, what))
			continue;
		rules_other(run, f,
			    &(struct other_site){
				    .what = what,
				    .function = site.function ? site.function : sites[i].function,
				    .file = site.file,
				    .line = site.line,
			    });
	}
}

/* ---- the run ---- */

static int compare(const struct finding *x, const struct finding *y)
{
	int d = name_cmp(x->file, y->file);

	if (d)
		return d;
	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->col != y->col)
		return x->col < y->col ? -1 : 1;
	if (x->rule != y->rule)
		return x->rule < y->rule ? -1 : 1;
	d = name_cmp(x->function, y->function);
	for (unsigned i = 0; !d && i < x->nclasses && i < y->nclasses; i++)
		d = name_cmp(x->classes[i], y->classes[i]);
	if (!d)
		d = (x->nclasses > y->nclasses) - (x->nclasses < y->nclasses);
	return d ? d : strcmp(x->message, y->message);
}

static int by_place(const void *a, const void *b)
{
	return compare(a, b);
}

void rules_default(struct rules_options *opt)
{
	*opt = (struct rules_options){ .least = CONF_MEDIUM };
	for (unsigned r = 0; r < RULE_N; r++)
		opt->enabled[r] = r != RULE_WAIT_CONTEXT;
}

void rules_run(const struct lockgraph *g, const struct rules_options *opt, story_fn *story,
	       reason_fn *reason, void *front, struct findings *out)
{
	struct rule_run run = { .opt = opt,
				.g = g,
				.story = story,
				.reason = reason,
				.front = front,
				.a = &out->arena };

	*out = (struct findings){ 0 };
	reach_init(&run.r, g);
	for (unsigned s = 0; s < IRQ_STATES; s++)
		run.unsafe[s] = xcalloc(run.r.n, 1);

	rule_irq_unsafe(&run);
	rule_irq_inversion(&run);
	rule_order(&run);
	rule_faults(&run);

	if (run.found.n)
		qsort(run.found.at, run.found.n, sizeof(*run.found.at), by_place);
	out->n = run.found.n;
	out->at = arena_memdup(&out->arena, run.found.at, run.found.n * sizeof(*run.found.at));

	vec_free(&run.found);
	for (unsigned s = 0; s < IRQ_STATES; s++)
		xfree(run.unsafe[s]);
	reach_free(&run.r);
}

void findings_free(struct findings *f)
{
	arena_free(&f->arena);
	*f = (struct findings){ 0 };
}
