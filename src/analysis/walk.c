// SPDX-License-Identifier: GPL-2.0-only
/*
 * The walk: all paths of one function, as sets of states that flow through its
 * blocks until nothing new arrives.
 *
 * Paths meet where their states are equal. So that a function of a hundred
 * independent branches does not have 2^100 states, only those facts are
 * remembered that can matter: about values tested by branches that decide on a
 * lock (relevance.c), about parameters, and about what is returned. Past a
 * cap all facts of a block's newcomers are dropped, and past a second cap the
 * newcomers are, and the function counts as incomplete.
 */
#include "analysis/walk.h"

#include <string.h>

#include "analysis/known.h"

#define MAX_STATES_BLOCK 24
#define MAX_STATES_FN 3000
#define MAX_FORKS_BLOCK 32 /* from one state through one block */

/* ---- paths of expressions, with bound locals ---- */

static bool is_bound_local(const struct walker *w, const struct state *s, expr_t e, expr_t *value)
{
	const struct expr *x = &w->f->exprs[e];

	while (x->op == X_CAST) {
		e = x->a;
		x = &w->f->exprs[e];
	}
	for (unsigned i = 0; s && i < s->nbound; i++)
		if (s->bound[i].local == e) {
			*value = s->bound[i].value;
			return true;
		}
	return false;
}

path_t walk_path(struct walker *w, const struct state *s, expr_t e)
{
	expr_t value;

	if (!e)
		return 0;
	if (is_bound_local(w, s, e, &value))
		e = value;
	if (!w->expr_path.at[e])
		w->expr_path.at[e] = path_from_expr(w->an, w->fn, e) + 1;
	return s && s->assigned ? path_reassigned(w->expr_path.at[e] - 1, s->assigned)
				: w->expr_path.at[e] - 1;
}

path_t walk_lock_path(struct walker *w, const struct state *s, expr_t e)
{
	return path_step(walk_path(w, s, e), P_DEREF, 0, 0);
}

/* ---- what is worth remembering ---- */

static expr_t subject_of(const struct function *f, expr_t cond)
{
	for (;;) {
		const struct expr *x = &f->exprs[cond];

		if (x->op == X_NOT || x->op == X_CAST || x->op == X_BINARY)
			cond = x->a;
		else
			return cond;
	}
}

static bool same_call(const struct function *f, uint32_t a, uint32_t b)
{
	const struct call *x = &f->calls[a], *y = &f->calls[b];

	return x->name && x->name == y->name && x->nargs == y->nargs &&
	       !memcmp(&f->args[x->args], &f->args[y->args], x->nargs * sizeof(expr_t));
}

static void prepare_paths(struct walker *w)
{
	vec_clear(&w->expr_path);
	for (expr_t e = 0; e < w->f->nexprs; e++)
		*vec_push(&w->expr_path) = 0;
}

/* The first call of the same text as the one that @e is the result of. */
static void find_twin(struct walker *w, expr_t e)
{
	uint32_t call = w->f->exprs[e].a;

	for (uint32_t k = 0; k < call && call < 400; k++)
		if (w->call_expr.at[k] && same_call(w->f, k, call)) {
			w->twin.at[call] = w->twin.at[k];
			w->interest.at[w->call_expr.at[k]] = 1;
			return;
		}
}

static bool changes_lock_state(const struct walker *w, const struct step *st)
{
	struct callee to;

	if (st->op == S_GUARD || st->op == S_UNGUARD)
		return true;
	if (st->op != S_CALL)
		return false;
	to = callee_of(w->an, w->fn, st->a);
	if (to.kind == CALLEE_FN) {
		const struct summary *sum = summary_of(w->an, w->fn, to.fn);

		return sum->changes_state || sum->noreturn;
	}
	for (unsigned k = 0; to.kind == CALLEE_API && k < to.napi; k++)
		if (to.api[k].op == EF_ACQUIRE || to.api[k].op == EF_RELEASE ||
		    to.api[k].op == EF_STATE || to.api[k].op == EF_NORETURN ||
		    to.api[k].op == EF_CALLBACK)
			return true;
	return false;
}

static void find_important(struct walker *w)
{
	const struct function *f = w->f;
	bool any = false;

	vec_clear(&w->important);
	for (uint32_t b = 0; b < f->nblocks; b++) {
		uint8_t *flag = vec_push(&w->important);

		for (uint32_t i = 0; i < f->blocks[b].nsteps && !*flag; i++)
			*flag = changes_lock_state(w, &f->steps[f->blocks[b].step + i]);
		any |= *flag;
	}
	if (any)
		mark_relevant(f, w->important.at);
}

