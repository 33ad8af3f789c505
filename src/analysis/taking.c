// SPDX-License-Identifier: GPL-2.0-only
/*
 * Taking, holding and releasing along a path, and sleeping while something is
 * held: what each means for the locks that are held already. Seen directly by
 * effects.c, in callees by compose.c; both come here.
 */
#include "analysis/walk.h"

#include <string.h>

/* Did the callee release @h, under the name @dropped, before what happens in it? */
static bool is_dropped(const struct walker *w, path_t dropped, const struct held *h)
{
	if (!dropped)
		return false;
	return path_key(dropped) == path_key(h->path) ||
	       (h->cls && class_of_path(w->an, w->fn, dropped) == h->cls);
}

/* ---- sleeping ---- */

/* Lock @path as callers know it: by name, or else by class, since some other name of theirs may mean it. */
static path_t seen_by_callers(const struct walker *w, path_t path)
{
	name_t cls;

	if (!path || path_is_visible(path))
		return path;
	cls = class_of_path(w->an, w->fn, path);
	return cls ? path_root(P_CLASS, cls, 0) : 0;
}

/* Is it one that we took here ourselves? */
static bool is_ours(const struct walker *w, const struct state *s, path_t path)
{
	int i = state_find_held(s, path,
				path_is_visible(path) ? 0 : class_of_path(w->an, w->fn, path));

	return i >= 0 && !(s->held[i].flags & HELD_ENTRY);
}

/* The caller's lock that was released before @path is taken or slept on: @path itself if it is that
 * one, what a callee released of our caller's (@inner), else the first. */
static path_t dropped_before(const struct walker *w, const struct state *s, path_t path,
			     path_t inner)
{
	for (unsigned i = 0; i < s->ndropped; i++)
		if (path && path_key(s->dropped[i]) == path_key(path))
			return path;
	if (inner && !is_ours(w, s, inner))
		return seen_by_callers(w, inner);
	return s->ndropped ? seen_by_callers(w, s->dropped[0]) : 0;
}

void note_sleep(struct walker *w, struct state *s, name_t what, uint8_t flags,
		const struct item *from, fn_t via, uint32_t via_item, const struct guard *guards,
		unsigned nguards, uint32_t step)
{
	struct fault f = {
		.rule = RULE_SLEEP_IN_ATOMIC,
		.conf = (uint8_t)conf_of_depth(from ? from->depth + 1u : 0),
		.step = step,
		.from_step = NO_STEP,
		.via = via,
		.via_item = via_item,
		.what = what,
	};
	bool atomic = false, dropped = false;

	if (flags & ITF_MAYBE && f.conf < CONF_MEDIUM) {
		f.conf = CONF_MEDIUM;
		f.maybe = true;
	}
	for (unsigned i = 0; i < s->nheld; i++) {
		const struct held *h = &s->held[i];

		if (!lock_kind_is_atomic(h->kind))
			continue;
		if (from && is_dropped(w, from->dropped, h)) {
			dropped = true;
			continue;
		}
		atomic = true;
		if (f.from_step == NO_STEP)
			f.from_step = h->step;
		if (h->cls && f.nclasses < 3) {
			f.classes[f.nclasses] = h->cls;
			f.kinds[f.nclasses++] = h->kind;
		}
	}
	if (!atomic && !dropped && state_is_switched_off(s)) {
		atomic = true;
		f.from_step = s->irqs == LS_OFF ? s->irqs_step : NO_STEP;
	}
	if (nguards && guards[0].test == GT_GFP && atomic)
		return; /* the caller's gfp decides, and it knows that a lock is held here */
	if (atomic) {
		note_fault(w, &f);
		return;
	}

	struct item it = {
		.op = IT_SLEEP,
		.flags = flags,
		.path = what,
		.local = state_local(s),
		.step = step,
		.via = via,
		.via_item = via_item,
		.depth = (uint8_t)(from ? from->depth + 1 : 0),
		.dropped = dropped_before(w, s, 0, from ? from->dropped : 0),
	};

	it.nguards = (uint8_t)state_guards(w, s, it.guards);
	for (unsigned i = 0; i < nguards && it.nguards < 2; i++)
		it.guards[it.nguards++] = guards[i];
	for (unsigned i = 0; i < nguards; i++) /* gfp matters most */
		if (guards[i].test == GT_GFP)
			it.guards[0] = guards[i];
	note_item(w, &it);
}

/* ---- locks ---- */

static bool readers_only(uint8_t a, uint8_t b)
{
	return a != LM_EXCLUSIVE && b != LM_EXCLUSIVE;
}

