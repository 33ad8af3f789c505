// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writing down what the walk saw. One step is met in many states; what is the
 * same is noted once, with the set of local states it was met in.
 */
#include "analysis/known.h"
#include "analysis/walk.h"

#include <string.h>

#include "csyntax/ast.h"

/* Callers of a function with more than this many different events get the nearest ones. */
#define MAX_ACQUIRE_ITEMS 32
#define MAX_SLEEP_ITEMS 4
#define MAX_OTHER_ITEMS 12

/* A story of more calls than this convinces nobody, and one of its conditions is likely to fail. */
#define DEEPEST_ITEM 8

local_mask local_compose(local_mask outer, local_mask inner)
{
	local_mask out = 0;

	for (unsigned o = 0; o < 9; o++) {
		if (!(outer & 1u << o))
			continue;
		for (unsigned i = 0; i < 9; i++) {
			if (!(inner & 1u << i))
				continue;
			out |= local_bit(i / 3 ? i / 3 : o / 3, i % 3 ? i % 3 : o % 3);
		}
	}
	return out;
}

struct option state_option(const struct walker *w, const struct state *s)
{
	for (unsigned i = 0; i < s->nfacts; i++)
		if (w->f->exprs[s->facts[i].e].op == X_CONFIG)
			return (struct option){ w->f->exprs[s->facts[i].e].a,
						s->facts[i].rel == FR_ZERO };

	/* the group that the whole function stands in */
	const char *config = name_str(w->f->config);

	if (config[0] == '!')
		return (struct option){ name_of(config + 1), true };
	return (struct option){ w->f->config, false };
}

bool state_excludes_rt(const struct walker *w, const struct state *s)
{
	for (unsigned i = 0; i < s->nfacts; i++) {
		const struct expr *x = &w->f->exprs[s->facts[i].e];

		if (x->op == X_CONFIG && x->a == known.rt && s->facts[i].rel == FR_ZERO)
			return true;
	}
	return w->f->config == known.not_rt;
}

/* What holds with @a and with @b: their option if it is the same. */
static struct option either_option(struct option a, struct option b)
{
	return a.name == b.name && a.off == b.off ? a : (struct option){ 0 };
}

static bool same_site(const struct site *a, const struct site *b)
{
	return a->step == b->step && a->op == b->op && a->a == b->a && a->b == b->b &&
	       a->mode == b->mode;
}

void note_site(struct walker *w, const struct site *site)
{
	/* mostly the last ones; loops meet earlier steps again */
	for (unsigned i = w->sites.n; i-- > 0;) {
		struct site *s = &w->sites.at[i];

		if (!same_site(s, site))
			continue;
		s->local |= site->local;
		s->flags |= site->flags & ITF_LIVE;
		s->option = either_option(s->option, site->option);
		return;
	}
	*vec_push(&w->sites) = *site;
}

void note_dep(struct walker *w, const struct state *s, const struct held *h,
	      const struct acquisition *a)
{
	for (unsigned i = 0; i < w->deps.n; i++) {
		struct dep *d = &w->deps.at[i];

		if (d->from == h->cls && d->to == a->cls && d->from_mode == h->mode &&
		    d->to_mode == a->mode) {
			d->option = either_option(d->option, state_option(w, s));
			return;
		}
	}
	*vec_push(&w->deps) = (struct dep){
		.from = h->cls,
		.to = a->cls,
		.from_kind = h->kind,
		.to_kind = a->kind,
		.from_mode = h->mode,
		.to_mode = a->mode,
		.from_step = h->step,
		.step = a->step,
		.via = a->via,
		.via_item = a->via_item,
		.option = state_option(w, s),
	};
}

static bool guards_imply(const struct item *strong, const struct item *weak)
{
	/* every guard of @weak stands in @strong too: whenever @strong happens, so does @weak */
	for (unsigned i = 0; i < weak->nguards; i++) {
		bool found = false;

		for (unsigned k = 0; k < strong->nguards; k++)
			found |=
				!memcmp(&strong->guards[k], &weak->guards[i], sizeof(struct guard));
		if (!found)
			return false;
	}
	return true;
}

/* What may sleep at times says less than what does. */
static bool less_sure(const struct item *a, const struct item *b)
{
	return a->op == IT_SLEEP && a->flags & ITF_MAYBE && !(b->flags & ITF_MAYBE);
}

static unsigned limit_of(unsigned op)
{
	return op == IT_ACQUIRE ? MAX_ACQUIRE_ITEMS
	       : op == IT_SLEEP ? MAX_SLEEP_ITEMS
				: MAX_OTHER_ITEMS;
}

