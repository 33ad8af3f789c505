// SPDX-License-Identifier: GPL-2.0-only
/*
 * Building expressions. Each is made once a function, so equal numbers mean
 * equal expressions; for that to be worth something, what means the same is
 * brought to one form first: &*p is p, container_of undoes the & of a member,
 * x == NULL is !x, a != b is !(a == b), a >= b is !(a < b).
 *
 * An expression that contains X_UNKNOWN is not equal to itself at another
 * place. Most operators on X_UNKNOWN are therefore X_UNKNOWN again; what stays
 * although a part is unknown (an array element, a cast, or-ed flags) is marked
 * XF_INEXACT.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

#define MAX_TABLE 0xfff0u /* types and containers are counted in 16 bits */

static uint32_t hash_expr(const struct expr *x)
{
	uint64_t h =
		hash_u64(hash_pair(x->a, x->b) ^ (uint64_t)x->op << 56 ^ (uint64_t)x->sub << 48);

	return (uint32_t)h;
}

static void put_slot(struct lowering *l, uint32_t i)
{
	uint32_t at = hash_expr(x_at(l, i)) & (l->nslots - 1);

	while (l->slots[at])
		at = (at + 1) & (l->nslots - 1);
	l->slots[at] = i;
}

static void grow_slots(struct lowering *l, unsigned n)
{
	if (n > l->slots_cap) {
		l->slots = xrealloc(l->slots, n * sizeof(*l->slots));
		l->slots_cap = n;
	}
	l->nslots = n;
	memset(l->slots, 0, n * sizeof(*l->slots));
	for (uint32_t i = 1; i < l->exprs.n; i++)
		put_slot(l, i);
}

void paths_reset(struct lowering *l)
{
	vec_clear(&l->exprs);
	vec_push(&l->exprs)->pad = XF_INEXACT;
	grow_slots(l, 64);
	vec_clear(&l->containers);
	vec_clear(&l->types);
}

static expr_t make(struct lowering *l, uint8_t op, uint8_t sub, uint32_t a, uint32_t b,
		   uint16_t flags)
{
	struct expr x = { .op = op, .sub = sub, .a = a, .b = b, .pad = flags };
	uint32_t at = hash_expr(&x) & (l->nslots - 1);

	for (; l->slots[at]; at = (at + 1) & (l->nslots - 1)) {
		const struct expr *y = x_at(l, l->slots[at]);

		if (y->op == op && y->sub == sub && y->a == a && y->b == b)
			return l->slots[at];
	}
	l->slots[at] = l->exprs.n;
	*vec_push(&l->exprs) = x;
	if (l->exprs.n * 2 > l->nslots)
		grow_slots(l, l->nslots * 2);
	return l->exprs.n - 1;
}

static uint16_t flags_of(const struct lowering *l, expr_t e)
{
	return x_at(l, e)->pad;
}

expr_t x_param(struct lowering *l, uint32_t number, bool assigned)
{
	return make(l, X_PARAM, 0, number, 0, assigned ? XF_VARIES : 0);
}

expr_t x_local(struct lowering *l, uint32_t number)
{
	return make(l, X_LOCAL, 0, number, 0, XF_VARIES);
}

expr_t x_global(struct lowering *l, name_t name)
{
	return make(l, X_GLOBAL, 0, name, 0,
		    XF_MEMORY | (map_get(&l->written, name) ? XF_WRITTEN : 0));
}

expr_t x_int(struct lowering *l, int64_t value)
{
	return make(l, X_INT, 0, (uint32_t)value, (uint32_t)((uint64_t)value >> 32), 0);
}

expr_t x_null(struct lowering *l)
{
	return make(l, X_INT, 1, 0, 0, 0);
}

expr_t x_str(struct lowering *l, name_t text)
{
	if (name_len(text) > 63)
		text = name_intern(name_str(text), 63);
	return make(l, X_STR, 0, text, 0, 0);
}

expr_t x_call(struct lowering *l, uint32_t number)
{
	return make(l, X_CALL, 0, number, 0, 0);
}

expr_t x_config(struct lowering *l, name_t condition)
{
	return make(l, X_CONFIG, 0, condition, 0, 0);
}

expr_t x_sizeof(struct lowering *l)
{
	return make(l, X_SIZEOF, 0, 0, 0, XF_INEXACT);
}

expr_t x_uncast(const struct lowering *l, expr_t e)
{
	while (x_at(l, e)->op == X_CAST)
		e = x_at(l, e)->a;
	return e;
}

/* ---- member chains against container_of's member ---- */

/*
 * Go down from @e along members as long as they spell @member ("a.b") from its
 * end. The record expression below, or X_UNKNOWN if they don't.
 */
