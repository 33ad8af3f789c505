// SPDX-License-Identifier: GPL-2.0-only
/*
 * Abstract states: see state.h. The larger half is about facts: what a branch
 * taken says about a value, so that `if (x) lock(); … if (x) unlock();` is two
 * paths and not four.
 */
#include "analysis/state.h"

#include <string.h>

#include "analysis/known.h"
#include "csyntax/ast.h"

bool state_is_switched_off(const struct state *s)
{
	return s->irqs == LS_OFF || (s->irqs == LS_ENTRY && s->entry_irqs == LS_OFF) ||
	       state_bh(s) == LS_OFF || s->preempt > 0 || s->entry_atomic;
}

bool state_equal(const struct state *a, const struct state *b)
{
	return !memcmp(a, b, offsetof(struct state, held)) &&
	       !memcmp(a->held, b->held, a->nheld * sizeof(a->held[0])) &&
	       !memcmp(a->facts, b->facts, a->nfacts * sizeof(a->facts[0])) &&
	       !memcmp(a->flags, b->flags, a->nflags * sizeof(a->flags[0])) &&
	       !memcmp(a->dropped, b->dropped, a->ndropped * sizeof(a->dropped[0])) &&
	       !memcmp(a->bound, b->bound, a->nbound * sizeof(a->bound[0])) &&
	       !memcmp(a->taken, b->taken, a->ntaken * sizeof(a->taken[0])) &&
	       !memcmp(a->failed, b->failed, a->nfailed * sizeof(a->failed[0])) &&
	       a->restores == b->restores;
}

/* ---- conditions ---- */

/* A condition taken apart: is @e in relation @rel (to val)? */
struct test {
	expr_t e;
	uint32_t val; /* FR_EQUAL */
	uint32_t rel;
	bool negate;
};

static bool is_int(const struct expr *x, int64_t *v)
{
	if (x->op != X_INT)
		return false;
	*v = (int64_t)((uint64_t)x->b << 32 | x->a);
	return true;
}

/* NULL, false, and the enumerators of success are zero by name. */
static bool is_zero(const struct expr *x)
{
	int64_t v;

	if (is_int(x, &v))
		return v == 0;
	if (x->op != X_GLOBAL)
		return false;
	return x->a == known.null || x->a == known.false_;
}

static bool is_constant(const struct function *f, const struct expr *x)
{
	if (x->op == X_INT)
		return true;
	if (x->op == X_UNARY && x->sub == '-') /* -EAGAIN */
		return is_constant(f, &f->exprs[x->a]);
	if (x->op == X_BINARY) /* or-ed flags */
		return is_constant(f, &f->exprs[x->a]) && is_constant(f, &f->exprs[x->b]);
	if (x->op != X_GLOBAL)
		return false;
	/* enumerators and constant macros are upper case in the kernel; "true" too */
	const char *s = name_str(x->a);

	if (!strcmp(s, "true"))
		return true;
	for (; *s; s++)
		if (*s >= 'a' && *s <= 'z')
			return false;
	return true;
}

/* -EINVAL */
static bool is_negative(const struct function *f, const struct expr *x)
{
	return x->op == X_UNARY && x->sub == '-' && is_constant(f, &f->exprs[x->a]);
}

static expr_t strip(const struct function *f, expr_t e)
{
	while (f->exprs[e].op == X_CAST)
		e = f->exprs[e].a;
	return e;
}

static bool comparison(const struct function *f, const struct expr *x, struct test *t)
{
	const struct expr *r = &f->exprs[strip(f, x->b)];
	int64_t v;

	t->e = strip(f, x->a);
	switch (x->sub) {
	case OP_EQ:
	case OP_NE:
		if (x->sub == OP_NE)
			t->negate = !t->negate;
		if (is_zero(r)) {
			t->rel = FR_ZERO;
			return true;
		}
		if (!is_constant(f, r))
			return false;
		t->rel = FR_EQUAL;
		t->val = strip(f, x->b);
		return true;
	case OP_LT:
	case OP_GE:
		if (x->sub == OP_GE)
			t->negate = !t->negate;
		t->rel = FR_NEGATIVE;
		return is_int(r, &v) && v == 0;
	case OP_GT:
	case OP_LE:
		if (x->sub == OP_LE)
			t->negate = !t->negate;
		t->rel = FR_POSITIVE;
		return is_int(r, &v) && v == 0;
	default:
		return false;
	}
}

