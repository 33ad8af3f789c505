// SPDX-License-Identifier: GPL-2.0-only
/*
 * Registrations: a function is handed to an API that runs it, now or later, in a
 * context of the API's own. Here it is found out which function that is: named in
 * the call, kept in a local, put into the record that is registered, or passed by
 * our callers, who then register it (IT_REGISTER).
 */
#include "analysis/walk.h"

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

/* The function that the initializer of the variable &@e puts into its @member, NO_FN if none. */
static fn_t member_function(const struct walker *w, expr_t e, name_t member)
{
	const struct expr *x = &w->f->exprs[e];
	const struct global *g;
	const struct target *t;
	uint32_t def_unit, n;

	while (x->op == X_CAST || x->op == X_ADDR)
		x = &w->f->exprs[x->a];
	g = x->op == X_GLOBAL ? program_global(w->an->prog, w->unit, x->a, &def_unit) : NULL;
	if (!g || g->type.kind != TR_RECORD)
		return NO_FN;
	t = program_targets(w->an->prog, g->type.name, member, &n);
	for (uint32_t i = 0; i < n; i++)
		if (t[i].variable == x->a && t[i].unit == def_unit)
			return t[i].fn;
	return NO_FN;
}

/* @cb runs from here on, in the context that cb->how says. One step is met in many states. */
static void note_callback(struct walker *w, const struct callback *cb)
{
	for (unsigned i = 0; i < w->callbacks.n; i++) {
		struct callback *o = &w->callbacks.at[i];

		if (o->how == cb->how && o->fn == cb->fn && o->step == cb->step &&
		    o->object == cb->object && o->hard == cb->hard &&
		    o->option.name == cb->option.name && o->option.off == cb->option.off) {
			o->local |= cb->local;
			return;
		}
	}
	*vec_push(&w->callbacks) = *cb;
}

/*
 * The functions that argument @arg may be: the one that it names; those that
 * the local which it is was ever given, since which of them is another branch's
 * matter; or whatever our callers pass for the parameter that it is.
 */
static void note_functions(struct walker *w, const struct state *s, expr_t arg, struct callback *cb,
			   unsigned depth)
{
	const struct function *f = w->f;
	const struct expr *x = &f->exprs[arg];

	while (x->op == X_CAST)
		x = &f->exprs[arg = x->a];
	cb->fn = callee_named_by(w->an, w->fn, arg);
	if (cb->fn != NO_FN) {
		note_callback(w, cb);
	} else if (x->op == X_LOCAL) {
		for (uint32_t i = 0; i < f->nsteps; i++) {
			if (f->steps[i].op != S_ASSIGN || f->steps[i].a != arg)
				continue;
			cb->fn = callee_named_by(w->an, w->fn, f->steps[i].b);
			if (cb->fn != NO_FN)
				note_callback(w, cb);
		}
	} else if (x->op == X_PARAM) {
		struct item it = {
			.op = IT_REGISTER,
			.how = cb->how,
			.cls = cb->object,
			.flags = cb->hard ? ITF_HARD : 0,
			.path = path_root(P_PARAM, x->a, 0),
			.local = cb->local,
			.depth = (uint8_t)depth,
			.step = cb->step,
			.via = NO_FN,
		};

		it.nguards = (uint8_t)state_guards(w, s, it.guards);
		note_item(w, &it);
	}
}

void register_item(struct walker *w, struct state *s, const struct item *it, expr_t arg,
		   uint32_t step)
{
	struct callback cb = {
		.how = it->how,
		.object = it->cls,
		.hard = it->flags & ITF_HARD,
		.step = step,
		.local = local_compose(state_local(s), it->local),
		.option = state_option(w, s),
	};

	if (it->how->cb_object_kind == LK_IRQ)
		s->live = 1;
	note_functions(w, s, arg, &cb, it->depth + 1u);
}

void register_callback(struct walker *w, struct state *s, const struct effect *e, uint32_t call,
		       uint32_t step)
{
	const struct call *c = &w->f->calls[call];
	expr_t arg = call_arg(w, c, e->arg);
	name_t object = 0;

	if (!arg)
		return;
	if (e->cb_now) {
		fn_t fn = callee_named_by(w->an, w->fn, arg);

		if (fn != NO_FN)
			compose_now(w, s, fn, call, e, step);
		return;
	}
	if (e->cb_member && e->cb_object_kind && e->cb_object_arg != e->arg) {
		note_queueing(w, s, e, c, arg, step);
		return;
	}
	if (e->cb_object_kind == LK_IRQ)
		s->live = 1;
	if (e->cb_object_kind)
		object = object_name(w, s, e, c, e->cb_object_kind, e->cb_object_arg, NULL);
	else if (e->cb_member)
		object = class_of_path(w->an, w->fn, walk_lock_path(w, s, arg));

	struct callback cb = {
		.how = e,
		.hard = e->cb_hard && test_holds(w, s, &e->cb_hard_if, c),
		.object = object,
		.step = step,
		.local = state_local(s),
		.option = state_option(w, s),
	};

	if (!e->cb_member) {
		note_functions(w, s, arg, &cb, 0);
		return;
	}
	cb.fn = member_function(w, arg, e->cb_member);
	note_callback(w, &cb);
}
