// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each call means: an API that the model knows, a function with a body,
 * a member of an ops record, or a parameter.
 *
 * The model goes before bodies: it says what mutex_lock() does to its caller,
 * and kernel/locking/mutex.c how that comes about. Only a static function or a
 * macro of the calling file goes before the model: it merely shares the name.
 */
#include "analysis/internal.h"
#include "base/alloc.h"
#include "base/parallel.h"

/* Packed: two bits of kind, the rest its number. */
enum { PACK_NONE, PACK_API, PACK_FN, PACK_POINTER };
#define PACK(kind, n) ((uint32_t)(kind) | (uint32_t)(n) << 2)

/* Defined in the calling file for its own use, so not the kernel's API of that name. */
static bool is_own(const struct analysis *an, fn_t caller, fn_t callee)
{
	const struct fn *c = &an->tab->fns[callee];

	return c->unit == an->tab->fns[caller].unit && c->f->flags & (FN_STATIC | FN_MACRO) &&
	       !program_is_header(an->prog, c->unit);
}

/* Which of the model's @n effects are there for a call in @unit; @has_body: the callee is seen. */
static uint32_t effects_here(const struct analysis *an, uint32_t unit, const struct effect *e,
			     unsigned n, bool has_body)
{
	uint32_t here = 0;

	for (unsigned i = 0; i < n && i < MAX_OPTIONAL_EFFECTS; i++)
		if (!(e[i].weak && has_body) && !(e[i].unless_unit & an->tab->units[unit]->words))
			here |= UINT32_C(1) << i;
	return here;
}

/* The function that @name means in @fn, if it has a body that is not the call's own macro. */
static fn_t body_of(const struct analysis *an, fn_t fn, name_t name)
{
	fn_t to = program_function(an->prog, an->tab->fns[fn].unit, name);

	return to == fn && an->tab->fns[fn].f->flags & FN_MACRO ? NO_FN : to;
}

/* hook(x), where hook is a variable */
static bool is_pointer(const struct analysis *an, fn_t fn, const struct call *c)
{
	const struct fn *me = &an->tab->fns[fn];
	name_t tag, member;

	return expr_pointer_key(an->prog, me->unit, me->f, c->callee, &tag, &member, NULL);
}

static uint32_t resolve(const struct analysis *an, fn_t fn, const struct call *c)
{
	if (!c->name)
		return PACK(PACK_POINTER, 0);

	fn_t to = body_of(an, fn, c->name);
	unsigned n;
	const struct effect *api = model_api(an->model, c->name, &n);
	uint32_t here = 0;

	if (to != NO_FN && to != fn && is_own(an, fn, to))
		return PACK(PACK_FN, to);
	if (api)
		here = effects_here(an, an->tab->fns[fn].unit, api, n, to != NO_FN);
	if (here || (api && n > MAX_OPTIONAL_EFFECTS))
		return PACK(PACK_API, here);
	if (to != NO_FN)
		return PACK(PACK_FN, to);
	return is_pointer(an, fn, c) ? PACK(PACK_POINTER, 0) : PACK(PACK_NONE, 0);
}

struct callee callee_api(const struct analysis *an, fn_t fn, name_t name)
{
	struct callee out = { .kind = CALLEE_API };

	out.api = model_api(an->model, name, &out.napi);
	if (out.api)
		out.here = effects_here(an, an->tab->fns[fn].unit, out.api, out.napi,
					body_of(an, fn, name) != NO_FN);
	return out;
}

static void resolve_fn(void *arg, unsigned fn, unsigned thread)
{
	struct analysis *an = arg;
	const struct function *f = an->tab->fns[fn].f;

	if (!f->ncalls)
		return;

	uint32_t *out = arena_array(&an->arenas[thread], uint32_t, f->ncalls);

	for (uint32_t i = 0; i < f->ncalls; i++)
		out[i] = resolve(an, fn, &f->calls[i]);
	an->callees[fn] = out;
}

void callees_resolve(struct analysis *an)
{
	an->callees = xcalloc(an->tab->nfns, sizeof(*an->callees));
	parallel_for(an->tab->nfns, resolve_fn, an);
}

static void mark_member(void *arg, name_t tag, name_t member, const struct target *t, uint32_t n)
{
	struct analysis *an = arg;

	(void)tag;
	(void)member;
	for (uint32_t i = 0; i < n; i++)
		if (!an->entry[t[i].fn])
			an->entry[t[i].fn] = ENTRY_MEMBER;
}

static void mark_callbacks(struct analysis *an, fn_t fn)
{
	const struct function *f = an->tab->fns[fn].f;

	for (uint32_t i = 0; i < f->ncalls; i++) {
		struct callee to = callee_of(an, fn, i);

		for (unsigned k = 0; to.kind == CALLEE_API && k < to.napi; k++) {
			const struct effect *e = &to.api[k];
			fn_t cb;

			if (e->op != EF_CALLBACK || !effect_is_here(&to, k) || e->cb_now ||
			    e->arg < 0 || e->arg >= f->calls[i].nargs)
				continue;
			cb = callee_named_by(an, fn, f->args[f->calls[i].args + (unsigned)e->arg]);
			if (cb != NO_FN)
				an->entry[cb] = ENTRY_CALLBACK;
		}
	}
}

void callees_mark_entries(struct analysis *an)
{
	an->entry = xcalloc(an->tab->nfns ? an->tab->nfns : 1, 1);
	program_each_target(an->prog, mark_member, an);
	for (fn_t fn = 0; fn < an->tab->nfns; fn++)
		mark_callbacks(an, fn);
}

void callees_free(struct analysis *an)
{
	xfree(an->entry);
	xfree(an->callees);
}

/* p->ops->start(p): the record that has the member, by type; hooks[n](p). */
static struct callee through_pointer(const struct analysis *an, fn_t fn, expr_t e)
{
	const struct function *f = an->tab->fns[fn].f;
	const struct expr *x = &f->exprs[e];

	while (x->op == X_CAST || x->op == X_DEREF || x->op == X_ADDR || x->op == X_INDEX)
		x = &f->exprs[x->a];
	if (x->op == X_PARAM)
		return (struct callee){ .kind = CALLEE_PARAM, .fn = x->a };

	struct callee out = { .kind = CALLEE_MEMBER };

	if (!expr_pointer_key(an->prog, an->tab->fns[fn].unit, f, (expr_t)(x - f->exprs), &out.tag,
			      &out.member, NULL))
		return (struct callee){ .kind = CALLEE_NONE };
	return out;
}

struct callee callee_of(const struct analysis *an, fn_t fn, uint32_t call)
{
	const struct call *c = &an->tab->fns[fn].f->calls[call];
	uint32_t packed = an->callees[fn][call];
	struct callee out = { .kind = CALLEE_NONE };

	switch (packed & 3) {
	case PACK_API:
		out.kind = CALLEE_API;
		out.api = model_api(an->model, c->name, &out.napi);
		out.here = packed >> 2;
		return out;
	case PACK_FN:
		out.kind = CALLEE_FN;
		out.fn = packed >> 2;
		return out;
	case PACK_POINTER:
		return through_pointer(an, fn, c->callee);
	default:
		return out;
	}
}

fn_t callee_named_by(const struct analysis *an, fn_t fn, expr_t e)
{
	const struct function *f = an->tab->fns[fn].f;
	const struct expr *x = &f->exprs[e];

	while (x->op == X_CAST || x->op == X_ADDR)
		x = &f->exprs[x->a];
	if (x->op != X_GLOBAL)
		return NO_FN;
	return program_function(an->prog, an->tab->fns[fn].unit, x->a);
}
