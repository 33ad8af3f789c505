// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call of a summarized function does to a state: its items meet the
 * locks held here, with the call's arguments put in for its parameters, and
 * its exits become the states that the walk goes on with.
 */
#include "analysis/walk.h"

#include <string.h>

#define MAX_ARGS 10

struct binding {
	path_t args[MAX_ARGS];
	expr_t exprs[MAX_ARGS]; /* 0: unknown */
	unsigned n;
};

static void bind(struct walker *w, const struct state *s, const struct call *c, struct binding *b)
{
	b->n = c->nargs < MAX_ARGS ? c->nargs : MAX_ARGS;
	for (unsigned i = 0; i < b->n; i++) {
		b->exprs[i] = call_arg(w, c, (int)i);
		b->args[i] = walk_path(w, s, b->exprs[i]);
	}
}

/* Is argument @e the constant @word? 1, 0, -1 can't be told. */
static int is_word(const struct walker *w, const struct state *s, expr_t e, name_t word)
{
	const struct expr *x = &w->f->exprs[e];

	while (x->op == X_CAST)
		x = &w->f->exprs[x->a];
	if (x->op == X_GLOBAL && !program_global(w->an->prog, w->unit, x->a, NULL))
		return x->a == word;
	for (unsigned i = 0; i < s->nfacts; i++) {
		const struct expr *v = &w->f->exprs[s->facts[i].val];

		if (s->facts[i].e != e || v->op != X_GLOBAL)
			continue;
		if (s->facts[i].rel == FR_EQUAL)
			return v->a == word;
		if (s->facts[i].rel == FR_NOT_EQUAL && v->a == word)
			return 0;
	}
	return -1;
}

/* 1: holds here, 0: does not, 2: *@out says on which parameter of ours it depends. */
static int guard_here(struct walker *w, const struct state *s, const struct binding *b,
		      const struct guard *g, struct guard *out)
{
	expr_t e = g->param < b->n ? b->exprs[g->param] : 0;
	const struct expr *x = &w->f->exprs[e];

	if (!e)
		return g->test != GT_GFP;
	if (g->test == GT_GFP) {
		int sleeps = gfp_sleeps(w, s, e, &out->param);

		out->test = GT_GFP;
		return sleeps;
	}

	if (g->word) {
		bool flag = g->test == GT_BIT || g->test == GT_NO_BIT;
		int is = flag ? has_word(w, s, e, g->word, 0) : is_word(w, s, e, g->word);

		if (is >= 0)
			return is == (g->test == GT_BIT || g->test == GT_EQUAL);
		while (x->op == X_CAST)
			x = &w->f->exprs[x->a];
		*out = *g;
		out->param = (uint8_t)x->a;
		return x->op == X_PARAM && x->a < 256 ? 2 : 1;
	}

	enum fact_rel v = state_value(s, w->f, e);

	switch (v) {
	case FR_ZERO:
		return g->test == GT_ZERO;
	case FR_NONZERO:
	case FR_NEGATIVE:
	case FR_POSITIVE:
		return g->test == GT_NONZERO;
	case FR_EQUAL: /* a named constant: seldom zero */
		return g->test == GT_NONZERO;
	default:
		break;
	}
	while (x->op == X_CAST || x->op == X_NOT)
		x = &w->f->exprs[x->a];
	if (w->f->exprs[e].op == X_PARAM && w->f->exprs[e].a < 256) {
		*out = (struct guard){ .param = (uint8_t)w->f->exprs[e].a, .test = g->test };
		return 2;
	}
	return 1;
}

/* All guards of a callee's item or exit: false if one can't hold; what is left goes to @out. */
static bool guards_here(struct walker *w, const struct state *s, const struct binding *b,
			const struct guard *g, unsigned n, struct guard *out, unsigned *nout)
{
	*nout = 0;
	for (unsigned i = 0; i < n; i++) {
		struct guard mine = { 0 };
		int r = guard_here(w, s, b, &g[i], &mine);

		if (!r)
			return false;
		if (r == 2)
			out[(*nout)++] = mine;
	}
	return true;
}

static void compose_items(struct walker *w, struct state *s, fn_t callee, const struct binding *b,
			  uint32_t step);

