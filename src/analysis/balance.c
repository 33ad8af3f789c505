// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the exits of a function say.
 *
 * A function may well return with a lock held (a lock wrapper, a seq_file's
 * start) or only on success; it is a fault when some exits hold what others of
 * the same outcome have released. Exits are compared by what they return: held
 * on success and released on error is a contract, held on error is a leak.
 *
 * Then the exits are merged into the summary's few.
 */
#include "analysis/walk.h"

#include <string.h>

#define MAX_EXITS 8
#define MAX_EXITS_SEEN 200

static bool is_err(const struct leaving *l)
{
	return l->ret == RET_ERROR;
}

/* The held lock of @l that is the same as @h, by path or by class; NULL. */
static const struct held *find_same(const struct leaving *l, const struct held *h)
{
	for (unsigned i = 0; i < l->s.nheld; i++) {
		const struct held *o = &l->s.held[i];

		if (o->step == h->step || (h->path && path_key(o->path) == path_key(h->path)) ||
		    (h->cls && o->cls == h->cls))
			return o;
	}
	return NULL;
}

static bool was_released_somewhere(const struct walker *w, const struct held *h)
{
	path_t key = path_key(h->path);

	for (unsigned i = 0; i < w->released.n; i++)
		if (key && w->released.at[i] == key)
			return true;
	return false;
}

/* Exits without the lock, whatever they return: then no outcome can mean "locked". */
static bool outcomes_without(const struct walker *w, const struct held *h)
{
	unsigned seen = 0;

	for (unsigned i = 0; i < w->leaving.n; i++)
		if (!find_same(&w->leaving.at[i], h))
			seen |= 1u << w->leaving.at[i].ret;
	return (seen & 1u << RET_ZERO) && (seen & (1u << RET_ERROR | 1u << RET_NONZERO));
}

/* Is returning with @h held at @l a leak, seeing that exit @o is without it? */
static bool contradicts(const struct walker *w, const struct leaving *l, const struct leaving *o)
{
	bool pointer = w->f->ret.ptr > 0;

	if (is_err(l))
		return true; /* failed, and yet locked: some other exit is not */
	if (l->ret == o->ret)
		return l->ret != RET_ANY || !l->value; /* same outcome, or no outcome at all */
	if (pointer && l->ret == RET_ZERO && o->ret == RET_NONZERO)
		return true; /* NULL with the lock held */
	return false;
}

/* Did the path to @o take lock @h, and release it? */
static bool let_go(const struct leaving *o, const struct held *h)
{
	path_t key = path_key(h->path);

	for (unsigned i = 0; i < o->s.ntaken; i++)
		if (key && o->s.taken[i] == key)
			return true;
	return false;
}

/*
 * How sure is it that the lock held at @l was meant to be released? The witness
 * is another path that took it too, released it, and came to the same outcome.
 * Where no path does both, taking and releasing are for two calls of this
 * function (enable and disable, start and stop): a hand-over. Where the witness
 * leaves by the same return, the release lies under a condition, and that may
 * well be the one under which the lock was taken.
 */
static enum confidence leak_confidence(const struct walker *w, const struct leaving *l,
				       const struct held *h)
{
	bool witness = false, shared = false, maybe = !h->path || h->kind == LK_RCU;

	for (unsigned i = 0; i < w->let_go.n; i++)
		maybe |= w->let_go.at[i] ==
			 path_key(h->path); /* perhaps in a loop's earlier turn */

	for (unsigned i = 0; i < w->leaving.n; i++) {
		const struct leaving *o = &w->leaving.at[i];

		if (o == l || find_same(o, h) || !let_go(o, h))
			continue;
		witness |= contradicts(w, l, o);
		shared |= o->step == l->step;
	}
	if (!maybe)
		return CONF_LOW;
	if (!witness || shared || l->s.nbound || h->flags & (HELD_CALLEE | HELD_UNSURE))
		return CONF_MEDIUM;
	return CONF_HIGH;
}

