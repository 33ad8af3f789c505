// SPDX-License-Identifier: GPL-2.0-only
/*
 * What can't happen without sleeping: code that sleeps on every path that leads
 * to it, or on every path that goes on from it, does not run in an interrupt.
 *
 * If it seems to, then either the context is wrong or the branch that leads
 * there is never taken in it; and if both are right, the sleep is the fault,
 * which sleep-in-atomic tells. So contexts don't flow through such steps.
 *
 * Two passes over the blocks, forwards and backwards, each with "all" where
 * paths meet, callees first. No states are needed: what depends on a condition
 * does not happen on every path.
 */
#include "analysis/walk.h"

#include <string.h>

enum { NEVER, ALWAYS, BY_PARAM /* + its number: if that gfp mask allows it */ };

static unsigned by_callee(const struct walker *w, uint32_t call)
{
	static const struct state nothing_known;
	struct callee to = callee_of(w->an, w->fn, call);
	const struct call *c = &w->f->calls[call];
	uint8_t param;
	uint32_t n;

	if (to.kind == CALLEE_API)
		return effects_sleep(w, &to, call);
	if (to.kind == CALLEE_MEMBER) {
		const struct target *t =
			program_targets_of(w->an->prog, w->unit, to.tag, to.member, &n);

		return n == 1 && summary_of(w->an, w->fn, t->fn)->sleeps == ALWAYS ? ALWAYS : NEVER;
	}
	if (to.kind != CALLEE_FN)
		return NEVER;

	unsigned sleeps = summary_of(w->an, w->fn, to.fn)->sleeps;

	if (sleeps < BY_PARAM || sleeps - BY_PARAM >= c->nargs)
		return sleeps < BY_PARAM ? sleeps : NEVER;
	switch (gfp_sleeps(w, &nothing_known, call_arg(w, c, (int)(sleeps - BY_PARAM)), &param)) {
	case 0:
		return NEVER;
	case 1:
		return ALWAYS;
	default:
		return BY_PARAM + param;
	}
}

static unsigned by_step(const struct walker *w, const struct step *st)
{
	const struct guard_class *g;
	struct callee to;

	if (st->op == S_CALL)
		return by_callee(w, st->a);
	if (st->op != S_GUARD || w->f->calls[st->a].is_free)
		return NEVER;
	g = model_guard(w->an->model, w->f->calls[st->a].name);
	if (!g || !g->acquire)
		return NEVER;
	to = callee_api(w->an, w->fn, g->acquire);
	return effects_sleep(w, &to, st->a);
}

static bool does_not_return(const struct walker *w, const struct step *st)
{
	struct callee to = { .kind = CALLEE_NONE };

	if (st->op == S_CALL)
		to = callee_of(w->an, w->fn, st->a);
	for (unsigned k = 0; to.kind == CALLEE_API && k < to.napi; k++)
		if (to.api[k].op == EF_NORETURN)
			return true;
	return to.kind == CALLEE_FN && summary_of(w->an, w->fn, to.fn)->noreturn;
}

/* Does step @i sleep, given that parameter @param (if below BY_PARAM: none) is a mask that allows it? */
static bool step_sleeps(const struct walker *w, uint32_t i, unsigned param)
{
	return w->sleeps.at[i] == ALWAYS || (param >= BY_PARAM && w->sleeps.at[i] == param);
}

static bool block_sleeps(const struct walker *w, const struct block *b, unsigned param)
{
	for (uint32_t i = 0; i < b->nsteps; i++)
		if (step_sleeps(w, b->step + i, param))
			return true;
	return false;
}

static bool block_ends(const struct walker *w, const struct block *b)
{
	for (uint32_t i = 0; i < b->nsteps; i++)
		if (does_not_return(w, &w->f->steps[b->step + i]))
			return true;
	return false;
}

/* Bits of w->block_sleeps: on all paths to the block, and on all paths from its end. */
enum { BEFORE = 1, AFTER = 2, ENDS = 4 };

static void flow(struct walker *w, unsigned param)
{
	const struct function *f = w->f;
	uint8_t *at = w->block_sleeps.at;
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t b = 0; b < f->nblocks; b++) {
			const struct block *k = &f->blocks[b];
			bool through = at[b] & (BEFORE | ENDS) || block_sleeps(w, k, param);

			for (unsigned i = 0; i < 2 && !through; i++)
				if (k->succ[i] != NO_BLOCK && at[k->succ[i]] & BEFORE) {
					at[k->succ[i]] &= (uint8_t)~BEFORE;
					more = true;
				}
		}
		for (uint32_t b = f->nblocks; b-- > 0;) {
			const struct block *k = &f->blocks[b];
			bool after =
				(k->succ[0] != NO_BLOCK || k->succ[1] != NO_BLOCK || at[b] & ENDS);

			for (unsigned i = 0; i < 2; i++)
				if (k->succ[i] != NO_BLOCK)
					after &= at[k->succ[i]] & AFTER ||
						 block_sleeps(w, &f->blocks[k->succ[i]], param);
			if (!after && !(at[b] & ENDS) && at[b] & AFTER) {
				at[b] &= (uint8_t)~AFTER;
				more = true;
			}
		}
	}
}

static void start(struct walker *w)
{
	vec_clear(&w->block_sleeps);
	for (uint32_t b = 0; b < w->f->nblocks; b++)
		*vec_push(&w->block_sleeps) = BEFORE | AFTER |
					      (block_ends(w, &w->f->blocks[b]) ? ENDS : 0);
	w->block_sleeps.at[0] &= (uint8_t)~BEFORE;
}

/* Do all paths through the function sleep? */
static bool function_sleeps(const struct walker *w, unsigned param)
{
	const struct block *b = &w->f->blocks[0];

	return block_sleeps(w, b, param) || (w->block_sleeps.at[0] & (AFTER | ENDS)) == AFTER;
}

static void mark_sites(struct walker *w)
{
	for (uint32_t b = 0; b < w->f->nblocks; b++) {
		const struct block *k = &w->f->blocks[b];
		uint8_t at = w->block_sleeps.at[b];
		bool all = at & BEFORE || (at & (AFTER | ENDS)) == AFTER ||
			   block_sleeps(w, k, NEVER);

		for (unsigned i = 0; i < w->sites.n && all; i++)
			if (w->sites.at[i].step - k->step < k->nsteps)
				w->sites.at[i].flags |= ITF_SLEEPS;
	}
}

void sleeps_find(struct walker *w)
{
	unsigned param = NEVER;
	bool any = false;

	w->an->sums[w->fn].sleeps = NEVER;
	vec_clear(&w->sleeps);
	for (uint32_t i = 0; i < w->f->nsteps; i++) {
		unsigned s = by_step(w, &w->f->steps[i]);

		*vec_push(&w->sleeps) = s;
		any |= s == ALWAYS;
		if (s >= BY_PARAM)
			param = s;
	}
	if ((!any && param < BY_PARAM) || !w->f->nblocks)
		return;
	if (any) {
		start(w);
		flow(w, NEVER);
		mark_sites(w);
		if (function_sleeps(w, NEVER)) {
			w->an->sums[w->fn].sleeps = ALWAYS;
			return;
		}
	}
	if (param < BY_PARAM)
		return;
	start(w);
	flow(w, param);
	if (function_sleeps(w, param))
		w->an->sums[w->fn].sleeps = (uint16_t)param;
}