/* Does the item happen only with gfp flags that we choose on the way? */
static bool by_chosen_gfp(const struct walker *w, const struct state *s, const struct item *it,
			  const struct binding *b)
{
	for (unsigned i = 0; i < it->nguards; i++)
		if (it->guards[i].test == GT_GFP && it->guards[i].param < b->n &&
		    gfp_is_chosen(w, s, b->exprs[it->guards[i].param]))
			return true;
	return false;
}

/* The callee calls a parameter of its own, and we know which function that is. */
static void call_param(struct walker *w, struct state *s, const struct item *it,
		       const struct binding *b, uint32_t step)
{
	unsigned k = path_of(it->path)->a;
	expr_t e = k < b->n ? b->exprs[k] : 0;
	fn_t fn = e ? callee_named_by(w->an, w->fn, e) : NO_FN;

	if (fn != NO_FN && fn != w->fn) {
		struct binding none = { .n = 0 };

		compose_items(w, s, fn, &none, step);
		note_site(w, &(struct site){ .op = SITE_CALL,
					     .step = step,
					     .a = fn,
					     .local = local_compose(state_local(s), it->local),
					     .via = NO_FN });
		return;
	}
	if (e && w->f->exprs[e].op == X_PARAM)
		note_item(w, &(struct item){ .op = IT_CALL_PARAM,
					     .path = path_root(P_PARAM, w->f->exprs[e].a, 0),
					     .local = local_compose(state_local(s), it->local),
					     .depth = (uint8_t)(it->depth + 1),
					     .step = step,
					     .via = NO_FN });
}

static void compose_acquire(struct walker *w, struct state *s, const struct item *it, fn_t callee,
			    uint32_t index, const struct binding *b, const struct guard *guards,
			    unsigned nguards, uint32_t step)
{
	struct acquisition a = {
		.path = path_subst(it->path, b->args, b->n),
		.cls = it->cls,
		.kind = it->kind,
		.mode = it->mode,
		.flags = it->flags,
		.depth = (uint8_t)(it->depth + 1),
		.local = local_compose(state_local(s), it->local),
		.dropped = path_subst(it->dropped, b->args, b->n),
		.step = step,
		.via = callee,
		.via_item = index,
		.nguards = (uint8_t)nguards,
	};

	if (it->dropped && !a.dropped)
		return; /* it drops some lock of ours that we can't name */
	memcpy(a.guards, guards, nguards * sizeof(guards[0]));
	if (!a.cls && a.path) {
		a.cls = class_of_path(w->an, w->fn, a.path);
		if (a.cls && lock_kind_is_pseudo(a.kind))
			a.cls = name_printf("%s:%s", lock_kind_name(a.kind), name_str(a.cls));
		if (a.cls && it->op == IT_ACQUIRE)
			note_site(w, &(struct site){
					     .op = SITE_ACQUIRE,
					     .kind = a.kind,
					     .mode = a.mode,
					     .flags = (uint8_t)(a.flags | (path_is_variable(a.path)
										   ? ITF_GLOBAL
										   : 0)),
					     .local = a.local,
					     .step = step,
					     .a = a.cls,
					     .option = state_option(w, s),
					     .via = callee,
					     .via_item = index,
				     });
	}
	note_acquisition(w, s, &a);
}

static void compose_irqs_on(struct walker *w, struct state *s, const struct item *it, fn_t callee,
			    uint32_t index, const struct binding *b, uint32_t step)
{
	path_t path = path_subst(it->path, b->args, b->n);
	name_t cls = it->cls ? it->cls : class_of_path(w->an, w->fn, path);

	if (it->path && !path && !cls)
		return; /* whose release it is can't be told */
	note_irqs_on(w, s, cls, path, callee, index, step);
}

