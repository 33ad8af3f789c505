// SPDX-License-Identifier: GPL-2.0-only
/*
 * Types by name, and the records that give them their members.
 *
 * A record without a tag gets one: its typedef's name where it has one (so that
 * `typedef struct { … } foo_t` makes `foo_t` the class that users read), else
 * "<FILE:LINE:COL>", with the record and member that it belongs to.
 */
#include <string.h>

#include "csyntax/ast.h"
#include "lower/internal.h"

#define RECORD_DONE 1 /* in the `value` of an N_RECORD */

struct tref pointee_of(struct lowering *l, const struct node *var)
{
	struct tref t = { 0 };

	while (var && var->kind == N_CAST)
		var = var->a;
	if (!var || var->kind != N_IDENT)
		return t;

	const struct binding *b = scope_find(l, var->name);

	if (!b || (!b->type.ptr && !b->type.dims))
		return t;
	t = b->type;
	if (t.dims)
		t.dims--;
	else
		t.ptr--;
	return t;
}

/* The type of typeof(@n) where the scope tells it. */
static struct tref typeof_type(struct lowering *l, struct node *n)
{
	if (!n)
		return (struct tref){ .kind = TR_TYPEOF };
	if ((n->kind == N_TYPE || n->kind == N_CAST) && n->type)
		return type_of(l, n->type);
	if (n->kind == N_UNARY && n->op == '*') {
		struct tref t = pointee_of(l, n->a);

		if (t.kind && t.kind != TR_TYPEOF)
			return t;
	}
	if (n->kind == N_IDENT) {
		const struct binding *b = scope_find(l, n->name);

		if (b && b->type.kind)
			return b->type;
	}
	return (struct tref){ .kind = TR_TYPEOF };
}

static uint8_t add_u8(unsigned a, unsigned b)
{
	return a + b > 255 ? 255 : (uint8_t)(a + b);
}

struct tref type_of(struct lowering *l, const struct ctype *t)
{
	struct tref r = { 0 };

	if (!t || too_deep(l))
		return r;
	r.name = t->name;
	l->depth++;
	switch (t->kind) {
	case TY_BUILTIN:
		r.kind = TR_BUILTIN;
		break;
	case TY_STRUCT:
	case TY_UNION:
		r.kind = TR_RECORD;
		break;
	case TY_ENUM:
		r.kind = TR_ENUM;
		break;
	case TY_TYPEDEF: {
		/* a macro's parameter is not a type's name */
		const struct binding *b = l->in_macro ? scope_find(l, t->name) : NULL;

		r.kind = b ? TR_NONE : TR_TYPEDEF;
		break;
	}
	case TY_TYPEOF:
		r = typeof_type(l, t->expr);
		break;
	case TY_ANON:
		if (t->record && t->record->kind == N_RECORD) {
			r.kind = TR_RECORD;
			r.name = record_tag(l, t->record);
		} else {
			r.kind = TR_ENUM;
		}
		break;
	default:
		break;
	}
	l->depth--;
	if (r.kind == TR_NONE)
		r.name = 0;
	r.ptr = add_u8(r.ptr, t->is_func ? t->ret_ptr : t->ptr);
	r.dims = add_u8(r.dims, t->dims);
	r.is_func |= t->is_func;
	return r;
}

struct tref type_argument(struct lowering *l, struct node *arg)
{
	struct tref t = { 0 };

	if (!arg)
		return t;
	if (arg->kind == N_TYPE)
		return type_of(l, arg->type);
	if (arg->kind == N_SIZEOF)
		return typeof_type(l, arg->a);
	if (arg->kind == N_IDENT && !scope_find(l, arg->name)) {
		t.kind = TR_TYPEDEF;
		t.name = arg->name;
	}
	return t;
}

/* ---- records ---- */

static void give_tag(struct lowering *l, struct node *record)
{
	uint32_t line, col;

	if (record->name)
		return;
	parsed_position(l->file, record->pos, &line, &col);
	record->name = name_printf("<%s:%u:%u>", name_str(l->path), line, col);
}

name_t record_tag(struct lowering *l, struct node *record)
{
	give_tag(l, record);
	lower_record(l, record, 0, 0);
	return record->name;
}

static void add_field(struct lowering *l, name_t name, struct tref type)
{
	*vec_push(&l->fields) = (struct field){ name, type };
}

/* DECLARE_BITMAP(name, bits), DECLARE_FLEX_ARRAY(type, name)…: a field if it names one. */
static void call_field(struct lowering *l, const struct node *call)
{
	struct node *first = call->list;
	const char *macro = call->a ? name_str(call->a->name) : "";

	if (!first)
		return;
	if (first->next && (first->kind == N_TYPE || strstr(macro, "FLEX_ARRAY"))) {
		struct tref t = type_argument(l, first);

		if (first->next->kind == N_IDENT) {
			t.dims = add_u8(t.dims, 1);
			add_field(l, first->next->name, t);
		}
	} else if (first->kind == N_IDENT) {
		add_field(l, first->name, (struct tref){ 0 });
	}
}