void note_item(struct walker *w, const struct item *item)
{
	unsigned same_op = 0, deepest = 0;
	bool any = false;

	if (item->depth > DEEPEST_ITEM)
		return;
	for (unsigned i = 0; i < w->items.n; i++) {
		struct item *o = &w->items.at[i];

		if (o->op != item->op)
			continue;
		same_op++;
		if (!any || o->depth >= w->items.at[deepest].depth)
			deepest = i, any = true;

		bool same_event = item->op == IT_SLEEP
					  ? true
					  : o->cls == item->cls &&
						    path_key(o->path) == path_key(item->path) &&
						    o->mode == item->mode &&
						    o->kind == item->kind && o->how == item->how;

		if (!same_event || o->dropped != item->dropped)
			continue;
		if (guards_imply(item, o) && !less_sure(o, item)) {
			o->local |= item->local;
			o->flags &= (uint8_t)(item->flags | ~ITF_NO_RT);
			return;
		}
		if (guards_imply(o, item) && !less_sure(item, o)) {
			local_mask local = o->local | item->local;
			uint8_t mask = (uint8_t)(o->flags | ~ITF_NO_RT);

			*o = *item;
			o->local = local;
			o->flags &= mask;
			return;
		}
	}
	if (same_op < limit_of(item->op)) {
		*vec_push(&w->items) = *item;
		return;
	}
	if (item->depth < w->items.at[deepest].depth)
		w->items.at[deepest] = *item;
}

void note_fault(struct walker *w, const struct fault *seen)
{
	struct fault capped = *seen;
	const struct fault *fault = &capped;

	if (w->silent)
		return;
	if (w->vague && capped.conf < CONF_MEDIUM)
		capped.conf = CONF_MEDIUM;
	for (unsigned i = 0; i < w->faults.n; i++) {
		struct fault *o = &w->faults.at[i];

		if (o->rule == fault->rule && o->step == fault->step &&
		    !memcmp(o->classes, fault->classes, sizeof(o->classes))) {
			if (fault->conf < o->conf)
				*o = *fault;
			return;
		}
	}
	*vec_push(&w->faults) = *fault;
}

/* gfp & __GFP_DIRECT_RECLAIM */
static bool is_gfp_test(const struct walker *w, const struct expr *x)
{
	return x->op == X_BINARY && x->sub == OP_AND && w->f->exprs[x->a].op == X_PARAM &&
	       w->f->exprs[x->a].a < 256 && w->f->exprs[x->b].op == X_GLOBAL &&
	       model_gfp_sleeps(w->an->model, w->f->exprs[x->b].a);
}

/* A parameter that still is what the caller passed. */
static bool is_as_passed(const struct state *s, const struct expr *x)
{
	return x->op == X_PARAM && x->a < 256 && !(x->a < 32 && s->assigned & 1u << x->a);
}

unsigned state_guards(const struct walker *w, const struct state *s, struct guard *out)
{
	unsigned n = 0;

	for (unsigned i = 0; i < s->nfacts && n < 2; i++) {
		const struct expr *x = &w->f->exprs[s->facts[i].e];

		if (s->facts[i].rel == FR_NONZERO && is_gfp_test(w, x)) {
			out[n++] = (struct guard){ .param = (uint8_t)w->f->exprs[x->a].a,
						   .test = GT_GFP };
			continue;
		}
		if (x->op == X_BINARY && x->sub == OP_AND && w->f->exprs[x->b].op == X_GLOBAL &&
		    is_as_passed(s, &w->f->exprs[x->a]) &&
		    (s->facts[i].rel == FR_ZERO || s->facts[i].rel == FR_NONZERO)) {
			out[n++] = (struct guard){
				.param = (uint8_t)w->f->exprs[x->a].a,
				.test = s->facts[i].rel == FR_ZERO ? GT_NO_BIT : GT_BIT,
				.word = w->f->exprs[x->b].a,
			};
			continue;
		}
		if (!is_as_passed(s, x))
			continue;
		switch (s->facts[i].rel) {
		case FR_ZERO:
			out[n++] = (struct guard){ .param = (uint8_t)x->a, .test = GT_ZERO };
			break;
		case FR_NONZERO:
		case FR_NEGATIVE:
		case FR_POSITIVE:
			out[n++] = (struct guard){ .param = (uint8_t)x->a, .test = GT_NONZERO };
			break;
		case FR_EQUAL:
		case FR_NOT_EQUAL:
			if (w->f->exprs[s->facts[i].val].op != X_GLOBAL)
				break;
			out[n++] = (struct guard){
				.param = (uint8_t)x->a,
				.test = s->facts[i].rel == FR_EQUAL ? GT_EQUAL : GT_NOT_EQUAL,
				.word = w->f->exprs[s->facts[i].val].a,
			};
			break;
		}
	}
	return n;
}

void note_may_drop(struct walker *w, name_t cls)
{
	for (unsigned i = 0; i < w->may_drop.n; i++)
		if (w->may_drop.at[i] == cls)
			return;
	if (w->may_drop.n < MAY_DROP)
		*vec_push(&w->may_drop) = cls;
}