static void check_held(struct walker *w, const struct leaving *l, const struct held *h)
{
	bool elsewhere_released = false;

	if (h->flags & HELD_ENTRY || !h->cls || h->kind == LK_SEQCOUNT || h->kind == LK_SEM)
		return;
	if (!was_released_somewhere(w, h) && h->kind != LK_RCU)
		return; /* this function never lets go of it: that is its contract */
	if (w->an->entry[w->fn] == ENTRY_CALLBACK || (l->ret == RET_ANY && outcomes_without(w, h)))
		elsewhere_released = true;
	for (unsigned i = 0; i < w->leaving.n && !elsewhere_released; i++) {
		const struct leaving *o = &w->leaving.at[i];

		if (o != l && !find_same(o, h) && (contradicts(w, l, o) || w->an->entry[w->fn]))
			elsewhere_released = true;
	}
	if (!elsewhere_released)
		return;
	note_fault(w, &(struct fault){
			      .rule = RULE_UNBALANCED,
			      .conf = leak_confidence(w, l, h),
			      .nclasses = 1,
			      .kinds = { h->kind },
			      .classes = { h->cls },
			      .step = l->step,
			      .from_step = h->step,
			      .via = NO_FN,
			      .what = name_of("is still held on this return"),
		      });
}

/* The saved flags are returned, or stored where somebody else may restore them from: *flagsp = flags. */
static bool hands_on_flags(struct walker *w, const struct leaving *l)
{
	path_t var = path_key(l->s.flags[0].var);

	if (l->value && path_key(walk_path(w, &l->s, l->value)) == var)
		return true;
	for (uint32_t i = 0; i < w->f->nsteps; i++)
		if (w->f->steps[i].op == S_ASSIGN &&
		    path_key(walk_path(w, &l->s, w->f->steps[i].b)) == var)
			return true;
	return false;
}

/* @cls: the lock, if any, whose taking switched off what its release did not switch on. */
static void note_left_off(struct walker *w, const struct leaving *l, name_t cls, uint32_t from_step,
			  const char *what)
{
	note_fault(w,
		   &(struct fault){
			   .rule = RULE_UNBALANCED,
			   .conf = cls ? CONF_HIGH : CONF_MEDIUM,
			   .nclasses = cls != 0,
			   .kinds = { cls ? LK_SPIN : 0 },
			   .classes = { cls },
			   .step = l->step,
			   .from_step = from_step,
			   .via = NO_FN,
			   .what = cls ? name_printf("is released, but %s", what) : name_of(what),
		   });
}

static void check_irqs(struct walker *w, const struct leaving *l)
{
	static const char what[] = "hardirqs stay off on this return";
	const struct saved_flags *saved = l->s.nflags ? &l->s.flags[0] : NULL;

	for (unsigned i = 0; i < l->s.nheld; i++)
		if (l->s.held[i].irqs)
			return; /* the lock's own fault, if it is one */
	if (!saved) {
		if (l->s.irqs == LS_OFF && l->s.left_irqs)
			note_left_off(w, l, l->s.left_irqs, l->s.irqs_step, what);
	} else if (path_of(path_origin(saved->var))->op == P_LOCAL && !hands_on_flags(w, l)) {
		/* the flags to restore irqs from die with this function's locals */
		note_left_off(w, l, saved->cls, saved->step, what);
	}
}

static void check_bh(struct walker *w, const struct leaving *l)
{
	bool other = false;

	if (l->s.bh <= 0)
		return;
	for (unsigned i = 0; i < l->s.nheld; i++)
		if (l->s.held[i].bh == SW_OFF)
			return;
	for (unsigned i = 0; i < w->leaving.n; i++)
		other |= w->leaving.at[i].s.bh <= 0 && contradicts(w, l, &w->leaving.at[i]);
	if (!other && !l->s.ntaken)
		return; /* local_bh_disable() by contract */
	note_left_off(w, l, l->s.left_bh, NO_STEP, "bottom halves stay disabled on this return");
}