static expr_t below_members(const struct lowering *l, expr_t e, name_t member)
{
	const char *text = name_str(member);
	size_t left = name_len(member);

	for (;;) {
		const struct expr *x = x_at(l, e);

		if (x->op != X_MEMBER)
			return 0;

		size_t n = name_len(x->b);

		if (n > left || memcmp(text + left - n, name_str(x->b), n) != 0)
			return 0;
		left -= n;
		e = x->a;
		if (!left)
			return e;
		if (text[left - 1] != '.')
			return 0;
		left--;
	}
}

expr_t x_member(struct lowering *l, expr_t record, name_t member)
{
	if (!record || !member)
		return 0;

	uint16_t flags = flags_of(l, record) | XF_MEMORY;

	if (map_get(&l->written, member))
		flags |= XF_WRITTEN;

	expr_t e = make(l, X_MEMBER, 0, record, member, flags);
	expr_t below = record;

	while (x_at(l, below)->op == X_MEMBER)
		below = x_at(l, below)->a;
	if (x_at(l, below)->op != X_DEREF)
		return e;

	const struct expr *c = x_at(l, x_at(l, below)->a);

	if (c->op == X_CONTAINER && below_members(l, e, l->containers.at[c->b].member) == below)
		return x_deref(l, c->a);
	return e;
}

expr_t x_deref(struct lowering *l, expr_t pointer)
{
	const struct expr *p = x_at(l, pointer);

	if (!pointer)
		return 0;
	if (p->op == X_ADDR)
		return p->a;
	if (p->op == X_BINARY && p->sub == OP_ADD)
		return x_index(l, p->a, p->b);
	return make(l, X_DEREF, 0, pointer, 0, flags_of(l, pointer) | XF_MEMORY);
}

expr_t x_addr(struct lowering *l, expr_t lvalue)
{
	expr_t root = lvalue;

	if (!lvalue)
		return 0;
	if (x_at(l, lvalue)->op == X_DEREF)
		return x_at(l, lvalue)->a;
	while (x_at(l, root)->op == X_MEMBER)
		root = x_at(l, root)->a;

	/* the address of a variable is fixed, whatever happens to its value */
	const struct expr *r = x_at(l, root);
	uint16_t flags = r->op == X_GLOBAL || r->op == X_LOCAL || r->op == X_PARAM ? 0
			 : r->op == X_DEREF ? flags_of(l, r->a)
					    : r->pad;

	return make(l, X_ADDR, 0, lvalue, 0, flags);
}

expr_t x_index(struct lowering *l, expr_t array, expr_t index)
{
	if (!array)
		return 0;
	return make(l, X_INDEX, 0, array, index,
		    flags_of(l, array) | flags_of(l, index) | XF_MEMORY);
}

static bool same_type(struct tref a, struct tref b)
{
	return a.name == b.name && a.kind == b.kind && a.ptr == b.ptr && a.dims == b.dims &&
	       a.is_func == b.is_func;
}

/* Index of @type in the function's types, or -1 if there is no more room. */
static int64_t type_index(struct lowering *l, struct tref type)
{
	for (unsigned i = 0; i < l->types.n; i++)
		if (same_type(l->types.at[i], type))
			return i;
	if (l->types.n >= MAX_TABLE)
		return -1;
	*vec_push(&l->types) = type;
	return l->types.n - 1;
}

/* The type that @e is declared with, where that is at hand; else TR_NONE. */
static struct tref declared_type(const struct lowering *l, expr_t e)
{
	const struct expr *x = x_at(l, e);
	struct tref t = { 0 };

	switch (x->op) {
	case X_PARAM:
		return x->a < l->params.n ? l->params.at[x->a].type : t;
	case X_LOCAL:
		return l->locals.at[x->a].type;
	case X_CAST:
		return l->types.at[x->b];
	case X_CONTAINER:
		t = l->containers.at[x->b].type;
		t.ptr++;
		return t;
	case X_ADDR:
		t = declared_type(l, x->a);
		if (t.kind && !t.dims && x_at(l, x->a)->op == X_LOCAL)
			t.ptr++;
		else
			t = (struct tref){ 0 };
		return t;
	default:
		return t;
	}
}

expr_t x_container(struct lowering *l, expr_t pointer, struct tref type, name_t member)
{
	pointer = x_uncast(l, pointer);
	type.ptr = 0;
	if (x_at(l, pointer)->op == X_ADDR) {
		expr_t below = below_members(l, x_at(l, pointer)->a, member);

		if (below && x_at(l, below)->op == X_DEREF) {
			expr_t outer = x_at(l, below)->a;
			struct tref t = declared_type(l, outer);

			if (t.kind != TR_RECORD || type.kind != TR_RECORD || t.name == type.name)
				return outer;
		}
	}

	unsigned i = 0;

	while (i < l->containers.n &&
	       !(same_type(l->containers.at[i].type, type) && l->containers.at[i].member == member))
		i++;
	if (i == l->containers.n) {
		if (i >= MAX_TABLE)
			return 0;
		*vec_push(&l->containers) = (struct container){ type, member };
	}
	return make(l, X_CONTAINER, 0, pointer, i, flags_of(l, pointer));
}