/* Variables that carry gfp flags into a call: which flags decides whether it sleeps. */
static void find_gfp_variables(struct walker *w)
{
	const struct function *f = w->f;

	for (uint32_t i = 0; i < f->ncalls; i++) {
		struct callee to = callee_of(w->an, w->fn, i);
		int arg = ARG_NONE;

		for (unsigned k = 0; to.kind == CALLEE_API && k < to.napi; k++)
			if (to.api[k].op == EF_SLEEP && to.api[k].gfp_arg != ARG_NONE)
				arg = to.api[k].gfp_arg;
		if (to.kind == CALLEE_FN) {
			const struct summary *sum = summary_of(w->an, w->fn, to.fn);

			for (unsigned k = 0; k < sum->nitems; k++)
				for (unsigned g = 0; g < sum->items[k].nguards; g++)
					arg = sum->items[k].guards[g].param;
		}
		if (arg >= 0 && arg < f->calls[i].nargs)
			w->interest.at[f->args[f->calls[i].args + (unsigned)arg]] = 1;
	}
}

/* Locks that the function initialises: of objects that it makes. */
static void find_made(struct walker *w)
{
	vec_clear(&w->made);
	for (uint32_t i = 0; i < w->f->ncalls; i++) {
		struct callee to = callee_of(w->an, w->fn, i);

		for (unsigned k = 0; to.kind == CALLEE_API && k < to.napi; k++)
			if (to.api[k].op == EF_INIT && effect_is_here(&to, k))
				*vec_push(&w->made) = path_key(effect_lock(w, &to.api[k], i));
	}
}

/* A parameter, for callers; and PREEMPT_RT where it is asked what that makes sleep. */
static bool is_always_interesting(const struct walker *w, const struct expr *x)
{
	return x->op == X_PARAM ||
	       (w->an->opt.wait_context && x->op == X_CONFIG && x->a == known.rt);
}

static void prepare(struct walker *w)
{
	const struct function *f = w->f;

	vec_clear(&w->interest);
	for (expr_t e = 0; e < f->nexprs; e++)
		*vec_push(&w->interest) = is_always_interesting(w, &f->exprs[e]);
	vec_clear(&w->call_expr);
	vec_clear(&w->twin);
	for (uint32_t i = 0; i < f->ncalls; i++) {
		*vec_push(&w->call_expr) = 0;
		*vec_push(&w->twin) = i;
	}
	for (expr_t e = 1; e < f->nexprs; e++)
		if (f->exprs[e].op == X_CALL)
			w->call_expr.at[f->exprs[e].a] = e;

	find_important(w);
	find_gfp_variables(w);
	find_made(w);
	for (uint32_t b = 0; b < f->nblocks; b++) {
		expr_t e = f->blocks[b].cond ? subject_of(f, f->blocks[b].cond) : 0;

		if (!e || !(w->important.at[b] & 2))
			continue;
		w->interest.at[e] = w->interest.at[f->blocks[b].cond] = 1;
		if (f->exprs[e].op == X_CALL)
			find_twin(w, e);
	}
	for (uint32_t i = 0; i < f->nsteps; i++)
		if (f->steps[i].op == S_RETURN && f->steps[i].a)
			w->interest.at[subject_of(f, f->steps[i].a)] = 1;
}

static bool is_interesting(const struct walker *w, expr_t cond)
{
	return w->interest.at[subject_of(w->f, cond)] || w->interest.at[cond];
}

/* ---- calls ---- */

static void through_member(struct walker *w, struct state *s, const struct callee *to,
			   uint32_t call, uint32_t step)
{
	uint32_t n;
	const struct target *t = program_targets_of(w->an->prog, w->unit, to->tag, to->member, &n);

	note_site(w, &(struct site){ .op = SITE_INDIRECT,
				     .step = step,
				     .a = to->tag,
				     .b = to->member,
				     .local = state_local(s),
				     .via = NO_FN });
	/* who drops a lock of ours behind a pointer leaves us in the dark about what is held */
	for (uint32_t i = 0; i < n; i++)
		w->incomplete |= summary_of(w->an, w->fn, t[i].fn)->changes_state;
	/* Only a single target is meant for sure: the variants of a driver for several buses share a
	 * member, but no object. */
	for (uint32_t i = 0; i < n && n == 1; i++)
		if (t[i].fn != w->fn && !summary_of(w->an, w->fn, t[i].fn)->changes_state)
			compose_call(w, s, t[i].fn, call, step);
}