/* A lock that this function takes elsewhere is released here without being held. */
static void check_dropped(struct walker *w, const struct leaving *l)
{
	for (unsigned i = 0; i < l->s.ndropped; i++) {
		path_t key = path_key(l->s.dropped[i]);
		const struct item *taken = NULL;
		bool other = false;

		for (unsigned k = 0; k < w->items.n; k++)
			if (w->items.at[k].op == IT_ACQUIRE && w->items.at[k].via == NO_FN &&
			    path_key(w->items.at[k].path) == key)
				taken = &w->items.at[k];
		for (unsigned k = 0; k < w->leaving.n; k++) {
			const struct leaving *o = &w->leaving.at[k];
			bool same = false;

			for (unsigned j = 0; j < o->s.ndropped; j++)
				same |= path_key(o->s.dropped[j]) == key;
			other |= !same && o->ret == l->ret && !o->s.nheld;
		}
		if (!taken || !other || !taken->cls)
			continue;
		note_fault(w, &(struct fault){
				      .rule = RULE_UNBALANCED,
				      .conf = CONF_MEDIUM,
				      .nclasses = 1,
				      .kinds = { taken->kind },
				      .classes = { taken->cls },
				      .step = l->step,
				      .from_step = taken->step,
				      .via = NO_FN,
				      .what = name_of(
					      "is released without being held before this return"),
			      });
	}
}

/* A release without the lock, where other paths come with it: perhaps all real ones do. */
static void rank_shared_releases(struct walker *w)
{
	for (unsigned i = 0; i < w->faults.n; i++) {
		struct fault *f = &w->faults.at[i];

		if (f->rule != RULE_UNBALANCED || f->from_step != NO_STEP)
			continue;
		for (unsigned k = 0; k < w->releases.n && f->conf == CONF_HIGH; k++)
			if (w->releases.at[k] == f->step)
				f->conf = CONF_MEDIUM;
	}
}

void balance_check(struct walker *w)
{
	rank_shared_releases(w);
	if (w->incomplete || w->silent)
		return;
	for (unsigned i = 0; i < w->leaving.n; i++) {
		const struct leaving *l = &w->leaving.at[i];

		w->vague = l->s.vague;
		for (unsigned k = 0; k < l->s.nheld; k++)
			check_held(w, l, &l->s.held[k]);
		check_irqs(w, l);
		check_bh(w, l);
		check_dropped(w, l);
	}
}

/* ---- the summary ---- */

/* Held on an object that callers can't name, known by the call that returned it only: more likely that
 * we lost sight of its release than that somebody else lets go of it. */
static bool is_lost(const struct held *h)
{
	const char *cls = name_str(h->cls);
	size_t len = name_len(h->cls);

	return !path_is_visible(h->path) && (!h->cls || (len > 2 && !strcmp(cls + len - 2, "()")));
}

static void make_exit(const struct walker *w, const struct leaving *l, struct fexit *x)
{
	const struct state *s = &l->s;

	memset(x, 0, sizeof(*x));
	x->ret = (uint8_t)l->ret;
	x->irqs = s->irqs;
	x->bh = s->bh;
	x->preempt = s->preempt;
	x->line = w->f->steps[l->step].line;
	if (s->nflags)
		x->saves = path_is_visible(s->flags[0].var) ? s->flags[0].var : 0;
	x->restores = s->restores;
	for (unsigned i = 0; i < s->nheld && x->nlocks < EXIT_LOCKS; i++) {
		const struct held *h = &s->held[i];

		if (h->flags & HELD_ENTRY || is_lost(h))
			continue;
		x->locks[x->nlocks++] = (struct exit_lock){
			.path = path_is_visible(h->path) ? h->path : 0,
			.cls = h->cls,
			.kind = h->kind,
			.mode = h->mode,
			.acquired = 1,
			.irqs = h->irqs,
		};
	}
	for (unsigned i = 0; i < s->ndropped && x->nlocks < EXIT_LOCKS; i++)
		if (path_is_visible(s->dropped[i]))
			x->locks[x->nlocks++] = (struct exit_lock){
				.path = s->dropped[i],
				.cls = class_of_path(w->an, w->fn, s->dropped[i]),
			};
	x->nguards = (uint8_t)state_guards(w, s, x->guards);
	/* Which flag or enumerator a caller's variable is, is seldom known there: no contract. */
	for (unsigned i = x->nguards; i-- > 0;)
		if (x->guards[i].word) {
			x->guards[i] = x->guards[--x->nguards];
			x->guards[x->nguards] = (struct guard){ 0 };
		}
}

