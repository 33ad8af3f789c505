// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the form that releases a lock fit the form that took it?
 *
 * spin_lock_irqsave() wants spin_unlock_irqrestore() with the same flags, _irq
 * wants _irq, _bh wants _bh, a writer's release a writer. Two locks may exchange
 * their forms (take A by _irqsave and B plainly, release A plainly and B by
 * _irqrestore), and irqs may be switched back by a call of its own, so a form is
 * judged where nothing else can explain it: no other spinning lock is held here,
 * and what the release undoes was never done. A form that leaves something off
 * is judged at the exit (balance.c); here it is only noted which lock left it so.
 *
 * Where a form is reported, the path goes on as if it had been the right one.
 */
#include "analysis/walk.h"

static bool spins(const struct held *h)
{
	return makes_dependency(h->kind) && !lock_kind_sleeps(h->kind);
}

static bool is_alone(const struct state *s, int index)
{
	for (int i = 0; i < s->nheld; i++)
		if (i != index && spins(&s->held[i]))
			return false;
	return true;
}

/* wait_event_lock_irq(): who sleeps had irqs on before the lock. */
static bool sleeps(const struct walker *w, uint32_t call)
{
	struct callee c = callee_of(w->an, w->fn, call);

	return c.kind == CALLEE_API && effects_sleep(w, &c, call);
}

/* Does the local behind @arg ever get a value in this function but by restoring forms' reading it? */
static bool is_ever_set(const struct walker *w, expr_t arg)
{
	const struct function *f = w->f;

	for (uint32_t i = 0; i < f->nexprs; i++)
		if (f->exprs[i].op == X_ADDR && f->exprs[i].a == arg)
			return true;
	for (uint32_t i = 0; i < f->nsteps; i++)
		if (f->steps[i].op == S_ASSIGN && f->steps[i].a == arg)
			return true;
	for (uint32_t i = 0; i < f->ncalls; i++) {
		struct callee c = callee_of(w->an, w->fn, i);
		bool restores = false;

		for (unsigned k = 0; c.kind == CALLEE_API && k < c.napi; k++)
			restores |= c.api[k].irqs == SW_RESTORE && effect_is_here(&c, k);
		for (unsigned k = 0; k < f->calls[i].nargs && !restores; k++)
			if (f->args[f->calls[i].args + k] == arg)
				return true;
	}
	return false;
}

/* What is wrong with releasing @h by @call's effect @e; NULL if nothing that is sure. */
static const char *misfit(const struct walker *w, const struct state *s, const struct effect *e,
			  const struct held *h, uint32_t call, uint8_t *conf)
{
	expr_t flags = e->irqs == SW_RESTORE ? call_arg(w, &w->f->calls[call], e->flags_arg) : 0;

	*conf = CONF_HIGH;
	if ((h->kind == LK_RWSEM || h->kind == LK_RW) && h->kind == e->kind &&
	    (h->mode == LM_EXCLUSIVE) != (e->mode == LM_EXCLUSIVE))
		return e->mode == LM_EXCLUSIVE ? "is released as a writer, but held as a reader"
					       : "is released as a reader, but held as a writer";
	if (!spins(h) || h->flags & HELD_CALLEE || !is_alone(s, (int)(h - s->held)))
		return NULL;
	if (h->irqs == SW_SAVE && e->irqs == SW_ON && s->entry_irqs != LS_ON)
		return "is taken by an _irqsave form, but released here by an _irq form, which "
		       "switches irqs on even if they were off before";
	if (h->irqs != SW_SAVE && e->irqs == SW_RESTORE && flags &&
	    w->f->exprs[flags].op == X_LOCAL && !is_ever_set(w, flags))
		return "is released here with flags that nothing has saved";
	if (e->bh == SW_ON && h->bh != SW_OFF && s->bh <= 0) {
		if (!h->irqs)
			*conf = CONF_MEDIUM; /* the caller's bottom halves may be meant */
		return "is not taken by a _bh form, but released here by one";
	}
	return NULL;
}

bool release_form_fits(struct walker *w, struct state *s, const struct effect *e, int index,
		       uint32_t call, uint32_t step)
{
	const struct held h = s->held[index];
	uint8_t conf;

	if (h.flags & HELD_ENTRY || !h.cls)
		return true;

	const char *what = misfit(w, s, e, &s->held[index], call, &conf);

	if (!what) {
		if (h.irqs == SW_OFF && e->irqs == SW_KEEP)
			s->left_irqs = h.cls;
		if (h.bh == SW_OFF && e->bh == SW_KEEP)
			s->left_bh = h.cls;
		return true;
	}
	if (!sleeps(w, call))
		note_fault(w, &(struct fault){
				      .rule = RULE_UNBALANCED,
				      .conf = conf,
				      .nclasses = 1,
				      .kinds = { h.kind },
				      .classes = { h.cls },
				      .step = step,
				      .from_step = h.step,
				      .via = NO_FN,
				      .what = name_of(what),
			      });
	end_irqs_off(s, &h);
	/* switch_levels() will undo what the form that was used undoes */
	s->bh = (int8_t)(s->bh - (h.bh == SW_OFF) + (e->bh == SW_ON));
	return false;
}