static struct test take_apart(const struct function *f, expr_t cond)
{
	struct test t = { .negate = false };

	for (;;) {
		const struct expr *x = &f->exprs[cond];

		if (x->op == X_CAST) {
			cond = x->a;
		} else if (x->op == X_NOT) {
			t.negate = !t.negate;
			cond = x->a;
		} else {
			break;
		}
	}

	struct test whole = { .e = cond, .rel = FR_NONZERO, .negate = t.negate };

	if (f->exprs[cond].op == X_BINARY && comparison(f, &f->exprs[cond], &t))
		return t;
	return whole;
}

/* Does knowing @have of a value decide whether it is in relation @want? 1, 0, -1 */
static int implied(const struct function *f, const struct fact *have, const struct test *want)
{
	int64_t v = 0;
	bool known = have->rel == FR_EQUAL && is_int(&f->exprs[have->val], &v);

	if (have->rel == FR_NOT_EQUAL)
		return want->rel == FR_EQUAL && want->val == have->val ? 0 : -1;
	if (have->rel == FR_ZERO) {
		known = true;
		v = 0;
	}
	switch (want->rel) {
	case FR_ZERO:
		if (known)
			return v == 0;
		return have->rel == FR_NOT_NEGATIVE ? -1 : 0; /* all others are not zero */
	case FR_NONZERO:
		if (known)
			return v != 0;
		return have->rel == FR_NOT_NEGATIVE ? -1 : 1;
	case FR_EQUAL: {
		int64_t w;
		bool want_known = is_int(&f->exprs[want->val], &w);

		if (have->rel == FR_EQUAL && have->val == want->val)
			return 1;
		if (known && want_known)
			return v == w;
		if (have->rel == FR_EQUAL || have->rel == FR_ZERO)
			return 0; /* two different named constants */
		if ((have->rel == FR_POSITIVE || have->rel == FR_NOT_NEGATIVE) &&
		    is_negative(f, &f->exprs[want->val]))
			return 0;
		if (want_known &&
		    ((have->rel == FR_NEGATIVE && w >= 0) || (have->rel == FR_POSITIVE && w <= 0) ||
		     (have->rel == FR_NOT_NEGATIVE && w < 0)))
			return 0;
		return -1;
	}
	case FR_NEGATIVE:
		if (known)
			return v < 0;
		if (have->rel == FR_NEGATIVE ||
		    (have->rel == FR_EQUAL && is_negative(f, &f->exprs[have->val])))
			return 1;
		return have->rel == FR_POSITIVE || have->rel == FR_NOT_NEGATIVE ? 0 : -1;
	case FR_POSITIVE:
		if (known)
			return v > 0;
		if (have->rel == FR_POSITIVE)
			return 1;
		return have->rel == FR_NEGATIVE ? 0 : -1;
	default:
		return -1;
	}
}

/* The facts that a value has by itself: constants. */
static bool own_fact(const struct function *f, expr_t e, struct fact *out)
{
	const struct expr *x = &f->exprs[e];

	*out = (struct fact){ .e = e };
	if (is_zero(x)) {
		out->rel = FR_ZERO;
	} else if (is_negative(f, x)) {
		out->rel = FR_NEGATIVE;
	} else if (is_constant(f, x)) {
		out->rel = FR_EQUAL;
		out->val = e;
	} else if (x->op == X_ADDR || x->op == X_STR) {
		out->rel = FR_NONZERO;
	} else {
		return false;
	}
	return true;
}

int state_decide(const struct state *s, const struct function *f, expr_t cond)
{
	struct test t = take_apart(f, cond);
	struct fact own;
	int r = -1;

	if (own_fact(f, t.e, &own))
		r = implied(f, &own, &t);
	for (unsigned i = 0; i < s->nfacts && r < 0; i++)
		if (s->facts[i].e == t.e)
			r = implied(f, &s->facts[i], &t);
	return r < 0 ? -1 : r ^ t.negate;
}

enum fact_rel state_value(const struct state *s, const struct function *f, expr_t e)
{
	struct fact own;