/* Casts that tell which record a pointer leads to are kept; those between numbers are not. */
expr_t x_cast(struct lowering *l, expr_t e, struct tref type)
{
	uint8_t op = x_at(l, e)->op;

	if ((type.kind != TR_RECORD && type.kind != TR_TYPEDEF) || type.is_func)
		return e;
	if (op == X_INT || op == X_STR || op == X_SIZEOF || op == X_NOT ||
	    (op == X_BINARY && !type.ptr))
		return e;
	if (type.kind == TR_TYPEDEF && !type.ptr && (!e || op == X_GLOBAL || op == X_ADDR))
		return e;
	e = x_uncast(l, e);
	if (same_type(declared_type(l, e), type))
		return e;

	int64_t i = type_index(l, type);

	return i < 0 ? e : make(l, X_CAST, 0, e, (uint32_t)i, flags_of(l, e));
}

expr_t x_type(struct lowering *l, struct tref type)
{
	int64_t i = type.kind ? type_index(l, type) : -1;

	return i < 0 ? 0 : make(l, X_CAST, 0, 0, (uint32_t)i, XF_INEXACT);
}

static int64_t int_value(const struct expr *x)
{
	return (int64_t)((uint64_t)x->b << 32 | x->a);
}

expr_t x_not(struct lowering *l, expr_t e)
{
	e = x_uncast(l, e);

	const struct expr *x = x_at(l, e);

	if (!e)
		return 0;
	if (x->op == X_NOT)
		return x->a;
	if (x->op == X_INT)
		return x_int(l, !int_value(x));
	return make(l, X_NOT, 0, e, 0, x->pad);
}

expr_t x_unary(struct lowering *l, uint8_t op, expr_t e)
{
	const struct expr *x = x_at(l, e);

	if (!e)
		return 0;
	if (x->op == X_INT && op == '-')
		return x_int(l, (int64_t) - (uint64_t)int_value(x));
	if (x->op == X_INT && op == '~')
		return x_int(l, ~int_value(x));
	return make(l, X_UNARY, op, e, 0, x->pad);
}

/* @a op @b for two constants; false if it has no value or needs none. */
static bool fold(uint8_t op, int64_t a, int64_t b, int64_t *r)
{
	uint64_t ua = (uint64_t)a, ub = (uint64_t)b;

	switch (op) {
	case OP_ADD:
		*r = (int64_t)(ua + ub);
		return true;
	case OP_SUB:
		*r = (int64_t)(ua - ub);
		return true;
	case OP_MUL:
		*r = (int64_t)(ua * ub);
		return true;
	case OP_SHL:
		*r = b >= 0 && b < 64 ? (int64_t)(ua << b) : 0;
		return b >= 0 && b < 64;
	case OP_AND:
		*r = a & b;
		return true;
	case OP_OR:
		*r = a | b;
		return true;
	case OP_LT:
		*r = a < b;
		return true;
	case OP_GT:
		*r = a > b;
		return true;
	case OP_EQ:
		*r = a == b;
		return true;
	default:
		return false;
	}
}

static bool is_zero(const struct expr *x)
{
	return x->op == X_INT && !int_value(x);
}

expr_t x_binary(struct lowering *l, uint8_t op, expr_t a, expr_t b)
{
	if (op == OP_NE)
		return x_not(l, x_binary(l, OP_EQ, a, b));
	if (op == OP_GE)
		return x_not(l, x_binary(l, OP_LT, a, b));
	if (op == OP_LE)
		return x_not(l, x_binary(l, OP_GT, a, b));
	if ((!a || !b) && op != OP_OR)
		return 0;

	const struct expr *x = x_at(l, a), *y = x_at(l, b);
	int64_t r;

	if (x->op == X_INT && y->op == X_INT && fold(op, int_value(x), int_value(y), &r))
		return x_int(l, r);
	if (op >= OP_LT) {
		a = x_uncast(l, a);
		b = x_uncast(l, b);
		/* the constant stands on the right */
		if (x_at(l, a)->op == X_INT || (op == OP_EQ && x_at(l, b)->op != X_INT && a > b)) {
			expr_t t = a;

			a = b;
			b = t;
			op = op == OP_LT ? OP_GT : op == OP_GT ? OP_LT : op;
		}
		if (op == OP_EQ && is_zero(x_at(l, b)))
			return x_not(l, a);
	}
	return make(l, X_BINARY, op, a, b, flags_of(l, a) | flags_of(l, b));
}