static bool same_effect(const struct fexit *a, const struct fexit *b)
{
	return a->irqs == b->irqs && a->bh == b->bh && a->preempt == b->preempt &&
	       a->saves == b->saves && a->restores == b->restores && a->nlocks == b->nlocks &&
	       !memcmp(a->locks, b->locks, a->nlocks * sizeof(a->locks[0]));
}

static bool changes(const struct fexit *x)
{
	return x->nlocks || x->irqs != LS_ENTRY || x->bh || x->preempt || x->saves || x->restores;
}

/* Can a caller tell the two exits apart, by what is returned or by what it passed? */
static bool told_apart(const struct fexit *a, const struct fexit *b)
{
	if (a->ret != RET_ANY && b->ret != RET_ANY && a->ret != b->ret)
		return true;
	for (unsigned i = 0; i < a->nguards; i++)
		for (unsigned k = 0; k < b->nguards; k++)
			if (a->guards[i].param == b->guards[k].param &&
			    a->guards[i].test != b->guards[k].test)
				return true;
	return false;
}

static bool has_lock(const struct fexit *x, const struct exit_lock *l)
{
	for (unsigned i = 0; i < x->nlocks; i++)
		if (x->locks[i].acquired == l->acquired && x->locks[i].cls == l->cls &&
		    path_key(x->locks[i].path) == path_key(l->path))
			return true;
	return false;
}

static void remove_lock(struct fexit *x, const struct exit_lock *l)
{
	for (unsigned i = x->nlocks; i-- > 0;)
		if (x->locks[i].acquired == l->acquired && x->locks[i].cls == l->cls &&
		    path_key(x->locks[i].path) == path_key(l->path)) {
			x->nlocks--;
			memmove(&x->locks[i], &x->locks[i + 1],
				(x->nlocks - i) * sizeof(x->locks[0]));
			memset(&x->locks[x->nlocks], 0, sizeof(x->locks[0]));
		}
}

/*
 * A contract is what a caller can rely on: a lock held on all exits, or on
 * those that it can tell from the others. Anything else is a fault here, or
 * something that we lost sight of; told to callers, it would accuse all of them.
 */
static void keep_contracts(struct fexit *exits, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = exits[i].nlocks; k-- > 0;) {
			struct exit_lock l = exits[i].locks[k];
			bool broken = false;

			for (unsigned j = 0; j < n && !broken; j++)
				broken = !has_lock(&exits[j], &l) &&
					 !told_apart(&exits[i], &exits[j]);
			for (unsigned j = 0; j < n && broken; j++)
				remove_lock(&exits[j], &l);
		}
	for (unsigned i = 0; i < n; i++)
		for (unsigned j = 0; j < n; j++) {
			if (told_apart(&exits[i], &exits[j]))
				continue;
			if (exits[i].irqs != exits[j].irqs || exits[i].saves != exits[j].saves ||
			    exits[i].restores != exits[j].restores)
				for (unsigned k = 0; k < n; k++) {
					exits[k].irqs = LS_ENTRY;
					exits[k].saves = exits[k].restores = 0;
				}
			if (exits[i].bh != exits[j].bh || exits[i].preempt != exits[j].preempt)
				for (unsigned k = 0; k < n; k++)
					exits[k].bh = exits[k].preempt = 0;
		}
}

/* Exits of equal effect and outcome become one, with the guards that they share. */
static unsigned merge_exits(struct fexit *exits, unsigned n)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < n; i++) {
		unsigned k = 0;

		while (k < kept &&
		       (exits[k].ret != exits[i].ret || !same_effect(&exits[k], &exits[i])))
			k++;
		if (k == kept) {
			exits[kept++] = exits[i];
		} else if (exits[k].nguards != exits[i].nguards ||
			   memcmp(exits[k].guards, exits[i].guards, sizeof(exits[k].guards)) != 0) {
			exits[k].nguards = 0;
			memset(exits[k].guards, 0, sizeof(exits[k].guards));
		}
	}
	return kept;
}

/* The same effect for all return values: one exit that returns anything. */
static unsigned fold_returns(struct fexit *exits, unsigned n)
{
	for (unsigned i = 1; i < n; i++)
		if (!same_effect(&exits[0], &exits[i]))
			return n;
	if (n > 1) {
		exits[0].ret = RET_ANY;
		exits[0].nguards = 0;
	}
	return n ? 1 : 0;
}

