// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file level of lowering: walks the top-level nodes, through conditional
 * groups, and has each turned into what the unit keeps of it.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

void lower_global(struct lowering *l, struct node *var)
{
	struct global g = { .name = var->name };

	g.type = type_of(l, var->type);
	g.is_static = var->flags & NF_STATIC;
	g.is_extern = var->flags & NF_EXTERN;
	g.is_percpu = var->flags & NF_PERCPU;
	g.line = line_at(l, var->pos);
	*vec_push(&l->globals) = g;
	lower_init(l, g.name, g.type, var->a);
}

static void lower_declarator(struct lowering *l, struct node *var)
{
	if (!var->name)
		return;
	if (var->flags & NF_TYPEDEF)
		lower_typedef(l, var);
	else if (var->type && var->type->is_func && !var->type->ptr)
		lower_prototype(l, var);
	else
		lower_global(l, var);
}

/*
 * Macros that only rename a constant or compute one are left out: no one would
 * look into them, and headers full of register numbers are made of them.
 */
static bool tells_something(const struct node *macro)
{
	const struct node *b = macro->a;

	if (!(macro->flags & NF_OBJECT))
		return b;
	while (b && b->kind == N_CAST)
		b = b->a;
	if (!b)
		return false;
	switch (b->kind) {
	case N_IDENT:
	case N_CALL:
	case N_MEMBER:
	case N_BLOCK:
	case N_STMT_EXPR:
		return true;
	case N_UNARY:
		return b->op == '&' || b->op == '*';
	case N_INDEX:
		return b->a && b->a->kind != N_INT;
	case N_BINARY:
		/* GFP_ATOMIC is (__GFP_HIGH | __GFP_KSWAPD_RECLAIM) */
		return b->op == OP_OR && b->a && b->b && b->b->kind == N_IDENT &&
		       (b->a->kind == N_IDENT || b->a->kind == N_BINARY || b->a->kind == N_CAST);
	default:
		return false;
	}
}

static void lower_top_list(struct lowering *l, struct node *list);

static void lower_top(struct lowering *l, struct node *n)
{
	switch (n->kind) {
	case N_DECL:
		lower_decl_records(l, n);
		for (struct node *v = n->list; v; v = v->next)
			if (v->kind == N_VAR)
				lower_declarator(l, v);
		break;
	case N_VAR:
		lower_declarator(l, n);
		break;
	case N_RECORD:
		record_tag(l, n);
		break;
	case N_FUNC:
		lower_function(l, n);
		break;
	case N_MACRO:
		if (tells_something(n)) {
			lower_macro(l, n);
			lower_macro_init(l, n);
		}
		break;
	case N_INCLUDE: {
		struct include inc = { n->name, n->flags & NF_SYSTEM };

		*vec_push(&l->includes) = inc;
		break;
	}
	case N_TOPCALL:
		lower_topcall(l, n);
		break;
	case N_ALT:
		if (!too_deep(l)) {
			name_t around = l->config, cond = around;

			l->depth++;
			for (struct node *b = n->list; b; b = b->next) {
				l->config = cond = config_name(b, cond);
				lower_top_list(l, b->list);
			}
			l->config = around;
			l->depth--;
		}
		break;
	default:
		break;
	}
}

static void lower_top_list(struct lowering *l, struct node *list)
{
	for (; list; list = list->next)
		lower_top(l, list);
}

static void mark_exported(struct lowering *l)
{
	if (!l->exported.n)
		return;
	for (unsigned i = 0; i < l->functions.n; i++)
		if (map_get(&l->exported, l->functions.at[i].name))
			l->functions.at[i].flags |= FN_EXPORTED;
}

static void free_lists(struct lowering *l)
{
	vec_free(&l->records);
	vec_free(&l->typedefs);
	vec_free(&l->functions);
	vec_free(&l->globals);
	vec_free(&l->inits);
	vec_free(&l->topcalls);
	vec_free(&l->includes);
	vec_free(&l->fields);
	map_free(&l->exported);
	vec_free(&l->exprs);
	xfree(l->slots);
	vec_free(&l->containers);
	vec_free(&l->types);
	vec_free(&l->args);
	vec_free(&l->arg_stack);
	vec_free(&l->steps);
	vec_free(&l->blocks);
	vec_free(&l->calls);
	vec_free(&l->verbatim);
	vec_free(&l->locals);
	vec_free(&l->params);
	vec_free(&l->attrs);
	vec_free(&l->bindings);
	vec_free(&l->guards);
	vec_free(&l->labels);
	vec_free(&l->gotos);
	vec_free(&l->goto_guards);
	vec_free(&l->declared);
	map_free(&l->written);
	vec_free(&l->taken);
	vec_free(&l->order);
	vec_free(&l->number);
	vec_free(&l->work);
	vec_free(&l->preds);
}

struct unit *lower_file(const struct parsed_file *file, name_t path, const struct map *verbatim,
			struct arena *scratch)
{
	struct lowering l = {
		.file = file, .scratch = scratch, .path = path, .verbatim_names = verbatim
	};
	struct unit *u;

	words_load(&l);
	paths_reset(&l);
	lower_top_list(&l, file->list);
	mark_exported(&l);
	u = unit_pack(&l);
	free_lists(&l);
	return u;
}
