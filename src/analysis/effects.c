// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an API of the model does to a state: the lock is taken or released,
 * irqs go off or on, something sleeps, a function is made to run. Each rule that
 * one path alone can show is noticed here: a lock taken twice, sleeping while
 * atomic, irqs on too early, a flags variable used twice.
 */
#include "analysis/walk.h"

#include <string.h>

#include "csyntax/ast.h"

/* ---- arguments ---- */

/* Does the or-ed word list @e hold @word? 1, 0, -1 can't be told. */
static int has_word(const struct walker *w, const struct state *s, expr_t e, name_t word, int depth)
{
	const struct expr *x = &w->f->exprs[e];

	if (depth > 8)
		return -1;
	switch ((enum expr_op)x->op) {
	case X_CAST:
		return has_word(w, s, x->a, word, depth + 1);
	case X_GLOBAL:
		return x->a == word ? 1 : 0;
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

static bool tests_hold(const struct walker *w, const struct state *s, const struct effect *e,
		       const struct call *c)
{
	for (unsigned i = 0; i < ARRAY_SIZE(e->when); i++) {
		const struct model_test *t = &e->when[i];

		if (t->arg == ARG_NONE)
			continue;

		int has = t->arg < c->nargs ? has_word(w, s, call_arg(w, c, t->arg), t->word, 0)
					    : -1;

		if (has < 0 || has == (int)t->negate)
			return false;
	}
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
		return model_gfp_sleeps(w->an->model, x->a) == 1;
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

/* ---- irqs ---- */

static int saved_index(const struct state *s, path_t var)
{
	for (int i = 0; i < s->nflags; i++)
		if (path_key(s->flags[i].var) == path_key(var))
			return i;
	return -1;
}

static void forget_saved(struct state *s, int i)
{
	s->nflags--;
	memmove(&s->flags[i], &s->flags[i + 1], (s->nflags - (unsigned)i) * sizeof(s->flags[0]));
	memset(&s->flags[s->nflags], 0, sizeof(s->flags[0]));
}

/* Is @h the lock that is being released, as far as that can be told? */
static bool is_released(const struct held *h, name_t released, path_t path)
{
	return (released && h->cls == released) || (path && path_key(h->path) == path_key(path));
}

/* The outer region, if any, that must not have irqs on: its lock's class and where it began. */
static bool irqs_off_region(const struct state *s, name_t released, path_t path, name_t *cls,
			    uint8_t *kind, uint32_t *step)
{
	bool own_flags = false;

	for (unsigned i = 0; i < s->nheld; i++) {
		const struct held *h = &s->held[i];

		if (!h->irqs)
			continue;
		if (is_released(h, released, path)) {
			own_flags |= h->irqs == SW_SAVE;
			continue;
		}
		*cls = h->cls;
		*kind = h->kind;
		*step = h->step;
		return true;
	}
	if (s->nflags > own_flags) {
		*cls = 0;
		*kind = 0;
		*step = s->flags[0].step;
		return true;
	}
	return false;
}

void note_irqs_on(struct walker *w, struct state *s, name_t cls, path_t path, fn_t via,
		  uint32_t via_item, uint32_t step)
{
	name_t outer;
	uint8_t kind;
	uint32_t from;

	if (irqs_off_region(s, cls, path, &outer, &kind, &from)) {
		struct fault f = {
			.rule = RULE_IRQ_ENABLED_EARLY,
			.conf = CONF_HIGH,
			.step = step,
			.from_step = from,
			.via = via,
			.via_item = via_item,
			.what = cls,
		};

		if (outer) {
			f.classes[f.nclasses] = outer;
			f.kinds[f.nclasses++] = kind;
		}
		if (cls) {
			f.classes[f.nclasses] = cls;
			f.kinds[f.nclasses++] = LK_SPIN;
		}
		note_fault(w, &f);
		return;
	}
	if (s->irqs == LS_ENTRY || s->irqs_before == LS_ENTRY) {
		struct item it = {
			.op = IT_IRQS_ON,
			.cls = cls,
			.path = path_is_visible(path) ? path : 0,
			.local = state_local(s),
			.step = step,
			.via = via,
			.via_item = via_item,
		};

		if (item_of(w->an, via, via_item))
			it.depth = (uint8_t)(item_of(w->an, via, via_item)->depth + 1);
		it.nguards = (uint8_t)state_guards(w, s, it.guards);
		note_item(w, &it);
	}
}

static void save_irqs(struct walker *w, struct state *s, path_t var, uint32_t step, name_t cls,
		      uint8_t kind)
{
	int live = var ? saved_index(s, var) : -1;

	if (live >= 0) {
		struct fault f = {
			.rule = RULE_FLAGS_REUSE,
			.conf = CONF_HIGH,
			.step = step,
			.from_step = s->flags[live].step,
			.via = NO_FN,
		};
		for (unsigned i = 0; i < s->nheld; i++)
			if (s->held[i].irqs == SW_SAVE && s->held[i].step == s->flags[live].step &&
			    s->held[i].cls) {
				f.classes[f.nclasses] = s->held[i].cls;
				f.kinds[f.nclasses++] = s->held[i].kind;
				break;
			}
		if (cls && cls != f.classes[0]) {
			f.classes[f.nclasses] = cls;
			f.kinds[f.nclasses++] = kind;
		}
		note_fault(w, &f);
		s->flags[live].irqs = LS_OFF; /* what the second save overwrote */
		s->flags[live].step = step;
	} else if (s->nflags < MAX_FLAGS) {
		s->flags[s->nflags++] =
			(struct saved_flags){ .var = var, .step = step, .irqs = s->irqs };
	} else {
		w->incomplete = true;
	}
	s->irqs = LS_OFF;
	s->irqs_step = step;
}

/*
 * A flags variable that another CPU may write meanwhile: static, or a member of
 * something that this lock does not protect. Saved in the record of an
 * exclusive lock of its own, flags are written and read with that lock held.
 */
static void check_shared_flags(struct walker *w, path_t var, path_t lock, name_t cls, uint8_t kind,
			       uint8_t mode, uint32_t step)
{
	const struct path *v = var ? path_of(path_key(var)) : NULL;
	const struct path *l = lock ? path_of(path_key(lock)) : NULL;
	path_t root = path_origin(var);
	struct fault f = { .rule = RULE_FLAGS_REUSE,
			   .conf = CONF_MEDIUM,
			   .step = step,
			   .from_step = NO_STEP,
			   .via = NO_FN,
			   .what = name_of("shared") };

	if (!v || path_of(root)->op == P_LOCAL || path_of(root)->op == P_RESULT ||
	    (v->op != P_MEMBER && v->op != P_GLOBAL))
		return;
	if (l && mode == LM_EXCLUSIVE && l->op == P_MEMBER && v->op == P_MEMBER &&
	    l->base == v->base)
		return;
	if (l && l->op == P_GLOBAL && mode == LM_EXCLUSIVE)
		return; /* one lock, one variable */
	if (cls) {
		f.classes[f.nclasses] = cls;
		f.kinds[f.nclasses++] = kind;
	}
	note_fault(w, &f);
}

static void restore_irqs(struct state *s, path_t var)
{
	int i = saved_index(s, var);

	if (i < 0 && s->nflags && !var)
		i = s->nflags - 1;
	if (i >= 0) {
		s->irqs = s->flags[i].irqs;
		forget_saved(s, i);
		return;
	}

	s->irqs = LS_ENTRY;
	if (path_is_visible(var))
		s->restores = var;
}

void switch_irqs(struct walker *w, struct state *s, enum switch_op sw, path_t flags, uint32_t step,
		 name_t released, path_t path)
{
	switch (sw) {
	case SW_KEEP:
		return;
	case SW_OFF:
		if (s->irqs != LS_OFF) {
			s->irqs_before = s->irqs;
			s->irqs = LS_OFF;
			s->irqs_step = step;
		}
		return;
	case SW_ON:
		note_irqs_on(w, s, released, path, NO_FN, 0, step);
		/* The end of an _irq section leads back to what was before: if that was off,
		 * note_irqs_on() has said so, and saying it again would help nobody. */
		s->irqs = s->irqs == LS_OFF ? s->irqs_before : LS_ON;
		return;
	case SW_SAVE:
		save_irqs(w, s, flags, step, released, LK_SPIN);
		return;
	case SW_RESTORE:
		restore_irqs(s, flags);
		return;
	}
}

static void switch_levels(struct state *s, const struct effect *e)
{
	s->bh = (int8_t)(s->bh + (e->bh == SW_OFF) - (e->bh == SW_ON));
	s->preempt = (int8_t)(s->preempt + (e->preempt == SW_OFF) - (e->preempt == SW_ON));
	if (e->line == SW_OFF && s->line_off < 3)
		s->line_off++;
	else if (e->line == SW_ON && s->line_off)
		s->line_off--;
}

/* Did the callee release @h, under the name @dropped, before what happens in it? */
static bool is_dropped(const struct walker *w, path_t dropped, const struct held *h)
{
	if (!dropped)
		return false;
	return path_key(dropped) == path_key(h->path) ||
	       (h->cls && class_of_path(w->an, w->fn, dropped) == h->cls);
}

/* ---- sleeping ---- */

/* The caller's lock that was released before @path is taken or slept on: @path itself if it is that
 * one, what a callee released of our caller's (@inner), else the first. */
static path_t dropped_before(const struct state *s, path_t path, path_t inner)
{
	for (unsigned i = 0; i < s->ndropped; i++)
		if (path && path_key(s->dropped[i]) == path_key(path))
			return path;
	if (path_is_visible(inner) && state_find_held(s, inner, 0) < 0)
		return inner;
	return s->ndropped ? s->dropped[0] : 0;
}

void note_sleep(struct walker *w, struct state *s, name_t what, const struct item *from, fn_t via,
		uint32_t via_item, const struct guard *guards, unsigned nguards, uint32_t step)
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
	if (!atomic && !dropped &&
	    (s->irqs == LS_OFF || s->bh > 0 || s->preempt > 0 ||
	     (s->irqs == LS_ENTRY && s->entry_irqs == LS_OFF))) {
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
		.path = what,
		.local = state_local(s),
		.step = step,
		.via = via,
		.via_item = via_item,
		.depth = (uint8_t)(from ? from->depth + 1 : 0),
		.dropped = dropped_before(s, 0, from ? from->dropped : 0),
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

static void note_wait_context(struct walker *w, const struct held *h, const struct acquisition *a)
{
	struct fault f = {
		.rule = RULE_WAIT_CONTEXT,
		.conf = CONF_HIGH,
		.nclasses = 2,
		.kinds = { h->kind, a->kind },
		.classes = { h->cls, a->cls },
		.step = a->step,
		.from_step = h->step,
		.via = a->via,
		.via_item = a->via_item,
	};

	if (h->cls && a->cls)
		note_fault(w, &f);
}

/*
 * Readers of RCU and of sequence counters wait for nobody; and who ups a
 * semaphore need not be who downed it, so lockdep has no map for them either.
 */
static bool makes_dependency(uint8_t kind)
{
	return kind != LK_RCU && kind != LK_SEQCOUNT && kind != LK_SRCU && kind != LK_SEM;
}

void note_acquisition(struct walker *w, struct state *s, const struct acquisition *a)
{
	bool may_wait = !(a->flags & ITF_TRY);

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
		if (h->kind == LK_RAW_SPIN &&
		    (a->kind == LK_SPIN || a->kind == LK_RW || a->kind == LK_LOCAL))
			note_wait_context(w, h, a);
		if (h->cls && a->cls && h->cls != a->cls && makes_dependency(h->kind))
			note_dep(w, s, h, a);
	}
	if (a->cls && !lock_kind_is_pseudo(a->kind) && makes_dependency(a->kind) && a->via == NO_FN)
		note_site(w, &(struct site){
				     .op = SITE_ACQUIRE,
				     .kind = a->kind,
				     .mode = a->mode,
				     .flags = (uint8_t)(a->flags | (s->live ? ITF_LIVE : 0)),
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
		.flags = a->flags,
		.depth = a->depth,
		.local = a->local,
		.cls = a->cls,
		.path = path_is_visible(a->path) ? a->path : 0,
		.dropped = dropped_before(s, a->path, a->dropped),
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
				uint8_t kind, uint32_t step)
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
				      .conf = CONF_HIGH,
				      .nclasses = 1,
				      .kinds = { kind },
				      .classes = { cls },
				      .step = step,
				      .from_step = NO_STEP,
				      .via = NO_FN,
				      .what = name_of(what),
			      });
}

void release_lock(struct walker *w, struct state *s, path_t path, name_t cls, uint8_t kind,
		  uint32_t step)
{
	int i = state_find_held(s, path, cls);
	path_t key = path_key(path);
	bool known = false;

	for (unsigned k = 0; k < w->released.n; k++)
		known |= w->released.at[k] == key;
	if (key && !known)
		*vec_push(&w->released) = key;
	if (i >= 0) {
		bool entry = s->held[i].flags & HELD_ENTRY;

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
		note_double_release(w, s, path, cls, kind, step);
	}
	if (path && makes_dependency(kind)) {
		if (s->ndropped < MAX_DROPPED)
			s->dropped[s->ndropped++] = path;
		else
			w->incomplete = true;
	}
}

/* ---- the effects themselves ---- */

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
	if (e->subclass > 0 || e->subclass_arg != ARG_NONE || e->nest_arg != ARG_NONE || e->ordered)
		a.flags |= ITF_NESTED;
	if (lock_kind_sleeps(e->kind) && !e->try)
		note_sleep(w, s, c->name, NULL, NO_FN, 0, NULL, 0, step);

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

/* up_write() of what down_read() or downgrade_write() left shared, or the other way round. */
static void check_release_mode(struct walker *w, const struct state *s, const struct effect *e,
			       path_t path, name_t cls, uint32_t step)
{
	int i = state_find_held(s, path, cls);

	if (i < 0 || !cls || (e->kind != LK_RWSEM && e->kind != LK_RW) ||
	    s->held[i].kind != e->kind || s->held[i].flags & HELD_ENTRY ||
	    (s->held[i].mode == LM_EXCLUSIVE) == (e->mode == LM_EXCLUSIVE))
		return;
	note_fault(w, &(struct fault){
			      .rule = RULE_UNBALANCED,
			      .conf = CONF_HIGH,
			      .nclasses = 1,
			      .kinds = { e->kind },
			      .classes = { cls },
			      .step = step,
			      .from_step = s->held[i].step,
			      .via = NO_FN,
			      .what = name_of(
				      e->mode == LM_EXCLUSIVE
					      ? "is released as a writer, but held as a reader"
					      : "is released as a reader, but held as a writer"),
		      });
}

static void apply_release(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
			  uint32_t step)
{
	const struct call *c = &w->f->calls[call];
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
		check_release_mode(w, s, e, path, cls, step);
		release_lock(w, s, path, cls, e->kind, step);
	}
	if (e->irqs == SW_ON && !path && !cls && s->irqs == LS_OFF)
		s->irqs = s->irqs_before; /* whose release it is can't be told: no accusation */
	else
		switch_irqs(w, s, e->irqs, flags_path(w, s, e, call), step, cls, path);
	switch_levels(s, e);
}

/* The pseudo-lock of kind @kind that argument @arg names; *@path (may be NULL) for callers to complete it. */
static name_t object_name(struct walker *w, const struct state *s, const struct effect *e,
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

/* queue_work(wq, work): who waits for the queue waits for the work, whose function is known elsewhere. */
static void note_queueing(struct walker *w, const struct state *s, const struct effect *e,
			  const struct call *c, expr_t work, uint32_t step)
{
	struct held queue = { .kind = e->cb_object_kind, .step = step };
	name_t cls = class_of_path(w->an, w->fn, walk_lock_path(w, s, work));

	queue.cls = object_name(w, s, e, c, e->cb_object_kind, e->cb_object_arg, NULL);
	if (!queue.cls || !cls)
		return;
	note_dep(w, s, &queue,
		 &(struct acquisition){
			 .cls = name_printf("%s:%s", lock_kind_name(LK_WORK), name_str(cls)),
			 .kind = LK_WORK,
			 .step = step,
			 .via = NO_FN });
}

static void apply_callback(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
			   uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	expr_t arg = call_arg(w, c, e->arg);
	fn_t fn = arg ? callee_named_by(w->an, w->fn, arg) : NO_FN;

	if (e->cb_now) {
		if (fn != NO_FN)
			compose_now(w, s, fn, call, e, step);
		return;
	}
	if (fn == NO_FN && e->cb_member && arg && e->cb_object_arg != e->arg)
		note_queueing(w, s, e, c, arg, step);
	if (fn == NO_FN && (!e->cb_member || e->cb_object_arg != e->arg))
		return;
	if (e->cb_object_kind == LK_IRQ)
		s->live = 1;
	*vec_push(&w->callbacks) = (struct callback){
		.how = e,
		.fn = fn,
		.object = e->cb_object_kind ? object_name(w, s, e, c, e->cb_object_kind,
							  e->cb_object_arg, NULL)
					    : 0,
		.step = step,
		.local = state_local(s),
		.option = state_option(w, s),
	};
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
	if (e->arg == ARG_NONE)
		return;
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
	struct guard g = { 0 };
	unsigned n = 0;

	if (e->gfp_arg != ARG_NONE) {
		int sleeps = e->gfp_arg < c->nargs
				     ? gfp_sleeps(w, s, call_arg(w, c, e->gfp_arg), &g.param)
				     : 0;

		if (!sleeps)
			return;
		if (sleeps == 2) {
			g.test = GT_GFP;
			n = 1;
		}
	}
	note_sleep(w, s, c->name, NULL, NO_FN, 0, &g, n, step);
}

bool effects_apply(struct walker *w, struct state *s, const struct effect *e, unsigned n,
		   uint32_t call, uint32_t step)
{
	const struct call *c = &w->f->calls[call];

	for (unsigned i = 0; i < n; i++, e++) {
		if (!tests_hold(w, s, e, c))
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
			apply_callback(w, s, e, call, step);
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