/* find(&obj): obj may be another one behind the call. */
static void escape_argument(struct walker *w, struct state *s, expr_t e)
{
	const struct expr *x = &w->f->exprs[e], *at = &w->f->exprs[x->a];

	state_escape(s, w->f, e);
	if (x->op == X_ADDR && at->op == X_LOCAL && w->f->locals[at->a].type.ptr && s->nheld)
		state_renew(s, path_root(P_LOCAL, at->a, w->fn));
}

static bool do_call(struct walker *w, struct state *s, uint32_t call, uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	struct callee to = callee_of(w->an, w->fn, call);
	uint32_t twin = w->twin.at[call];
	bool returns = true;

	for (unsigned i = 0; i < c->nargs; i++)
		escape_argument(w, s, w->f->args[c->args + i]);
	if (s->nheld || s->ntaken)
		state_renew(s, path_root(P_RESULT, call, w->fn));
	if (s->nfacts && w->call_expr.at[call])
		state_forget(s, w->f, w->call_expr.at[call]);
	if (c->is_loop && c->nargs && w->f->exprs[w->f->args[c->args]].op == X_LOCAL)
		state_assign(s, w->f, w->f->args[c->args], 0, false);

	switch ((enum callee_kind)to.kind) {
	case CALLEE_API:
		returns = effects_apply(w, s, &to, call, step);
		break;
	case CALLEE_FN:
		note_site(w, &(struct site){ .op = SITE_CALL,
					     .step = step,
					     .flags = s->live ? ITF_LIVE : 0,
					     .a = to.fn,
					     .local = state_local(s),
					     .via = NO_FN });
		returns = compose_call(w, s, to.fn, call, step);
		break;
	case CALLEE_MEMBER:
		through_member(w, s, &to, call, step);
		break;
	case CALLEE_PARAM:
		note_item(w, &(struct item){ .op = IT_CALL_PARAM,
					     .path = path_root(P_PARAM, to.fn, 0),
					     .local = state_local(s),
					     .step = step,
					     .via = NO_FN });
		break;
	case CALLEE_NONE:
		break;
	}
	if (twin != call && w->call_expr.at[call]) {
		/* the same question asked again: the same answer */
		for (unsigned i = 0; i < s->nfacts; i++)
			if (s->facts[i].e == w->call_expr.at[twin]) {
				state_learn(s, w->call_expr.at[call], s->facts[i].rel);
				break;
			}
	}
	return returns;
}

/* guard(NAME)(arg): NAME's acquire function with those arguments at entry, its release at exit. */
static void do_guard(struct walker *w, struct state *s, const struct step *st, uint32_t step)
{
	const struct call *c = &w->f->calls[st->a];
	const struct guard_class *g = model_guard(w->an->model, c->name);
	struct callee to;
	name_t api;

	if (!g || (c->is_free && st->op == S_GUARD))
		return;
	api = st->op == S_GUARD ? g->acquire : g->release;
	if (!api)
		return;
	to = callee_api(w->an, w->fn, api);
	effects_apply(w, s, &to, st->a, step);
}

/* timer->function = fn: which object it is tells how the function will run. */
static void note_assigned(struct walker *w, const struct step *st, uint32_t step)
{
	const struct expr *l = &w->f->exprs[st->a];
	struct assigned a = { .member = l->b, .step = step };
	unsigned n;

	if (l->op != X_MEMBER ||
	    !expr_member_tag(w->an->prog, w->unit, w->f, st->a, &a.tag, NULL) ||
	    !model_ops(w->an->model, a.tag, a.member, &n))
		return;
	a.fn = callee_named_by(w->an, w->fn, st->b);
	if (a.fn == NO_FN)
		return;
	a.object = class_of_path(w->an, w->fn, walk_path(w, NULL, l->a));
	for (unsigned i = 0; i < w->assigned.n; i++)
		if (w->assigned.at[i].fn == a.fn && w->assigned.at[i].object == a.object)
			return;
	*vec_push(&w->assigned) = a;
}