static void note_recursion(struct walker *w, const struct held *h, const struct acquisition *a)
{
	struct fault f = {
		.rule = RULE_DOUBLE_LOCK,
		.conf = (uint8_t)conf_of_depth(a->depth),
		.nclasses = 1,
		.kinds = { a->kind },
		.classes = { a->cls ? a->cls : h->cls },
		.step = a->step,
		.from_step = h->step,
		.via = a->via,
		.via_item = a->via_item,
	};

	if (f.classes[0])
		note_fault(w, &f);
}

/*
 * How sure are we that @h is held? A callee that came back with it may have done
 * so on other paths only; and a static lock of another file's, which nothing
 * here can release, is rather one whose release we lost sight of.
 */
static enum confidence conf_of_held(const struct walker *w, const struct held *h)
{
	const char *cls = name_str(h->cls), *colon = strchr(cls, ':');

	if (!(h->flags & HELD_CALLEE))
		return CONF_HIGH;
	if (colon &&
	    strncmp(cls, name_str(w->an->tab->units[w->unit]->path), (size_t)(colon - cls)))
		return CONF_LOW;
	return CONF_MEDIUM;
}

/* A lock that sleeps on PREEMPT_RT is waited for with the raw lock @h held. */
static void note_wait_context(struct walker *w, const struct held *h, const struct acquisition *a)
{
	enum confidence conf = conf_of_depth(a->depth), held = conf_of_held(w, h);
	struct fault f = {
		.rule = RULE_WAIT_CONTEXT,
		.conf = (uint8_t)(conf > held ? conf : held),
		.nclasses = 2,
		.kinds = { h->kind, a->kind },
		.classes = { h->cls, a->cls },
		.step = a->step,
		.from_step = h->step,
		.via = a->via,
		.via_item = a->via_item,
	};

	/* who drops one lock of its caller's may well have dropped this one too: only one is told */
	if (h->cls && a->cls && !a->dropped)
		note_fault(w, &f);
}

/*
 * Readers of RCU and of sequence counters wait for nobody; and who ups a
 * semaphore need not be who downed it, so lockdep has no map for them either.
 */
bool makes_dependency(uint8_t kind)
{
	return kind != LK_RCU && kind != LK_SEQCOUNT && kind != LK_SRCU && kind != LK_SEM;
}

static bool is_made_here(const struct walker *w, path_t lock)
{
	for (unsigned i = 0; i < w->made.n && lock; i++)
		if (w->made.at[i] == path_key(lock))
			return true;
	return false;
}

void note_acquisition(struct walker *w, struct state *s, const struct acquisition *a)
{
	bool may_wait = !(a->flags & ITF_TRY);
	uint8_t no_rt = a->flags & ITF_NO_RT || state_excludes_rt(w, s) ? ITF_NO_RT : 0;

	for (unsigned i = 0; i < s->nheld && may_wait && makes_dependency(a->kind); i++) {
		const struct held *h = &s->held[i];

		if (is_dropped(w, a->dropped, h))
			continue;
		if (path_same(h->path, a->path)) {
			if (!readers_only(h->mode, a->mode) && !(a->flags & ITF_NESTED) &&
			    !lock_kind_is_pseudo(a->kind))
				note_recursion(w, h, a);
			continue;
		}
		if (w->an->opt.wait_context && !no_rt && h->kind == LK_RAW_SPIN &&
		    lock_sleeps_on_rt(a->kind, a->mode))
			note_wait_context(w, h, a);
		if (h->cls && a->cls && h->cls != a->cls && makes_dependency(h->kind))
			note_dep(w, s, h, a);
	}
	if (a->cls && !lock_kind_is_pseudo(a->kind) && makes_dependency(a->kind) && a->via == NO_FN)
		note_site(w,
			  &(struct site){
				  .op = SITE_ACQUIRE,
				  .kind = a->kind,
				  .mode = a->mode,
				  .flags = (uint8_t)(a->flags | (s->live ? ITF_LIVE : 0) |
						     (path_is_variable(a->path) ? ITF_GLOBAL : 0) |
						     (is_made_here(w, a->path) ? ITF_FRESH : 0)),
				  .local = a->local,
				  .step = a->step,
				  .a = a->cls,
				  .via = NO_FN,
				  .option = state_option(w, s),
			  });

	if (!may_wait || !makes_dependency(a->kind))
		return;

	struct item it = {
		.op = lock_kind_is_pseudo(a->kind) ? IT_WAIT : IT_ACQUIRE,
		.kind = a->kind,
		.mode = a->mode,
		.flags = a->flags | no_rt,
		.depth = a->depth,
		.local = a->local,
		.cls = a->cls,
		.path = path_is_visible(a->path) ? a->path : 0,
		.dropped = dropped_before(w, s, a->path, a->dropped),
		.step = a->step,
		.via = a->via,
		.via_item = a->via_item,
	};

	if (!it.cls && !it.path)
		return;
	it.nguards = (uint8_t)state_guards(w, s, it.guards);
	for (unsigned i = 0; i < a->nguards && it.nguards < 2; i++)
		it.guards[it.nguards++] = a->guards[i];
	note_item(w, &it);
}