static void compose_items(struct walker *w, struct state *s, fn_t callee, const struct binding *b,
			  uint32_t step)
{
	const struct summary *sum = summary_of(w->an, w->fn, callee);

	for (uint32_t i = 0; i < sum->nitems; i++) {
		const struct item *it = &sum->items[i];
		struct guard guards[2] = { { 0 } };
		unsigned n;

		if (!guards_here(w, s, b, it->guards, it->nguards, guards, &n))
			continue;
		switch ((enum item_op)it->op) {
		case IT_ACQUIRE:
		case IT_WAIT:
			compose_acquire(w, s, it, callee, i, b, guards, n, step);
			break;
		case IT_SLEEP: {
			struct item at = *it;

			at.dropped = path_subst(it->dropped, b->args, b->n);
			if (it->dropped && !at.dropped)
				break; /* it drops some lock of ours that we can't name */
			note_sleep(w, s, (name_t)it->path,
				   (uint8_t)(it->flags |
					     (by_chosen_gfp(w, s, it, b) ? ITF_MAYBE : 0)),
				   &at, callee, i, guards, n, step);
			break;
		}
		case IT_IRQS_ON:
			compose_irqs_on(w, s, it, callee, i, b, step);
			break;
		case IT_CALL_PARAM:
			call_param(w, s, it, b, step);
			break;
		case IT_REGISTER:
			if (path_of(it->path)->a < b->n)
				register_item(w, s, it, b->exprs[path_of(it->path)->a], step);
			break;
		}
	}
}

/*
 * The flags variable @p of a callee, as the caller knows it: by value to
 * macros, by address to functions, and by its bare name where a macro uses a
 * variable of the function around it without being given it.
 */
static path_t callers_variable(const struct walker *w, fn_t callee, path_t p,
			       const struct binding *b)
{
	const struct path *x = path_of(path_key(p));

	if (x->op == P_GLOBAL && w->an->tab->fns[callee].f->flags & FN_MACRO)
		for (uint32_t i = 0; i < w->f->nlocals; i++)
			if (w->f->locals[i].name == x->a)
				return path_root(P_LOCAL, i, w->fn);
	return pointed_to(path_subst(p, b->args, b->n));
}

static void apply_exit(struct walker *w, struct state *s, fn_t callee, const struct fexit *x,
		       const struct binding *b, uint32_t step)
{
	name_t saving = 0;

	for (unsigned i = 0; i < x->nlocks; i++) {
		const struct exit_lock *l = &x->locks[i];
		path_t path = path_subst(l->path, b->args, b->n);
		name_t cls = l->cls ? l->cls : class_of_path(w->an, w->fn, path);

		if (l->acquired && l->irqs == SW_SAVE)
			saving = cls;
		if (l->acquired)
			hold(w, s,
			     &(struct acquisition){ .path = path,
						    .cls = cls,
						    .kind = l->kind,
						    .mode = l->mode,
						    .irqs = l->irqs,
						    .step = step,
						    .via = callee,
						    .held_flags = HELD_CALLEE });
		else if (path || cls)
			release_lock(w, s, path, cls, l->kind, callee, step);
	}
	if (x->restores) {
		switch_irqs(w, s, SW_RESTORE, callers_variable(w, callee, x->restores, b), step, 0,
			    0);
	} else if (x->saves) {
		switch_irqs(w, s, SW_SAVE, callers_variable(w, callee, x->saves, b), step, saving,
			    0);
	} else if (x->irqs == LS_OFF) {
		switch_irqs(w, s, SW_OFF, 0, step, 0, 0);
	} else if (x->irqs == LS_ON && s->irqs == LS_OFF) {
		s->irqs = s->irqs_before;
	}
	s->bh = (int8_t)(s->bh + x->bh);
	s->preempt = (int8_t)(s->preempt + x->preempt);
}

static void learn_result(struct walker *w, struct state *s, uint32_t call, enum ret_class ret)
{
	expr_t e = w->call_expr.at[call];

	if (!e)
		return;
	if (ret == RET_ZERO)
		state_learn(s, e, FR_ZERO);
	else if (ret == RET_NONZERO)
		state_learn(s, e, FR_NONZERO);
	else if (ret == RET_ERROR)
		state_learn(s, e, FR_NEGATIVE);
}

/* The callee left by an exit that depends on what was passed: now that is known here too. */
static void learn_arguments(struct walker *w, struct state *s, const struct binding *b,
			    const struct fexit *x)
{
	for (unsigned i = 0; i < x->nguards; i++) {
		expr_t e = x->guards[i].param < b->n ? b->exprs[x->guards[i].param] : 0;

		while (w->f->exprs[e].op == X_CAST)
			e = w->f->exprs[e].a;
		if (!e || state_value(s, w->f, e))
			continue;
		if (x->guards[i].test == GT_ZERO)
			state_learn(s, e, FR_ZERO);
		else if (x->guards[i].test == GT_NONZERO)
			state_learn(s, e, FR_NONZERO);
	}
}