static void do_assign(struct walker *w, struct state *s, const struct step *st, uint32_t step)
{
	const struct expr *l = &w->f->exprs[st->a];
	const struct expr *r = &w->f->exprs[st->b];

	state_assign(s, w->f, st->a, st->b, w->interest.at[st->a]);
	if (l->op == X_MEMBER && s->nheld)
		state_renew(s, path_key(walk_path(w, s, st->a)));
	if (l->op == X_MEMBER && st->b)
		note_assigned(w, st, step);
	if (l->op != X_LOCAL || !st->b)
		return;

	/* a local that points to a lock or to its object, set more than once */
	expr_t v = st->b;

	while (r->op == X_CAST) {
		v = r->a;
		r = &w->f->exprs[v];
	}
	if (r->op != X_ADDR && r->op != X_MEMBER && r->op != X_PARAM && r->op != X_CONTAINER)
		return;

	struct tref t = w->f->locals[l->a].type;

	if (t.ptr != 1 || model_type(w->an->model, t.name) == LK_NONE)
		return;
	if (s->nbound < MAX_BOUND)
		s->bound[s->nbound++] = (struct bound){ .local = st->a, .value = st->b };
}

static enum ret_class ret_class_of(const struct walker *w, const struct state *s, expr_t e)
{
	const struct expr *x = &w->f->exprs[e];

	if (!e)
		return RET_ANY;
	while (x->op == X_CAST)
		x = &w->f->exprs[x->a];
	if (x->op == X_CALL && w->f->calls[x->a].name == known.err_ptr)
		return RET_ERROR;
	switch (state_value(s, w->f, e)) {
	case FR_ZERO:
		return RET_ZERO;
	case FR_NEGATIVE:
		return RET_ERROR;
	case FR_NONZERO:
		/* "if (err) return err;": what a callee returned, or a variable, is an error code */
		if (!w->f->ret.ptr && w->f->ret.name == known.int_ && x->op != X_GLOBAL &&
		    x->op != X_INT)
			return RET_ERROR;
		return RET_NONZERO;
	case FR_POSITIVE:
	case FR_EQUAL: /* to a named constant other than 0 */
		return RET_NONZERO;
	default:
		return RET_ANY;
	}
}

/* ---- blocks ---- */

static void arrive(struct walker *w, uint32_t block, const struct state *s)
{
	struct block_states *b = &w->blocks.at[block];
	struct state t;

	for (unsigned i = b->seen.n; i-- > 0;)
		if (state_equal(&b->seen.at[i], s))
			return;
	if (b->seen.n >= MAX_STATES_BLOCK) {
		t = *s;
		state_drop_facts(&t);
		s = &t;
		for (unsigned i = b->seen.n; i-- > 0;)
			if (state_equal(&b->seen.at[i], s))
				return;
		if (b->seen.n >= 2 * MAX_STATES_BLOCK || w->nstates >= MAX_STATES_FN) {
			w->incomplete = true;
			return;
		}
	}
	if (++w->nstates > MAX_STATES_FN) {
		w->incomplete = true;
		return;
	}
	*vec_push(&b->seen) = *s;
}

/* A state that goes on in the middle of a block. */
struct resumed {
	struct state s;
	uint32_t from;
};