static void remove_key(path_t *paths, uint8_t *n, path_t key)
{
	for (unsigned i = 0; i < *n; i++)
		if (key && paths[i] == key) {
			--*n;
			paths[i] = paths[*n];
			paths[*n] = 0;
			return;
		}
}

void hold(struct walker *w, struct state *s, const struct acquisition *a)
{
	path_t key = path_key(a->path);
	uint8_t entry = 0;

	remove_key(s->taken, &s->ntaken, key);
	remove_key(s->failed, &s->nfailed, key);
	for (unsigned i = 0; i < s->ndropped; i++)
		if (key && path_key(s->dropped[i]) == key) {
			s->ndropped--;
			s->dropped[i] = s->dropped[s->ndropped];
			s->dropped[s->ndropped] = 0;
			entry = HELD_ENTRY; /* the caller's lock, taken back */
			break;
		}
	s->bh = (int8_t)(s->bh + (a->bh == SW_OFF));
	/* one more element of a list locked in a loop: the first stands for all */
	for (unsigned i = 0; i < s->nheld; i++)
		if (!s->held[i].path && s->held[i].cls == a->cls && !a->path && a->cls)
			return;
	if (s->nheld == MAX_HELD) {
		w->incomplete = true;
		return;
	}
	s->held[s->nheld++] = (struct held){
		.path = a->path,
		.cls = a->cls,
		.step = a->step,
		.kind = a->kind,
		.mode = a->mode,
		.irqs = a->irqs,
		.bh = a->bh,
		.flags = (uint8_t)(a->held_flags | entry |
				   (a->flags & ITF_NESTED ? HELD_NESTED : 0)),
	};
}

void note_failed(struct state *s, path_t path)
{
	path_t key = path_key(path);

	if (key && s->nfailed < MAX_FAILED)
		s->failed[s->nfailed++] = key;
}

static void note_double_release(struct walker *w, struct state *s, path_t path, name_t cls,
				uint8_t kind, fn_t via, uint32_t step)
{
	path_t key = path_key(path);

	const char *what = NULL;

	for (unsigned i = 0; i < s->ntaken; i++)
		if (key && s->taken[i] == key)
			what = "is released twice";
	for (unsigned i = 0; i < s->nfailed; i++)
		if (key && s->failed[i] == key)
			what = "is released though it was not got";
	if (what && cls)
		note_fault(w, &(struct fault){
				      .rule = RULE_UNBALANCED,
				      .conf = via == NO_FN ? CONF_HIGH : CONF_MEDIUM,
				      .nclasses = 1,
				      .kinds = { kind },
				      .classes = { cls },
				      .step = step,
				      .from_step = NO_STEP,
				      .via = NO_FN,
				      .what = name_of(what),
			      });
}

/* A release that can't be named is that of the last lock that could not be, either. */
static int find_nameless(const struct state *s, uint8_t kind)
{
	int i = s->nheld - 1;

	while (i >= 0 && (s->held[i].path || s->held[i].cls || s->held[i].kind != kind))
		i--;
	return i;
}

static bool has_key(const path_t *keys, unsigned n, path_t key)
{
	for (unsigned i = 0; i < n; i++)
		if (keys[i] == key)
			return true;
	return false;
}

void release_lock(struct walker *w, struct state *s, path_t path, name_t cls, uint8_t kind,
		  fn_t via, uint32_t step)
{
	int i = path || cls ? state_find_held(s, path, cls) : find_nameless(s, kind);
	path_t key = path_key(path);
	bool known = false;

	for (unsigned k = 0; k < w->released.n; k++)
		known |= w->released.at[k] == key;
	if (key && !known)
		*vec_push(&w->released) = key;
	if (i >= 0) {
		bool entry = s->held[i].flags & HELD_ENTRY;

		known = false;
		for (unsigned k = 0; k < w->releases.n; k++)
			known |= w->releases.at[k] == step;
		if (!known)
			*vec_push(&w->releases) = step;
		if (key && !entry && !has_key(w->let_go.at, w->let_go.n, key))
			*vec_push(&w->let_go) = key;

		state_remove_held(s, i);
		for (unsigned k = 0; k < s->ntaken; k++)
			if (s->taken[k] == key)
				return;
		if (!entry) {
			if (key && s->ntaken < MAX_TAKEN)
				s->taken[s->ntaken++] = key;
			return;
		}
	} else {
		note_double_release(w, s, path, cls, kind, via, step);
	}
	if (path && makes_dependency(kind)) {
		if (s->ndropped < MAX_DROPPED)
			s->dropped[s->ndropped++] = path;
		else
			w->incomplete = true;
	}
}