static void fields_of(struct lowering *l, struct node *list, name_t tag);

static void decl_fields(struct lowering *l, struct node *decl, name_t tag)
{
	struct node *record = NULL, *first = NULL;

	for (struct node *n = decl->list; n; n = n->next) {
		if (n->kind == N_RECORD)
			record = n;
		else if (n->kind == N_VAR && !first)
			first = n;
	}
	if (record) {
		bool anonymous = !record->name;

		give_tag(l, record);
		lower_record(l, record, anonymous ? tag : 0, anonymous && first ? first->name : 0);
		if (!first && anonymous)
			add_field(l, 0, (struct tref){ .kind = TR_RECORD, .name = record->name });
	}
	for (struct node *n = decl->list; n; n = n->next)
		if (n->kind == N_VAR)
			add_field(l, n->name, type_of(l, n->type));
}

static void fields_of(struct lowering *l, struct node *list, name_t tag)
{
	if (too_deep(l))
		return;
	l->depth++;
	for (struct node *n = list; n; n = n->next) {
		switch (n->kind) {
		case N_DECL:
			decl_fields(l, n, tag);
			break;
		case N_ALT:
		case N_BRANCH:
		case N_BLOCK:
			fields_of(l, n->list, tag);
			break;
		case N_VAR:
			add_field(l, n->name, type_of(l, n->type));
			break;
		case N_EXPR:
			if (n->a && n->a->kind == N_CALL)
				call_field(l, n->a);
			break;
		case N_TOPCALL:
			if (n->a)
				call_field(l, n->a);
			break;
		default:
			break;
		}
	}
	l->depth--;
}

void lower_record(struct lowering *l, struct node *record, name_t outer, name_t outer_member)
{
	unsigned base = l->fields.n;

	if (record->value == RECORD_DONE || !record->name)
		return;
	record->value = RECORD_DONE;
	fields_of(l, record->list, record->name);

	struct record *r = vec_push(&l->records);
	unsigned n = l->fields.n - base;

	r->tag = record->name;
	r->is_union = record->flags & NF_UNION;
	r->outer = outer;
	r->outer_member = outer_member;
	r->line = line_at(l, record->pos);
	r->nfields = n;
	r->fields = arena_array(l->scratch, struct field, n);
	if (n)
		memcpy(r->fields, l->fields.at + base, n * sizeof(*r->fields));
	l->fields.n = base;
}

void lower_decl_records(struct lowering *l, struct node *decl)
{
	struct node *typedef_var = NULL;

	for (struct node *n = decl->list; n; n = n->next)
		if (n->kind == N_VAR && n->flags & NF_TYPEDEF && n->type && !n->type->ptr &&
		    !n->type->dims && !n->type->is_func && !typedef_var)
			typedef_var = n;
	for (struct node *n = decl->list; n; n = n->next) {
		if (n->kind != N_RECORD)
			continue;
		if (!n->name && typedef_var && typedef_var->type->record == n)
			n->name = typedef_var->name;
		record_tag(l, n);
	}
}

void lower_typedef(struct lowering *l, struct node *var)
{
	struct tref t = type_of(l, var->type);

	/* of a record that got this very name there is nothing more to say */
	*vec_push(&l->typedefs) = (struct typedef_def){ var->name, t };
}

/* ---- members as arguments ---- */

static unsigned spell_member(struct node *n, char *buf, unsigned size)
{
	unsigned len = 0;

	if (n->kind == N_MEMBER || n->kind == N_INDEX) {
		if (!n->a || n->a->kind == N_CALL)
			return 0;
		len = spell_member(n->a, buf, size);
		if (!len || n->kind == N_INDEX)
			return len;
		if (len + 1 >= size)
			return 0;
		buf[len++] = '.';
	} else if (n->kind != N_IDENT) {
		return 0;
	}

	unsigned k = (unsigned)name_len(n->name);

	if (len + k >= size)
		return 0;
	memcpy(buf + len, name_str(n->name), k);
	return len + k;
}

name_t member_argument(struct node *arg)
{
	char buf[256];

	if (!arg)
		return 0;
	if (arg->kind == N_IDENT)
		return arg->name;

	unsigned depth = 0;

	for (const struct node *n = arg; n && (n->kind == N_MEMBER || n->kind == N_INDEX); n = n->a)
		if (++depth > 16)
			return 0;

	unsigned len = spell_member(arg, buf, sizeof(buf));

	return len ? name_intern(buf, len) : 0;
}