/* Run the steps of @block from @from on; states that split off wait in w->forks. */
static void run_block(struct walker *w, uint32_t block, struct state *s)
{
	const struct function *f = w->f;
	const struct block *b = &f->blocks[block];
	VEC(struct resumed) stack = { 0 };
	unsigned forked = 0;

	vec_push(&stack)->s = *s;
	while (stack.n) {
		stack.n--;

		struct state cur = stack.at[stack.n].s;
		uint32_t i = stack.at[stack.n].from;
		bool alive = true;

		for (; alive && i < b->nsteps; i++) {
			const struct step *st = &f->steps[b->step + i];
			uint32_t step = b->step + i;

			vec_clear(&w->forks);
			w->vague = cur.vague;
			switch ((enum step_op)st->op) {
			case S_CALL:
				alive = do_call(w, &cur, st->a, step);
				break;
			case S_ASSIGN:
				do_assign(w, &cur, st, step);
				break;
			case S_GUARD:
			case S_UNGUARD:
				do_guard(w, &cur, st, step);
				break;
			case S_RETURN: {
				struct leaving *l;

				alive = false;
				if (w->leaving.n >= MAX_STATES_FN) {
					w->incomplete = true;
					break;
				}
				l = vec_push(&w->leaving);
				l->s = cur;
				l->ret = ret_class_of(w, &cur, st->a);
				l->value = st->a;
				l->step = step;
				break;
			}
			}
			for (unsigned k = 0; k < w->forks.n; k++) {
				struct resumed *r;

				if (++forked > MAX_FORKS_BLOCK) {
					w->incomplete = true;
					break;
				}
				r = vec_push(&stack);

				r->s = w->forks.at[k];
				r->from = i + 1;
			}
		}
		if (!alive)
			continue;

		int truth = b->cond ? state_decide(&cur, f, b->cond) : -1;
		bool remember = b->cond && b->succ[1] != NO_BLOCK && is_interesting(w, b->cond);

		for (unsigned k = 0; k < 2; k++) {
			if (b->succ[k] == NO_BLOCK ||
			    (truth >= 0 && b->succ[1] != NO_BLOCK && truth != (k == 0)))
				continue;

			struct state next = cur;

			if (remember && truth < 0)
				state_assume(&next, f, b->cond, k == 0);
			arrive(w, b->succ[k], &next);
		}
	}
	vec_free(&stack);
}

static void walk_blocks(struct walker *w)
{
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t b = 0; b < w->f->nblocks; b++) {
			struct block_states *bs = &w->blocks.at[b];

			while (bs->done < bs->seen.n) {
				struct state s = bs->seen.at[bs->done++];

				run_block(w, b, &s);
				bs = &w->blocks.at[b];
				more = true;
			}
		}
	}
}

/* Annotations: __must_hold(&x->lock) says what lockdep_assert_held() does. */
static void enter_annotated(struct walker *w, struct state *s)
{
	for (unsigned i = 0; i < w->f->nattrs; i++) {
		const struct attribute *at = &w->f->attrs[i];

		if ((at->name != known.must_hold && at->name != known.releases) || !at->arg)
			continue;

		struct acquisition a = { .held_flags = HELD_ENTRY, .step = NO_STEP, .via = NO_FN };
		const struct expr *x = &w->f->exprs[at->arg];

		while (x->op == X_CAST)
			x = &w->f->exprs[x->a];
		a.path = x->op == X_ADDR ? walk_lock_path(w, s, at->arg) : walk_path(w, s, at->arg);
		a.cls = class_of_path(w->an, w->fn, a.path);
		a.kind = (uint8_t)model_type(w->an->model, type_of_path(w->an, w->fn, a.path).name);
		if (a.kind != LK_NONE && a.cls)
			hold(w, s, &a);
	}
}

struct walker *walker_new(struct analysis *an, unsigned thread)
{
	struct walker *w = xcalloc(1, sizeof(*w));

	w->an = an;
	w->arena = &an->arenas[thread];
	return w;
}

void walker_free(struct walker *w)
{
	if (!w)
		return;
	for (unsigned i = 0; i < w->blocks.cap; i++)
		vec_free(&w->blocks.at[i].seen);
	vec_free(&w->blocks);
	vec_free(&w->sites);
	vec_free(&w->deps);
	vec_free(&w->faults);
	vec_free(&w->callbacks);
	vec_free(&w->assigned);
	vec_free(&w->items);
	vec_free(&w->leaving);
	vec_free(&w->exits);
	vec_free(&w->released);
	vec_free(&w->made);
	vec_free(&w->let_go);
	vec_free(&w->releases);
	vec_free(&w->may_drop);
	vec_free(&w->forks);
	vec_free(&w->call_expr);
	vec_free(&w->twin);
	vec_free(&w->interest);
	vec_free(&w->important);
	vec_free(&w->expr_path);
	vec_free(&w->sleeps);
	vec_free(&w->block_sleeps);
	xfree(w);
}

/* As many cleared block_states as the function has blocks; their buffers are kept from walk to walk. */
static void prepare_blocks(struct walker *w, uint32_t n)
{
	if (n > w->blocks.cap) {
		w->blocks.at = xrealloc(w->blocks.at, n * sizeof(w->blocks.at[0]));
		memset(&w->blocks.at[w->blocks.cap], 0,
		       (n - w->blocks.cap) * sizeof(w->blocks.at[0]));
		w->blocks.cap = n;
	}
	w->blocks.n = n;
	for (uint32_t i = 0; i < n; i++) {
		vec_clear(&w->blocks.at[i].seen);
		w->blocks.at[i].done = 0;
	}
}