/* Locks that the callee's other exits, of another return value, come back with and exit @i does not. */
static void note_not_got(struct state *s, const struct summary *sum, unsigned i,
			 const struct binding *b)
{
	for (unsigned k = 0; k < sum->nexits; k++)
		for (unsigned l = 0;
		     sum->exits[k].ret != sum->exits[i].ret && l < sum->exits[k].nlocks; l++) {
			const struct exit_lock *x = &sum->exits[k].locks[l];
			bool here = false;

			for (unsigned m = 0; m < sum->exits[i].nlocks; m++)
				here |= path_key(sum->exits[i].locks[m].path) == path_key(x->path);
			if (x->acquired && !here)
				note_failed(s, path_subst(x->path, b->args, b->n));
		}
}

/* Locks of ours that the callee may release, on exits that we can't tell apart. */
static void compose_may_drop(struct walker *w, struct state *s, const struct summary *sum)
{
	for (unsigned i = 0; i < MAY_DROP && sum->may_drop[i]; i++) {
		int held = state_find_held(s, 0, sum->may_drop[i]);

		if (held >= 0)
			s->held[held].flags |= HELD_UNSURE;
		else
			note_may_drop(w, sum->may_drop[i]);
	}
}

bool compose_call(struct walker *w, struct state *s, fn_t callee, uint32_t call, uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	const struct summary *sum = summary_of(w->an, w->fn, callee);
	struct binding b;

	compose_may_drop(w, s, sum);
	if (!sum->nitems && !sum->changes_state)
		return !sum->noreturn;
	bind(w, s, c, &b);
	compose_items(w, s, callee, &b, step);
	if (!sum->changes_state)
		return !sum->noreturn;

	struct state before = *s;
	bool first = true;

	for (unsigned i = 0; i < sum->nexits; i++) {
		struct guard rest[2];
		unsigned n;
		struct state next = before;

		if (!guards_here(w, &before, &b, sum->exits[i].guards, sum->exits[i].nguards, rest,
				 &n))
			continue;
		note_not_got(&next, sum, i, &b);
		apply_exit(w, &next, callee, &sum->exits[i], &b, step);
		if (sum->nexits > 1) {
			learn_result(w, &next, call, sum->exits[i].ret);
			learn_arguments(w, &next, &b, &sum->exits[i]);
		}
		if (first)
			*s = next;
		else
			*vec_push(&w->forks) = next;
		first = false;
	}
	return !sum->noreturn;
}

void compose_now(struct walker *w, struct state *s, fn_t fn, uint32_t call,
		 const struct effect *how, uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	const struct summary *sum = summary_of(w->an, w->fn, fn);
	struct binding b = { .n = 0 };

	if (fn == w->fn)
		return;
	if (how->cb_param >= 0 && how->cb_param < MAX_ARGS && how->cb_param_arg >= 0) {
		b.n = (unsigned)how->cb_param + 1;
		b.exprs[how->cb_param] = call_arg(w, c, how->cb_param_arg);
		b.args[how->cb_param] = walk_path(w, s, b.exprs[how->cb_param]);
	}
	if (b.n && how->cb_param_member) {
		path_t *p = &b.args[how->cb_param];

		b.exprs[how->cb_param] = 0; /* the address of a part of it */
		*p = path_step(path_step(*p, P_DEREF, 0, 0), P_MEMBER, how->cb_param_member, 0);
		*p = path_step(*p, P_ADDR, 0, 0);
	}
	s->preempt = (int8_t)(s->preempt + how->cb_atomic);
	compose_items(w, s, fn, &b, step);
	s->preempt = (int8_t)(s->preempt - how->cb_atomic);
	note_site(w, &(struct site){ .op = SITE_CALL,
				     .step = step,
				     .a = fn,
				     .local = state_local(s),
				     .via = NO_FN });
	if (sum->changes_state && sum->nexits == 1) {
		/* kref_put() says whether it ran */
		struct state idle = *s;

		learn_result(w, &idle, call, RET_ZERO);
		*vec_push(&w->forks) = idle;
		apply_exit(w, s, fn, &sum->exits[0], &b, step);
		learn_result(w, s, call, RET_NONZERO);
	}
}
