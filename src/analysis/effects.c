// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an API of the model does to a state: the lock is taken or released,
 * irqs go off or on, something sleeps, a function is made to run. Here an
 * effect's line of the model meets the arguments of a call; what follows from
 * it is in taking.c and irqs.c.
 */
#include "analysis/walk.h"

#include <string.h>

#include "csyntax/ast.h"

/* ---- arguments ---- */

int has_word(const struct walker *w, const struct state *s, expr_t e, name_t word, int depth)
{
	const struct expr *x = &w->f->exprs[e];

	if (depth > 8)
		return -1;
	switch ((enum expr_op)x->op) {
	case X_CAST:
		return has_word(w, s, x->a, word, depth + 1);
	case X_GLOBAL:
		return model_word_matches(word, x->a);
	case X_ADDR:
	case X_STR:
		return 0;
	case X_INT: {
		const char *text = name_str(word);

		if (x->a == 0 && x->b == 0)
			return !strcmp(text, "NULL") || !strcmp(text, "0");
		return 0;
	}
	case X_BINARY: {
		int a = has_word(w, s, x->a, word, depth + 1),
		    b = has_word(w, s, x->b, word, depth + 1);

		return a == 1 || b == 1 ? 1 : a == 0 && b == 0 ? 0 : -1;
	}
	case X_PARAM:
	case X_LOCAL:
	case X_MEMBER:
		if (!strcmp(name_str(word), "NULL")) {
			int zero = (int)state_value(s, w->f, e);

			return zero == FR_ZERO ? 1 : zero ? 0 : -1;
		}
		return -1;
	default:
		return -1;
	}
}

bool test_holds(const struct walker *w, const struct state *s, const struct model_test *t,
		const struct call *c)
{
	int has = t->arg < c->nargs ? 0 : -1;

	if (t->arg == ARG_NONE)
		return true;
	for (unsigned i = 0; i < MODEL_TEST_WORDS && t->words[i] && t->arg < c->nargs; i++) {
		int one = has_word(w, s, call_arg(w, c, t->arg), t->words[i], 0);

		if (one == 1 || !has)
			has = one;
	}
	return has >= 0 && has != (int)t->negate;
}

static bool tests_hold(const struct walker *w, const struct state *s, const struct effect *e,
		       const struct call *c)
{
	for (unsigned i = 0; i < ARRAY_SIZE(e->when); i++)
		if (!test_holds(w, s, &e->when[i], c))
			return false;
	return true;
}

int gfp_sleeps(const struct walker *w, const struct state *s, expr_t e, uint8_t *param)
{
	const struct expr *x = &w->f->exprs[e];

	for (unsigned i = 0; i < s->nfacts && (x->op == X_LOCAL || x->op == X_MEMBER); i++)
		if (s->facts[i].e == e && s->facts[i].rel == FR_EQUAL)
			return gfp_sleeps(w, s, s->facts[i].val, param);
	switch ((enum expr_op)x->op) {
	case X_CAST:
		return gfp_sleeps(w, s, x->a, param);
	case X_GLOBAL:
		return model_gfp_sleeps(w->an->model, x->a);
	case X_PARAM:
		*param = (uint8_t)x->a;
		return x->a < 256 ? 2 : 0;
	case X_BINARY:
		if (x->sub == OP_OR) {
			int a = gfp_sleeps(w, s, x->a, param), b = gfp_sleeps(w, s, x->b, param);

			return a == 1 || b == 1 ? 1 : a > b ? a : b;
		}
		return 0;
	default:
		return 0;
	}
}

bool gfp_is_chosen(const struct walker *w, const struct state *s, expr_t e)
{
	struct guard by_caller[2];
	static const struct state nothing_known;
	const struct function *f = w->f;
	bool sleeps = false, does_not = false;
	uint8_t param;

	while (f->exprs[e].op == X_CAST)
		e = f->exprs[e].a;
	if (f->exprs[e].op != X_LOCAL)
		return false;
	for (uint32_t i = 0; i < f->nsteps; i++) {
		if (f->steps[i].op != S_ASSIGN || f->steps[i].a != e)
			continue;
		if (gfp_sleeps(w, &nothing_known, f->steps[i].b, &param) == 1)
			sleeps = true;
		else
			does_not = true;
	}
	return sleeps && does_not && !state_guards(w, s, by_caller);
}