/* Can call @i of the function change a state, or be of interest to a caller's locks? */
static bool call_matters(const struct walker *w, uint32_t i)
{
	struct callee to = callee_of(w->an, w->fn, i);
	const struct summary *sum;
	uint32_t n;

	switch ((enum callee_kind)to.kind) {
	case CALLEE_NONE:
		return false;
	case CALLEE_API:
		for (unsigned k = 0; k < to.napi; k++)
			if (to.api[k].op != EF_LEAF && to.api[k].op != EF_OBJECT &&
			    to.api[k].op != EF_INIT)
				return true;
		return false;
	case CALLEE_FN:
		sum = summary_of(w->an, w->fn, to.fn);
		return sum->nitems || sum->changes_state || sum->noreturn;
	case CALLEE_MEMBER: {
		const struct target *t =
			program_targets_of(w->an->prog, w->unit, to.tag, to.member, &n);

		for (uint32_t k = 0; k < n && n == 1; k++)
			if (summary_of(w->an, w->fn, t[k].fn)->nitems)
				return true;
		return false;
	}
	case CALLEE_PARAM:
		return true;
	}
	return true;
}

static bool assigns_function(const struct walker *w, const struct step *st)
{
	return st->op == S_ASSIGN && w->f->exprs[st->a].op == X_MEMBER &&
	       callee_named_by(w->an, w->fn, st->b) != NO_FN;
}

/*
 * Most functions do nothing to any lock. Their calls are still edges for the
 * contexts, all made in the state of entry, and that needs no walk.
 */
static bool walk_is_needed(struct walker *w)
{
	const struct function *f = w->f;

	for (uint32_t i = 0; i < f->nsteps; i++)
		if (f->steps[i].op == S_GUARD || assigns_function(w, &f->steps[i]) ||
		    (f->steps[i].op == S_CALL && call_matters(w, f->steps[i].a)))
			return true;
	return false;
}

static void note_calls_only(struct walker *w)
{
	const struct function *f = w->f;

	for (uint32_t i = 0; i < f->nsteps; i++) {
		struct callee to;

		if (f->steps[i].op == S_RETURN) {
			struct leaving *l = vec_push(&w->leaving);

			l->value = f->steps[i].a;
			l->step = i;
		}
		if (f->steps[i].op != S_CALL)
			continue;
		to = callee_of(w->an, w->fn, f->steps[i].a);
		if (to.kind == CALLEE_FN)
			note_site(w, &(struct site){ .op = SITE_CALL,
						     .step = i,
						     .a = to.fn,
						     .local = LOCAL_ENTRY,
						     .via = NO_FN });
		else if (to.kind == CALLEE_MEMBER)
			note_site(w, &(struct site){ .op = SITE_INDIRECT,
						     .step = i,
						     .a = to.tag,
						     .b = to.member,
						     .local = LOCAL_ENTRY,
						     .via = NO_FN });
	}
}

void walk_function(struct walker *w, fn_t fn)
{
	struct state entry;

	w->fn = fn;
	w->f = w->an->tab->fns[fn].f;
	w->unit = w->an->tab->fns[fn].unit;
	w->nstates = 0;
	w->incomplete = w->f->flags & FN_SKIPPED;
	w->silent = w->f->flags & FN_MACRO;
	w->vague = false;
	vec_clear(&w->sites);
	vec_clear(&w->deps);
	vec_clear(&w->faults);
	vec_clear(&w->callbacks);
	vec_clear(&w->assigned);
	vec_clear(&w->items);
	vec_clear(&w->leaving);
	vec_clear(&w->released);
	vec_clear(&w->let_go);
	vec_clear(&w->releases);
	vec_clear(&w->may_drop);
	if (!walk_is_needed(w)) {
		prepare_paths(w);
		note_calls_only(w);
		sleeps_find(w);
		summary_finish(w);
		return;
	}
	prepare_paths(w);
	prepare(w);
	prepare_blocks(w, w->f->nblocks);

	memset(&entry, 0, sizeof(entry)); /* padding too: states compare as bytes */
	enter_annotated(w, &entry);
	arrive(w, 0, &entry);
	walk_blocks(w);
	balance_check(w);
	sleeps_find(w);
	summary_finish(w);
}