	e = strip(f, e);
	if (own_fact(f, e, &own)) {
		int64_t v;

		if (own.rel == FR_EQUAL && is_int(&f->exprs[e], &v))
			return v < 0 ? FR_NEGATIVE : FR_POSITIVE;
		return own.rel;
	}
	for (unsigned i = 0; i < s->nfacts; i++)
		if (s->facts[i].e == e)
			return s->facts[i].rel == FR_EQUAL &&
					       is_negative(f, &f->exprs[s->facts[i].val])
				       ? FR_NEGATIVE
				       : s->facts[i].rel;
	return 0;
}

static void remove_fact(struct state *s, unsigned i)
{
	s->nfacts--;
	memmove(&s->facts[i], &s->facts[i + 1], (s->nfacts - i) * sizeof(s->facts[0]));
	memset(&s->facts[s->nfacts], 0, sizeof(s->facts[0]));
}

/* Facts stand sorted by expression, so that equal knowledge is equal bytes. */
static void add_fact(struct state *s, struct fact fact)
{
	unsigned i = 0;

	while (i < s->nfacts && s->facts[i].e < fact.e)
		i++;
	if (i < s->nfacts && s->facts[i].e == fact.e) {
		if (s->facts[i].rel != FR_EQUAL && s->facts[i].rel != FR_NEGATIVE &&
		    s->facts[i].rel != FR_POSITIVE)
			s->facts[i] = fact;
		return;
	}
	if (s->nfacts == MAX_FACTS) {
		if (i == 0)
			return;
		remove_fact(s, 0);
		i--;
	}
	memmove(&s->facts[i + 1], &s->facts[i], (s->nfacts - i) * sizeof(s->facts[0]));
	s->facts[i] = fact;
	s->nfacts++;
}

void state_learn(struct state *s, expr_t e, enum fact_rel rel)
{
	add_fact(s, (struct fact){ .e = e, .rel = rel });
}

void state_assume(struct state *s, const struct function *f, expr_t cond, bool truth)
{
	struct test t = take_apart(f, cond);
	struct fact own;
	uint32_t rel = t.rel;

	if (own_fact(f, t.e, &own))
		return;
	if (t.negate)
		truth = !truth;
	if (!truth) {
		switch (t.rel) {
		case FR_ZERO:
			rel = FR_NONZERO;
			break;
		case FR_NONZERO:
			rel = FR_ZERO;
			break;
		case FR_NEGATIVE:
			rel = FR_NOT_NEGATIVE;
			break;
		case FR_EQUAL:
			rel = FR_NOT_EQUAL;
			break;
		default:
			return; /* "not positive": too little to remember */
		}
	}
	add_fact(s, (struct fact){ .e = t.e,
				   .rel = rel,
				   .val = rel == FR_EQUAL || rel == FR_NOT_EQUAL ? t.val : 0 });
}

/* Is @inner part of @e? */
static bool mentions(const struct function *f, expr_t e, expr_t inner, int depth)
{
	const struct expr *x = &f->exprs[e];

	if (e == inner)
		return true;
	if (depth > 12)
		return false;
	switch ((enum expr_op)x->op) {
	case X_MEMBER:
	case X_DEREF:
	case X_ADDR:
	case X_CONTAINER:
	case X_CAST:
	case X_NOT:
	case X_UNARY:
		return mentions(f, x->a, inner, depth + 1);
	case X_INDEX:
	case X_BINARY:
		return mentions(f, x->a, inner, depth + 1) || mentions(f, x->b, inner, depth + 1);
	default:
		return false;
	}
}

static bool path_rooted_in_local(path_t p, uint32_t local)
{
	p = path_origin(p);
	return p && path_of(p)->op == P_LOCAL && path_of(p)->a == local;
}

/* A macro's parameter is a variable of its user; that of a function names what was passed for ever. */
static bool path_rooted_in_param(path_t p, uint32_t param, bool macro)
{
	p = path_origin(p);
	return p && path_of(p)->op == P_PARAM && path_of(p)->a == param && (path_of(p)->b || macro);
}

static bool is_reached_through(path_t p, const struct function *f, const struct expr *variable)
{
	return variable->op == X_LOCAL
		       ? path_rooted_in_local(p, variable->a)
		       : path_rooted_in_param(p, variable->a,
					      f->flags & FN_MACRO || variable->a > 31);
}