/* ---- the effects themselves ---- */

static void switch_levels(struct state *s, const struct effect *e)
{
	s->bh = (int8_t)(s->bh + (e->bh == SW_OFF) - (e->bh == SW_ON));
	s->preempt = (int8_t)(s->preempt + (e->preempt == SW_OFF) - (e->preempt == SW_ON));
	if (e->line == SW_OFF && s->line_off < 3)
		s->line_off++;
	else if (e->line == SW_ON && s->line_off)
		s->line_off--;
}

static bool is_lock(const struct walker *w, path_t p)
{
	struct tref t = type_of_path(w->an, w->fn, p);

	return t.kind && !t.ptr && !t.dims && model_type(w->an->model, t.name) != LK_NONE;
}

/* The lock or object that an effect speaks of: *arg, or a member of it. */
static path_t object_path(struct walker *w, const struct state *s, const struct effect *e,
			  expr_t arg)
{
	path_t p = walk_path(w, s, arg);

	/* wait_event_lock_irq(wq, cond, dev->lock) takes the lock itself, most take its address */
	if (!p || path_of(path_key(p))->op == P_ADDR || !is_lock(w, p))
		p = path_step(p, P_DEREF, 0, 0);
	for (unsigned i = 0; i < ARRAY_SIZE(e->path) && e->path[i]; i++)
		p = path_step(p, P_MEMBER, e->path[i], 0);
	return p;
}

/* The variable that holds saved irq flags: an argument, what it points to, or the call's result. */
static path_t flags_path(struct walker *w, const struct state *s, const struct effect *e,
			 uint32_t call)
{
	path_t p;

	if (e->irqs != SW_SAVE && e->irqs != SW_RESTORE)
		return 0;
	if (e->flags_arg == ARG_RESULT)
		return path_root(P_RESULT, call, w->fn);
	p = walk_path(w, s, call_arg(w, &w->f->calls[call], e->flags_arg));
	return pointed_to(p);
}

static void lock_of(struct walker *w, const struct state *s, const struct effect *e,
		    const struct call *c, path_t *path, name_t *cls)
{
	*path = 0;
	*cls = e->object;
	if (e->arg == ARG_NONE) {
		if (e->object)
			*path = path_root(P_GLOBAL, e->object, 0);
		return;
	}

	expr_t arg = call_arg(w, c, e->arg);

	if (!arg)
		return;
	*path = object_path(w, s, e, arg);
	*cls = class_of_path(w->an, w->fn, *path);
}

path_t effect_lock(struct walker *w, const struct effect *e, uint32_t call)
{
	path_t path;
	name_t cls;

	lock_of(w, NULL, e, &w->f->calls[call], &path, &cls);
	return path;
}

/* Is a second lock of the class allowed by an annotation? Subclass 0 is none. */
static bool is_nested(const struct walker *w, const struct effect *e, const struct call *c)
{
	if (e->subclass_arg != ARG_NONE) {
		const struct expr *x = &w->f->exprs[call_arg(w, c, e->subclass_arg)];

		return x->op != X_INT || x->a || x->b;
	}
	return e->subclass > 0 || e->nest_arg != ARG_NONE || e->ordered;
}

