// SPDX-License-Identifier: GPL-2.0-only
/*
 * Dropping the expressions that nothing refers to: results of calls that no
 * one looks at, intermediate forms that were simplified away, what only
 * unreachable code used. That is one in seven.
 *
 * An expression stands behind its parts, so one run backward marks and one run
 * forward renumbers.
 */
#include "lower/internal.h"

/* How many of a and b are expressions. */
static unsigned parts(uint8_t op)
{
	switch (op) {
	case X_MEMBER:
	case X_DEREF:
	case X_ADDR:
	case X_CONTAINER:
	case X_CAST:
	case X_NOT:
	case X_UNARY:
		return 1;
	case X_INDEX:
	case X_BINARY:
		return 2;
	default:
		return 0;
	}
}

/* All places of the function that hold an expression's number, one after the other. */
static void each_use(struct lowering *l, struct function *f,
		     void (*use)(struct lowering *l, expr_t *e))
{
	for (uint32_t i = 0; i < f->nsteps; i++) {
		struct step *s = &f->steps[i];

		if (s->op == S_ASSIGN || s->op == S_RETURN)
			use(l, &s->a);
		if (s->op == S_ASSIGN)
			use(l, &s->b);
	}
	for (uint32_t i = 0; i < f->nblocks; i++)
		use(l, &f->blocks[i].cond);
	for (unsigned i = 0; i < l->calls.n; i++)
		use(l, &l->calls.at[i].callee);
	for (unsigned i = 0; i < l->args.n; i++)
		use(l, &l->args.at[i]);
	for (unsigned i = 0; i < l->attrs.n; i++)
		use(l, &l->attrs.at[i].arg);
	for (unsigned i = 0; i < l->locals.n; i++)
		use(l, &l->locals.at[i].typeof_expr);
}

static void mark(struct lowering *l, expr_t *e)
{
	l->number.at[*e] = 1;
}

static void renumber(struct lowering *l, expr_t *e)
{
	*e = l->number.at[*e];
}

void trim_exprs(struct lowering *l, struct function *f)
{
	uint32_t n = 1;

	vec_clear(&l->number);
	for (unsigned i = 0; i < l->exprs.n; i++)
		vec_push(&l->number);
	each_use(l, f, mark);
	for (unsigned i = l->exprs.n; i-- > 1;) {
		const struct expr *x = x_at(l, i);

		if (!l->number.at[i])
			continue;
		if (parts(x->op) >= 1)
			l->number.at[x->a] = 1;
		if (parts(x->op) == 2)
			l->number.at[x->b] = 1;
	}
	l->number.at[0] = 0;
	for (unsigned i = 1; i < l->exprs.n; i++) {
		struct expr x = *x_at(l, i);

		if (!l->number.at[i])
			continue;
		if (parts(x.op) >= 1)
			x.a = l->number.at[x.a];
		if (parts(x.op) == 2)
			x.b = l->number.at[x.b];
		x.pad = 0; /* the flags were for lowering only */
		l->number.at[i] = n;
		l->exprs.at[n++] = x;
	}
	l->exprs.n = n;
	l->exprs.at[0].pad = 0;
	each_use(l, f, renumber);
}
