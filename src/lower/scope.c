// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scopes: what a name means, and what must be undone when control leaves.
 *
 * Bindings form a stack that is searched from its top; functions have few
 * enough variables for that. Guards (guard(), CLASS(), __free) form another.
 * Leaving a scope by falling out of it, return, break, continue or goto ends
 * its guards, innermost first. A goto forward does not know yet how far out
 * its label is, so with guards active it goes through a block of its own,
 * which is filled in when the function's labels are known.
 */
#include "lower/internal.h"

struct scope_mark scope_enter(struct lowering *l)
{
	struct scope_mark m = { l->bindings.n, l->scope, l->guards.n };

	l->scope = l->bindings.n;
	return m;
}

void scope_leave(struct lowering *l, struct scope_mark mark, uint32_t pos)
{
	leave_guards(l, mark.guards, pos);
	l->guards.n = mark.guards;
	l->bindings.n = mark.bindings;
	l->scope = mark.scope;
}

unsigned scope_bind(struct lowering *l, name_t name, struct node *var, struct tref type)
{
	/* the branches of a conditional group may each declare it */
	for (unsigned i = l->bindings.n; i-- > l->scope;)
		if (l->bindings.at[i].name == name)
			return i;
	*vec_push(&l->bindings) = (struct binding){ .name = name, .var = var, .type = type };
	return l->bindings.n - 1;
}

struct binding *scope_find(struct lowering *l, name_t name)
{
	for (unsigned i = l->bindings.n; i-- > 0;)
		if (l->bindings.at[i].name == name)
			return &l->bindings.at[i];
	return NULL;
}

expr_t new_local(struct lowering *l, name_t name, struct tref type)
{
	*vec_push(&l->locals) = (struct local){ .name = name, .type = type };
	return x_local(l, l->locals.n - 1);
}

expr_t binding_expr(struct lowering *l, struct binding *b)
{
	if (!b->value) {
		b->value = new_local(l, b->name, b->type);
		if (b->type.kind == TR_TYPEOF && b->var && b->var->type && b->var->type->expr)
			l->locals.at[l->locals.n - 1].typeof_expr =
				lower_quietly(l, b->var->type->expr);
	}
	return b->value;
}

void leave_guards(struct lowering *l, unsigned keep, uint32_t pos)
{
	if (l->cur == NO_BLOCK)
		return;
	for (unsigned i = l->guards.n; i-- > keep;)
		emit(l, S_UNGUARD, l->guards.at[i], 0, pos);
}

static struct label *find_label(struct lowering *l, name_t name)
{
	for (unsigned i = 0; i < l->labels.n; i++)
		if (l->labels.at[i].name == name)
			return &l->labels.at[i];

	uint32_t block = new_block(l);
	struct label *label = vec_push(&l->labels);

	label->name = name;
	label->block = block;
	return label;
}

uint32_t label_block(struct lowering *l, name_t name)
{
	return find_label(l, name)->block;
}

void place_label(struct lowering *l, name_t name)
{
	struct label *label = find_label(l, name);

	if (label->placed)
		return; /* twice: in branches of a conditional group that could not be told apart */
	label->placed = true;
	label->guards = l->guards.n;
	start_block(l, label->block);
}

void lower_goto(struct lowering *l, name_t name, uint32_t pos)
{
	if (!l->guards.n || l->cur == NO_BLOCK) {
		jump(l, label_block(l, name));
		return;
	}

	struct guarded_goto g = { name, new_block(l), l->goto_guards.n, l->guards.n, pos };

	for (unsigned i = 0; i < l->guards.n; i++)
		*vec_push(&l->goto_guards) = l->guards.at[i];
	*vec_push(&l->gotos) = g;
	jump(l, g.block);
}

void finish_gotos(struct lowering *l)
{
	for (unsigned i = 0; i < l->gotos.n; i++) {
		struct guarded_goto g = l->gotos.at[i];
		struct label *label = find_label(l, g.label);
		unsigned keep = label->placed ? label->guards : 0;

		l->cur = NO_BLOCK;
		start_block(l, g.block);
		for (unsigned k = g.n; k-- > keep;)
			emit(l, S_UNGUARD, l->goto_guards.at[g.first + k], 0, g.pos);
		jump(l, find_label(l, g.label)->block);
	}
}