/* What is always returned: one path, seen by callers too. */
static path_t returned_path(struct walker *w)
{
	path_t ret = 0;

	for (uint32_t i = 0; i < w->f->nsteps; i++) {
		const struct step *st = &w->f->steps[i];
		path_t p;

		if (st->op != S_RETURN)
			continue;
		if (!st->a)
			return 0;
		if (state_value(&(struct state){ 0 }, w->f, st->a) == FR_ZERO)
			continue; /* NULL besides: the path where there is one */
		p = walk_path(w, NULL, st->a);
		if (!path_is_visible(p) || (ret && ret != p))
			return 0;
		ret = p;
	}
	return ret;
}

static bool tells_drop(const struct summary *sum, name_t cls)
{
	for (unsigned i = 0; i < sum->nexits; i++)
		for (unsigned k = 0; k < sum->exits[i].nlocks; k++)
			if (!sum->exits[i].locks[k].acquired && sum->exits[i].locks[k].cls == cls)
				return true;
	return false;
}

/* The caller's locks that some exit is without and @sum's exits do not say so. */
static void find_may_drop(struct walker *w, struct summary *sum)
{
	for (unsigned i = 0; i < w->leaving.n; i++)
		for (unsigned k = 0; k < w->leaving.at[i].s.ndropped; k++) {
			name_t cls = class_of_path(w->an, w->fn, w->leaving.at[i].s.dropped[k]);

			if (cls && !tells_drop(sum, cls))
				note_may_drop(w, cls);
		}
	memset(sum->may_drop, 0, sizeof(sum->may_drop));
	for (unsigned i = 0; i < w->may_drop.n; i++)
		sum->may_drop[i] = w->may_drop.at[i];
}

void summary_finish(struct walker *w)
{
	struct summary *sum = &w->an->sums[w->fn];
	struct record_of *rec = &w->an->recs[w->fn];
	struct fexit *exits;
	unsigned n = w->leaving.n < MAX_EXITS_SEEN ? w->leaving.n : MAX_EXITS_SEEN;
	bool changed = false, lost = w->incomplete || w->leaving.n > MAX_EXITS_SEEN;

	vec_clear(&w->exits);
	for (unsigned i = 0; i < n; i++)
		make_exit(w, &w->leaving.at[i], vec_push(&w->exits));
	exits = w->exits.at;
	n = merge_exits(exits, n);
	keep_contracts(exits, n);
	n = fold_returns(exits, merge_exits(exits, n));
	for (unsigned i = 0; i < n; i++)
		changed |= changes(&exits[i]);
	if (n > MAX_EXITS || (lost && n > 1))
		changed = false; /* better no contract than a wrong one */
	sum->changes_state = changed;
	sum->noreturn = !w->leaving.n && w->f->nblocks && !w->incomplete &&
			!(w->f->flags & FN_MACRO);
	sum->nexits = changed ? (uint16_t)n : 0;
	sum->exits = changed ? arena_memdup(w->arena, exits, n * sizeof(exits[0])) : NULL;
	sum->nitems = (uint16_t)w->items.n;
	sum->items = arena_memdup(w->arena, w->items.at, w->items.n * sizeof(w->items.at[0]));
	sum->ret = returned_path(w);
	find_may_drop(w, sum);

	rec->nsites = w->sites.n;
	rec->sites = arena_memdup(w->arena, w->sites.at, w->sites.n * sizeof(w->sites.at[0]));
	rec->ndeps = w->deps.n;
	rec->deps = arena_memdup(w->arena, w->deps.at, w->deps.n * sizeof(w->deps.at[0]));
	rec->nfaults = w->faults.n;
	rec->faults = arena_memdup(w->arena, w->faults.at, w->faults.n * sizeof(w->faults.at[0]));
	rec->ncallbacks = w->callbacks.n;
	rec->callbacks = arena_memdup(w->arena, w->callbacks.at,
				      w->callbacks.n * sizeof(w->callbacks.at[0]));
	rec->nassigned = w->assigned.n;
	rec->assigned =
		arena_memdup(w->arena, w->assigned.at, w->assigned.n * sizeof(w->assigned.at[0]));
	rec->incomplete = w->incomplete;
}