/* Paths through a variable that gets a new value name something else from now on. */
static void forget_paths(path_t *paths, uint8_t *n, const struct function *f,
			 const struct expr *variable)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < *n; i++)
		if (!is_reached_through(paths[i], f, variable))
			paths[kept++] = paths[i];
	memset(&paths[kept], 0, (*n - kept) * sizeof(paths[0]));
	*n = (uint8_t)kept;
}

void state_forget(struct state *s, const struct function *f, expr_t e)
{
	for (unsigned i = s->nfacts; i-- > 0;)
		if (mentions(f, s->facts[i].e, e, 0))
			remove_fact(s, i);
}

void state_assign(struct state *s, const struct function *f, expr_t e, expr_t value, bool remember)
{
	const struct expr *x = &f->exprs[e];
	struct fact known = { 0 };

	value = strip(f, value);
	if (!own_fact(f, value, &known)) {
		known = (struct fact){ 0 };
		for (unsigned i = 0; i < s->nfacts; i++)
			if (value && s->facts[i].e == value && value != e)
				known = s->facts[i];
	}
	state_forget(s, f, e);
	if (known.rel && remember)
		add_fact(s, (struct fact){ .e = e, .rel = known.rel, .val = known.val });
	if (x->op != X_LOCAL && x->op != X_PARAM)
		return;

	/* A lock reached through the variable is still held, but no longer under that name. */
	for (unsigned i = 0; i < s->nheld; i++)
		if (is_reached_through(s->held[i].path, f, x))
			s->held[i].path = 0;
	forget_paths(s->taken, &s->ntaken, f, x);
	forget_paths(s->dropped, &s->ndropped, f, x);
	forget_paths(s->failed, &s->nfailed, f, x);
	if (x->op == X_PARAM && x->a < 32 && !(f->flags & FN_MACRO))
		s->assigned |= 1u << x->a;
	for (unsigned i = 0; i < s->nbound; i++)
		if (s->bound[i].local == e) {
			s->nbound--;
			s->bound[i] = s->bound[s->nbound];
			s->bound[s->nbound] = (struct bound){ 0 };
			break;
		}
}

void state_escape(struct state *s, const struct function *f, expr_t e)
{
	const struct expr *x = &f->exprs[strip(f, e)];

	if (x->op != X_ADDR)
		return;

	expr_t inner = x->a;

	while (f->exprs[inner].op == X_MEMBER || f->exprs[inner].op == X_INDEX)
		inner = f->exprs[inner].a;
	if (f->exprs[inner].op == X_LOCAL)
		state_forget(s, f, inner);
}

static void drop_paths_through(path_t *paths, uint8_t *n, path_t object)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < *n; i++)
		if (!path_goes_through(paths[i], object))
			paths[kept++] = paths[i];
	memset(&paths[kept], 0, (*n - kept) * sizeof(paths[0]));
	*n = (uint8_t)kept;
}

void state_renew(struct state *s, path_t object)
{
	for (unsigned i = 0; i < s->nheld; i++)
		if (path_goes_through(s->held[i].path, object))
			s->held[i].path = 0;
	drop_paths_through(s->taken, &s->ntaken, object);
	drop_paths_through(s->failed, &s->nfailed, object);
}

void state_drop_facts(struct state *s)
{
	memset(s->facts, 0, sizeof(s->facts));
	s->nfacts = 0;
	s->vague = 1;
}

/* ---- locks ---- */

int state_find_held(const struct state *s, path_t path, name_t cls)
{
	path_t key = path_key(path);

	for (int i = s->nheld - 1; i >= 0; i--)
		if (key && path_key(s->held[i].path) == key)
			return i;
	/* Two names for one lock (tlink_tcon(a)->lock, tlink_tcon(b->a)->lock) are more likely than the
	 * release of another object's lock of the same class. */
	for (int i = s->nheld - 1; i >= 0; i--)
		if (cls && s->held[i].cls == cls)
			return i;
	return -1;
}

void state_remove_held(struct state *s, int i)
{
	s->nheld--;
	memmove(&s->held[i], &s->held[i + 1], (s->nheld - (unsigned)i) * sizeof(s->held[0]));
	memset(&s->held[s->nheld], 0, sizeof(s->held[0]));
}
