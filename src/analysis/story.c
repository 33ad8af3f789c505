// SPDX-License-Identifier: GPL-2.0-only
/*
 * Stories: evidence unfolded into the call path that a reader can follow in
 * the source, from the context's root to the event.
 */
#include "analysis/internal.h"
#include "base/alloc.h"
#include "base/strbuf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "analysis/evidence.h"

struct telling {
	const struct analysis *an;
	struct arena *a;
	VEC(struct story_step) steps;
};

static const char *text(struct telling *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static const char *text(struct telling *t, const char *fmt, ...)
{
	char buf[512];
	va_list ap;

	va_start(ap, fmt);
	int n = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	return arena_strndup(t->a, buf,
			     n < 0		       ? 0
			     : (size_t)n < sizeof(buf) ? (size_t)n
						       : sizeof(buf) - 1);
}

static void add_step(struct telling *t, fn_t fn, uint32_t step, const char *what)
{
	const struct fn *f = &t->an->tab->fns[fn];
	struct story_step *s = vec_push(&t->steps);

	s->function = f->f->name;
	s->file = t->an->tab->units[f->unit]->path;
	s->line = f->f->line;
	s->col = 1;
	if (step < f->f->nsteps) {
		s->line = f->f->steps[step].line;
		s->col = f->f->steps[step].col;
	}
	s->what = what;
	s->expanded = f->f->flags & FN_MACRO;
}

static const char *fn_name(const struct telling *t, fn_t fn)
{
	return name_str(t->an->tab->fns[fn].f->name);
}

/* What the call at a step is called in the source. */
static const char *call_name(const struct telling *t, fn_t fn, uint32_t step)
{
	const struct function *f = t->an->tab->fns[fn].f;

	if (step < f->nsteps && (f->steps[step].op == S_CALL || f->steps[step].op == S_GUARD ||
				 f->steps[step].op == S_UNGUARD))
		return name_str(f->calls[f->steps[step].a].name);
	return "";
}

static void tell_root(struct telling *t, const struct root *r, struct story *out)
{
	struct story_step *s = vec_push(&t->steps);

	s->function = t->an->tab->fns[r->fn].f->name;
	s->file = r->file;
	s->line = r->line;
	s->what = text(t, "runs as %s%s%s", name_str(r->what), r->in ? " in " : "",
		       r->in ? name_str(r->in) : "");
	out->ctx = r->ctx;
	out->root =
		text(t, "%s: %s, %s", lock_ctx_name(r->ctx), fn_name(t, r->fn), name_str(r->what));
}

/* The way from the root down to node @n's function. */
static void tell_context(struct telling *t, uint32_t n, struct story *out)
{
	uint32_t chain[64];
	unsigned len = 0;

	for (; n != NO_NODE && len < ARRAY_SIZE(chain); n = t->an->nodes[n].parent)
		chain[len++] = n;
	if (!len)
		return;
	tell_root(t, &t->an->roots[t->an->nodes[chain[len - 1]].root], out);
	for (unsigned i = len - 1; i-- > 0;) {
		const struct ctx_node *x = &t->an->nodes[chain[i]];

		add_step(t, t->an->nodes[x->parent].fn, x->step,
			 text(t, "calls %s", fn_name(t, x->fn)));
	}
}

static const char *event_text(struct telling *t, uint8_t op, name_t cls, uint8_t kind, name_t what,
			      const char *call)
{
	switch (op) {
	case IT_ACQUIRE:
		return text(t, "takes %s by %s()", cls ? name_str(cls) : "the lock", call);
	case IT_WAIT:
		return text(t, "waits for %s by %s()", cls ? name_str(cls) : lock_kind_name(kind),
			    call);
	case IT_SLEEP:
		return text(t, "calls %s, which may sleep", what ? name_str(what) : call);
	case IT_IRQS_ON:
		return cls ? text(t, "releases %s by %s(), which switches hardirqs on",
				  name_str(cls), call)
			   : text(t, "switches hardirqs on by %s()", call);
	default:
		return text(t, "calls %s", call);
	}
}

/* From @step of @fn through callees' items to the event itself. */
static void tell_event(struct telling *t, fn_t fn, uint32_t step, fn_t via, uint32_t via_item,
		       uint8_t op, name_t cls, uint8_t kind, name_t what)
{
	const struct item *it;

	for (unsigned n = 0; (it = item_of(t->an, via, via_item)) && n < LONGEST_STORY; n++) {
		add_step(t, fn, step, text(t, "calls %s", fn_name(t, via)));
		fn = via;
		step = it->step;
		if (it->op == IT_SLEEP)
			what = (name_t)it->path;
		via = it->via;
		via_item = it->via_item;
	}
	add_step(t, fn, step, event_text(t, op, cls, kind, what, call_name(t, fn, step)));
	if (op == IT_SLEEP && what) {
		struct story_step *s = vec_last(&t->steps);
		struct story_step api = *s;

		s->what = text(t, "calls %s", name_str(what));
		api.function = what;
		api.what = "may sleep";
		*vec_push(&t->steps) = api;
	}
}

/* "takes L": here, or inside the callee that came back with it. */
static void tell_taken(struct telling *t, fn_t fn, uint32_t step, name_t cls)
{
	const struct function *f = t->an->tab->fns[fn].f;
	struct callee to = { .kind = CALLEE_NONE };

	if (step < f->nsteps && f->steps[step].op == S_CALL)
		to = callee_of(t->an, fn, f->steps[step].a);
	for (uint32_t i = 0; to.kind == CALLEE_FN && i < t->an->sums[to.fn].nitems; i++) {
		const struct item *it = &t->an->sums[to.fn].items[i];

		if (it->op != IT_ACQUIRE || (it->cls && it->cls != cls))
			continue;
		tell_event(t, fn, step, to.fn, i, IT_ACQUIRE, cls, it->kind, 0);
		return;
	}
	add_step(t, fn, step, text(t, "takes %s by %s()", name_str(cls), call_name(t, fn, step)));
}

/* The context of a function that makes its story most believable: the best known, then the shortest. */
static uint32_t best_node(const struct analysis *an, fn_t fn)
{
	uint32_t best = an->first_node[fn];

	for (uint32_t n = best; n != NO_NODE; n = an->nodes[n].next)
		if (an->nodes[n].conf < an->nodes[best].conf ||
		    (an->nodes[n].conf == an->nodes[best].conf &&
		     an->nodes[n].depth < an->nodes[best].depth))
			best = n;
	return best;
}

static void tell_usage(struct telling *t, uint32_t node, uint32_t index, struct story *out)
{
	const struct ctx_node *n = &t->an->nodes[node];
	const struct site *s = &t->an->recs[n->fn].sites[index];
	bool entry_irqs = false, off = false;

	tell_context(t, node, out);
	tell_event(t, n->fn, s->step, s->via, s->via_item, IT_ACQUIRE, s->a, s->kind, 0);
	for (unsigned b = 0; b < 9; b++) {
		if (!(s->local & 1u << b))
			continue;
		entry_irqs |= b / 3 == LS_ENTRY;
		off |= b / 3 == LS_OFF;
	}
	out->irqs_on = entry_irqs ? n->irqs : !off;
	out->bh_on = n->bh;
	if (out->irqs_on == 1)
		out->why_irqs = text(
			t,
			"nothing on this path switches hardirqs off, and %s starts with them on%s",
			name_str(t->an->roots[n->root].what),
			n->conf == CONF_LOW ? " (a guess)" : "");
}

static void tell_dep(struct telling *t, fn_t fn, uint32_t index, struct story *out)
{
	const struct dep *d = &t->an->recs[fn].deps[index];
	uint32_t node = best_node(t->an, fn);

	tell_context(t, node, out);
	if (d->from_step != NO_STEP)
		tell_taken(t, fn, d->from_step, d->from);
	else
		add_step(t, fn, NO_STEP,
			 text(t, "is entered with %s held, as it asserts", name_str(d->from)));
	tell_event(t, fn, d->step, d->via, d->via_item,
		   lock_kind_is_pseudo(d->to_kind) ? IT_WAIT : IT_ACQUIRE, d->to, d->to_kind, 0);
	out->irqs_on = out->bh_on = -1;
}

static void tell_fault(struct telling *t, fn_t fn, uint32_t index, struct story *out)
{
	const struct fault *f = &t->an->recs[fn].faults[index];
	uint8_t op = f->rule == RULE_SLEEP_IN_ATOMIC	 ? IT_SLEEP
		     : f->rule == RULE_IRQ_ENABLED_EARLY ? IT_IRQS_ON
							 : IT_ACQUIRE;

	tell_context(t, best_node(t->an, fn), out);
	if (f->from_step != NO_STEP && f->nclasses)
		tell_taken(t, fn, f->from_step, f->classes[0]);
	else if (f->from_step != NO_STEP)
		add_step(t, fn, f->from_step,
			 text(t, "switches hardirqs off by %s()", call_name(t, fn, f->from_step)));
	if (f->rule == RULE_UNBALANCED)
		add_step(t, fn, f->step,
			 text(t, "%s %s", f->nclasses ? name_str(f->classes[0]) : "",
			      name_str(f->what)));
	else
		tell_event(t, fn, f->step, f->via, f->via_item, op,
			   f->rule == RULE_IRQ_ENABLED_EARLY ? f->what
			   : f->nclasses		     ? f->classes[f->nclasses - 1]
							     : 0,
			   0, f->what);
	out->irqs_on = out->bh_on = -1;
}

static void tell_root_item(struct telling *t, uint32_t root, uint32_t index, struct story *out)
{
	const struct root *r = &t->an->roots[root];
	const struct item *it = &t->an->sums[r->fn].items[index];

	tell_root(t, r, out);
	tell_event(t, r->fn, it->step, it->via, it->via_item, it->op, it->cls, it->kind,
		   it->op == IT_SLEEP ? (name_t)it->path : 0);
	out->irqs_on = r->irqs;
	out->bh_on = r->bh;
}

static void tell_node_item(struct telling *t, uint32_t node, uint32_t index, struct story *out)
{
	const struct ctx_node *n = &t->an->nodes[node];
	const struct item *it = &t->an->sums[n->fn].items[index];

	tell_context(t, node, out);
	tell_event(t, n->fn, it->step, it->via, it->via_item, it->op, it->cls, it->kind,
		   it->op == IT_SLEEP ? (name_t)it->path : 0);
	out->irqs_on = n->irqs;
	out->bh_on = n->bh;
}

void analysis_story(void *front, const struct evidence *why, struct arena *a, struct story *out)
{
	struct telling t = { .an = front, .a = a };
	uint32_t x = ev_a(why->ref), y = ev_b(why->ref);

	*out = (struct story){ .irqs_on = -1, .bh_on = -1 };
	switch (ev_kind(why->ref)) {
	case EV_USAGE:
		tell_usage(&t, x, y, out);
		break;
	case EV_DEP:
		tell_dep(&t, x, y, out);
		break;
	case EV_FAULT:
		tell_fault(&t, x, y, out);
		break;
	case EV_ROOT:
		tell_root_item(&t, x, y, out);
		break;
	case EV_NODE:
		tell_node_item(&t, x, y, out);
		break;
	}
	out->nsteps = t.steps.n;
	out->steps = arena_memdup(a, t.steps.at, t.steps.n * sizeof(t.steps.at[0]));
	vec_free(&t.steps);
}

const char *analysis_reason(void *front, const struct evidence *why)
{
	(void)front;
	switch ((enum evidence_reason)why->reason) {
	case REASON_GUESS:
		return "no caller was seen, so process context with irqs on is a guess";
	case REASON_SLEEPS:
		return "no caller was seen; process context with irqs on, since it sleeps";
	case REASON_POINTER:
		return "reached through a function pointer that many functions share";
	case REASON_STATE:
		return "only in a state that the source does not show, as a suspended device";
	case REASON_SETUP:
		return "seen only while the object is being set up or torn down";
	case REASON_ARCH:
		return "PREEMPT_RT can't be built for this architecture";
	case REASON_DEPTH:
		return "many calls lie between, each with conditions of its own";
	case REASON_CALLEE:
		return "rests on what callees leave behind, or on a variable that others share";
	case REASON_NONE:
		break;
	}
	return NULL;
}