static void apply_acquire(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
			  uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	struct acquisition a = {
		.kind = e->kind,
		.mode = e->mode,
		.irqs = e->irqs == SW_OFF || e->irqs == SW_SAVE ? e->irqs : 0,
		.bh = e->bh,
		.step = step,
		.via = NO_FN,
	};
	path_t flags = e->irqs == SW_SAVE ? flags_path(w, s, e, call) : 0;
	expr_t result = w->call_expr.at[call];
	/* whose result nobody can look at can't have failed: downgrade_write() */
	bool conditional = (e->try || e->may_fail) && result;

	lock_of(w, s, e, c, &a.path, &a.cls);
	if (e->try)
		a.flags |= ITF_TRY;
	if (is_nested(w, e, c))
		a.flags |= ITF_NESTED;
	if (lock_kind_sleeps(e->kind) && !e->try)
		note_sleep(w, s, c->name, 0, NULL, NO_FN, 0, NULL, 0, step);

	if (conditional) {
		/* the path on which it failed goes on as a fork */
		struct state failed = *s;

		state_learn(&failed, result,
			    e->ok_zero ? FR_NEGATIVE : FR_ZERO); /* -EINTR, -EDEADLK */
		state_learn(s, result, e->ok_zero ? FR_ZERO : FR_NONZERO);
		note_failed(&failed, a.path);
		*vec_push(&w->forks) = failed;
	}
	/* a failed irqsave trylock restores irqs by itself */
	if (e->irqs == SW_SAVE) {
		save_irqs(w, s, flags, step, a.cls, a.kind);
		check_shared_flags(w, flags, a.path, a.cls, a.kind, a.mode, step);
	} else {
		switch_irqs(w, s, e->irqs, 0, step, 0, 0);
	}
	a.local = local_bit(s->line_off		  ? LS_OFF
			    : s->irqs == LS_ENTRY ? s->entry_irqs
						  : s->irqs,
			    e->bh == SW_OFF ? LS_OFF : state_bh(s));
	s->preempt = (int8_t)(s->preempt + (e->preempt == SW_OFF));
	note_acquisition(w, s, &a);
	if (makes_dependency(a.kind) || a.kind == LK_RCU)
		hold(w, s, &a);
}

static void apply_release(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
			  uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	bool fits = true;
	path_t path;
	name_t cls;

	lock_of(w, s, e, c, &path, &cls);
	if (e->kind == LK_RCU) {
		int i = state_find_held(s, path, cls);

		if (i >= 0)
			state_remove_held(s, i);
		else if (s->ndropped < MAX_DROPPED)
			s->dropped[s->ndropped++] = path; /* the caller's read side ends here */
	} else if (makes_dependency(e->kind) && !lock_kind_is_pseudo(e->kind)) {
		int i = state_find_held(s, path, cls);

		fits = i < 0 || release_form_fits(w, s, e, i, call, step);
		release_lock(w, s, path, cls, e->kind, NO_FN, step);
	}
	if (!fits)
		; /* told, and mended in @s */
	else if (e->irqs == SW_ON && !path && !cls && s->irqs == LS_OFF)
		s->irqs = s->irqs_before; /* whose release it is can't be told: no accusation */
	else
		switch_irqs(w, s, e->irqs, flags_path(w, s, e, call), step, cls, path);
	switch_levels(s, e);
}

name_t object_name(struct walker *w, const struct state *s, const struct effect *e,
		   const struct call *c, int kind, int arg, path_t *path)
{
	expr_t x = call_arg(w, c, arg);
	path_t p = 0;
	name_t cls = arg < 0 ? e->object : 0;

	if (x) {
		bool by_value = kind == LK_IRQ || kind == LK_KTHREAD;

		p = by_value ? walk_path(w, s, x) : object_path(w, s, e, x);
		cls = class_of_path(w->an, w->fn, p);
	}
	if (path)
		*path = p;
	return cls ? name_printf("%s:%s", lock_kind_name(kind), name_str(cls)) : 0;
}

static void apply_wait(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
		       uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	struct acquisition a = {
		.kind = e->kind,
		.mode = LM_EXCLUSIVE,
		.step = step,
		.via = NO_FN,
		.local = state_local(s),
	};

	if (!lock_kind_is_pseudo(e->kind))
		return;
	a.cls = object_name(w, s, e, c, e->kind, e->arg, &a.path);
	note_acquisition(w, s, &a);
}

/* complete(): whoever waits for it waits for the locks that had to be taken to come here. */
static void apply_signal(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
			 uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	struct held object = { .kind = e->kind, .step = step };

	object.cls = object_name(w, s, e, c, e->kind, e->arg, NULL);
	for (unsigned i = 0; i < s->nheld && object.cls; i++)
		if (s->held[i].cls && makes_dependency(s->held[i].kind))
			note_dep(w, s, &object,
				 &(struct acquisition){ .cls = s->held[i].cls,
							.kind = s->held[i].kind,
							.mode = s->held[i].mode,
							.step = s->held[i].step,
							.via = NO_FN });
	for (unsigned i = 0; i < w->items.n && object.cls; i++) {
		const struct item *it = &w->items.at[i];

		if (it->op == IT_ACQUIRE && it->cls && it->via == NO_FN && it->step < step)
			note_dep(w, s, &object,
				 &(struct acquisition){ .cls = it->cls,
							.kind = it->kind,
							.mode = it->mode,
							.step = it->step,
							.via = NO_FN });
	}
}

static void apply_assert(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
			 uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	struct acquisition a = { .kind = e->kind ? e->kind : LK_NONE,
				 .step = step,
				 .via = NO_FN,
				 .held_flags = HELD_ENTRY };

	if (e->irqs == SW_OFF || e->irqs == SW_ON) {
		if (s->irqs == LS_ENTRY)
			s->entry_irqs = e->irqs == SW_OFF ? LS_OFF : LS_ON;
	}
	if (e->bh == SW_OFF)
		s->entry_bh = LS_OFF;
	if (e->preempt == SW_OFF)
		s->entry_atomic = 1;
	lock_of(w, s, e, c, &a.path, &a.cls);
	if (a.kind == LK_NONE && a.path) {
		struct tref t = type_of_path(w->an, w->fn, a.path);

		a.kind = (uint8_t)model_type(w->an->model, t.name);
	}
	if (a.kind != LK_NONE && a.path && state_find_held(s, a.path, a.cls) < 0)
		hold(w, s, &a);
}

static void apply_sleep(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
			uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	bool maybe = e->maybe;
	struct guard g = { 0 };
	unsigned n = 0;

	if (e->gfp_arg != ARG_NONE) {
		expr_t gfp = call_arg(w, c, e->gfp_arg);
		int sleeps = gfp ? gfp_sleeps(w, s, gfp, &g.param) : 0;

		if (!sleeps)
			return;
		maybe |= gfp_is_chosen(w, s, gfp);
		if (sleeps == 2) {
			g.test = GT_GFP;
			n = 1;
		}
	}
	note_sleep(w, s, c->name, maybe ? ITF_MAYBE : 0, NULL, NO_FN, 0, &g, n, step);
}

bool effects_apply(struct walker *w, struct state *s, const struct callee *to, uint32_t call,
		   uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	const struct effect *e = to->api;

	for (unsigned i = 0; i < to->napi; i++, e++) {
		if (!effect_is_here(to, i) || !tests_hold(w, s, e, c))
			continue;
		switch ((enum effect_op)e->op) {
		case EF_ACQUIRE:
			apply_acquire(w, s, e, call, step);
			break;
		case EF_RELEASE:
			apply_release(w, s, e, call, step);
			break;
		case EF_STATE:
			switch_irqs(w, s, e->irqs, flags_path(w, s, e, call), step, 0, 0);
			switch_levels(s, e);
			break;
		case EF_SLEEP:
			apply_sleep(w, s, e, call, step);
			break;
		case EF_WAIT:
			apply_wait(w, s, e, call, step);
			break;
		case EF_CALLBACK:
			register_callback(w, s, e, call, step);
			break;
		case EF_ASSERT:
			apply_assert(w, s, e, call, step);
			break;
		case EF_NORETURN:
			return false;
		case EF_SIGNAL:
			apply_signal(w, s, e, call, step);
			break;
		case EF_INIT:
		case EF_LEAF:
		case EF_OBJECT:
			break;
		}
	}
	return true;
}

unsigned effects_sleep(const struct walker *w, const struct callee *to, uint32_t call)
{
	static const struct state nothing_known;
	const struct call *c = &w->f->calls[call];
	const struct effect *e = to->api;
	unsigned best = 0;

	for (unsigned i = 0; i < to->napi && best != 1; i++, e++) {
		uint8_t param;

		if (!effect_is_here(to, i) || !tests_hold(w, &nothing_known, e, c))
			continue;
		if (e->op == EF_ACQUIRE && lock_kind_sleeps(e->kind) && !e->try)
			return 1;
		if (e->op != EF_SLEEP || e->maybe)
			continue;
		if (e->gfp_arg == ARG_NONE)
			return 1;
		if (e->gfp_arg >= c->nargs)
			continue;
		switch (gfp_sleeps(w, &nothing_known, call_arg(w, c, e->gfp_arg), &param)) {
		case 1:
			return 1;
		case 2:
			best = 2u + param;
			break;
		}
	}
	return best;
}
