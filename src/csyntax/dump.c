// SPDX-License-Identifier: GPL-2.0-only
/*
 * The syntax tree as S-expressions: see dump.h. What nests as lines in source
 * (blocks, branches, records, functions) nests as lines here; expressions,
 * types and declarators stay on one line:
 *
 *	(func (int) f ((var (int) x))
 *		(block
 *			(return (+ x 1))))
 */
#include "csyntax/dump.h"

#include <inttypes.h>

static void dump(struct strbuf *out, const struct node *n, unsigned indent);

static const char *const binops[] = {
	[OP_NONE] = "op", [OP_ADD] = "+",  [OP_SUB] = "-",   [OP_MUL] = "*",  [OP_DIV] = "/",
	[OP_MOD] = "%",	  [OP_SHL] = "<<", [OP_SHR] = ">>",  [OP_AND] = "&",  [OP_OR] = "|",
	[OP_XOR] = "^",	  [OP_LT] = "<",   [OP_GT] = ">",    [OP_LE] = "<=",  [OP_GE] = ">=",
	[OP_EQ] = "==",	  [OP_NE] = "!=",  [OP_LAND] = "&&", [OP_LOR] = "||",
};

static void new_line(struct strbuf *out, unsigned indent)
{
	strbuf_puts(out, "\n");
	while (indent--)
		strbuf_puts(out, "\t");
}

/* The nodes of a list, each behind a blank. */
static void dump_inline(struct strbuf *out, const struct node *n, unsigned indent)
{
	for (; n; n = n->next) {
		strbuf_puts(out, " ");
		dump(out, n, indent);
	}
}

/* The nodes of a list, each on its own line. */
static void dump_lines(struct strbuf *out, const struct node *n, unsigned indent)
{
	for (; n; n = n->next) {
		new_line(out, indent);
		dump(out, n, indent);
	}
}

static void dump_type(struct strbuf *out, const struct ctype *t, unsigned indent)
{
	static const char *const kinds[] = {
		[TY_NONE] = "?",	 [TY_BUILTIN] = "",   [TY_STRUCT] = "struct ",
		[TY_UNION] = "union ",	 [TY_ENUM] = "enum ", [TY_TYPEDEF] = "",
		[TY_TYPEOF] = "typeof ", [TY_ANON] = "anon",
	};

	strbuf_puts(out, "(");
	if (!t) {
		strbuf_puts(out, "?)");
		return;
	}
	strbuf_puts(out, kinds[t->kind]);
	if (t->kind == TY_TYPEOF && t->expr)
		dump(out, t->expr, indent);
	else if (t->kind != TY_ANON)
		strbuf_puts(out, name_str(t->name));
	if (t->ptr)
		strbuf_printf(out, " ptr%u", t->ptr);
	for (unsigned i = 0; i < t->dims; i++)
		strbuf_puts(out, "[]");
	if (t->is_func) {
		strbuf_puts(out, " fn");
		for (unsigned i = 0; i < t->ret_ptr; i++)
			strbuf_puts(out, "*");
		strbuf_puts(out, "(");
		for (const struct node *v = t->params; v; v = v->next) {
			if (v != t->params)
				strbuf_puts(out, " ");
			dump(out, v, indent);
		}
		strbuf_puts(out, ")");
	}
	strbuf_puts(out, ")");
}

static void dump_flags(struct strbuf *out, unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *text;
	} names[] = {
		{ NF_TYPEDEF, "typedef" }, { NF_EXTERN, "extern" },    { NF_STATIC, "static" },
		{ NF_INLINE, "inline" },   { NF_PERCPU, "percpu" },    { NF_UNION, "union" },
		{ NF_OBJECT, "object" },   { NF_MACRO_FUNC, "macro" }, { NF_VARIADIC, "variadic" },
		{ NF_NOT, "not" },	   { NF_SYSTEM, "system" },
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (flags & names[i].flag)
			strbuf_printf(out, " :%s", names[i].text);
}

static void dump_attrs(struct strbuf *out, const struct node *attrs, unsigned indent)
{
	if (!attrs)
		return;
	strbuf_puts(out, " {");
	for (const struct node *a = attrs; a; a = a->next) {
		if (a != attrs)
			strbuf_puts(out, " ");
		dump(out, a, indent);
	}
	strbuf_puts(out, "}");
}

static void dump_name(struct strbuf *out, name_t name)
{
	if (name)
		strbuf_printf(out, " %s", name_str(name));
}

static void dump_child(struct strbuf *out, const struct node *n, unsigned indent)
{
	if (!n)
		return;
	strbuf_puts(out, " ");
	dump(out, n, indent);
}

/* (word a b c d) */
static void dump_plain(struct strbuf *out, const char *word, const struct node *n, unsigned indent)
{
	strbuf_printf(out, "(%s", word);
	dump_name(out, n->name);
	dump_child(out, n->a, indent);
	dump_child(out, n->b, indent);
	dump_child(out, n->c, indent);
	dump_child(out, n->d, indent);
	strbuf_puts(out, ")");
}

/* A statement's body goes on its own line. */
static void dump_body(struct strbuf *out, const struct node *n, unsigned indent)
{
	new_line(out, indent + 1);
	if (n)
		dump(out, n, indent + 1);
	else
		strbuf_puts(out, "()");
}

static void dump_if(struct strbuf *out, const struct node *n, unsigned indent)
{
	strbuf_puts(out, "(if ");
	dump(out, n->a, indent);
	dump_body(out, n->b, indent);
	if (n->c)
		dump_body(out, n->c, indent);
	strbuf_puts(out, ")");
}

static void dump_for(struct strbuf *out, const struct node *n, unsigned indent)
{
	const struct node *parts[] = { n->a, n->b, n->c };

	strbuf_puts(out, "(for");
	for (unsigned i = 0; i < 3; i++) {
		strbuf_puts(out, " ");
		if (parts[i])
			dump(out, parts[i], indent);
		else
			strbuf_puts(out, "()");
	}
	dump_body(out, n->d, indent);
	strbuf_puts(out, ")");
}

static void dump_var(struct strbuf *out, const struct node *n, unsigned indent)
{
	strbuf_puts(out, "(var ");
	dump_type(out, n->type, indent);
	dump_name(out, n->name);
	dump_flags(out, n->flags);
	dump_attrs(out, n->attrs, indent);
	if (n->a) {
		strbuf_puts(out, " = ");
		dump(out, n->a, indent);
	}
	strbuf_puts(out, ")");
}

static void dump_func(struct strbuf *out, const struct node *n, unsigned indent)
{
	strbuf_puts(out, "(func ");
	dump_type(out, n->type, indent);
	dump_name(out, n->name);
	dump_flags(out, n->flags);
	dump_attrs(out, n->attrs, indent);
	dump_child(out, n->c, indent);
	strbuf_puts(out, " (");
	for (const struct node *v = n->list; v; v = v->next) {
		if (v != n->list)
			strbuf_puts(out, " ");
		dump(out, v, indent);
	}
	strbuf_puts(out, ")");
	dump_body(out, n->a, indent);
	strbuf_puts(out, ")");
}

/* Kinds whose list stands on lines of its own. */
static void dump_nest(struct strbuf *out, const char *word, const struct node *n, unsigned indent)
{
	strbuf_printf(out, "(%s", word);
	dump_name(out, n->name);
	dump_flags(out, n->flags);
	dump_lines(out, n->list, indent + 1);
	strbuf_puts(out, ")");
}

static void dump_listing(struct strbuf *out, const char *word, const struct node *n,
			 unsigned indent)
{
	strbuf_printf(out, "(%s", word);
	dump_name(out, n->name);
	dump_child(out, n->a, indent);
	dump_inline(out, n->list, indent);
	strbuf_puts(out, ")");
}

static void dump_expr(struct strbuf *out, const struct node *n, unsigned indent)
{
	switch (n->kind) {
	case N_IDENT:
		strbuf_puts(out, name_str(n->name));
		break;
	case N_INT:
		strbuf_printf(out, "%" PRId64, n->value);
		break;
	case N_CONST:
		strbuf_puts(out, "const");
		break;
	case N_STR:
		strbuf_printf(out, "\"%s\"", name_str(n->name));
		break;
	case N_CALL:
		dump_listing(out, "call", n, indent);
		break;
	case N_MEMBER:
		strbuf_puts(out, n->flags & NF_ARROW ? "(-> " : "(. ");
		dump(out, n->a, indent);
		strbuf_printf(out, " %s)", name_str(n->name));
		break;
	case N_INDEX:
		dump_plain(out, "[]", n, indent);
		break;
	case N_UNARY:
		strbuf_printf(out, "(%c ", n->op);
		dump(out, n->a, indent);
		strbuf_puts(out, ")");
		break;
	case N_INCDEC:
		strbuf_printf(out, n->flags & NF_POSTFIX ? "(post%c%c " : "(%c%c ", n->op, n->op);
		dump(out, n->a, indent);
		strbuf_puts(out, ")");
		break;
	case N_BINARY:
		dump_plain(out, binops[n->op], n, indent);
		break;
	case N_ASSIGN:
		strbuf_printf(out, "(%s= ", n->op ? binops[n->op] : "");
		dump(out, n->a, indent);
		dump_child(out, n->b, indent);
		strbuf_puts(out, ")");
		break;
	case N_COND:
		strbuf_puts(out, n->b ? "(?" : "(?:");
		dump_child(out, n->a, indent);
		dump_child(out, n->b, indent);
		dump_child(out, n->c, indent);
		strbuf_puts(out, ")");
		break;
	case N_COMMA:
		dump_plain(out, ",", n, indent);
		break;
	case N_CAST:
	case N_COMPOUND:
	case N_SIZEOF:
	case N_TYPE:
		strbuf_puts(out, n->kind == N_CAST	 ? "(cast"
				 : n->kind == N_COMPOUND ? "(compound"
				 : n->kind == N_SIZEOF	 ? "(sizeof"
							 : "(type");
		if (n->type) {
			strbuf_puts(out, " ");
			dump_type(out, n->type, indent);
		}
		dump_name(out, n->name);
		dump_child(out, n->a, indent);
		strbuf_puts(out, ")");
		break;
	case N_STMT_EXPR:
		dump_plain(out, "stmt-expr", n, indent);
		break;
	case N_LABEL_ADDR:
		dump_plain(out, "label-addr", n, indent);
		break;
	case N_INIT:
		dump_listing(out, "init", n, indent);
		break;
	case N_INIT_ELEM:
		strbuf_puts(out, "(elem");
		dump_name(out, n->name);
		dump_inline(out, n->list, indent);
		if (n->a) {
			strbuf_puts(out, " = ");
			dump(out, n->a, indent);
		}
		strbuf_puts(out, ")");
		break;
	default:
		strbuf_puts(out, "(error)");
	}
}

static void dump_stmt(struct strbuf *out, const struct node *n, unsigned indent)
{
	switch (n->kind) {
	case N_BLOCK:
		dump_nest(out, "block", n, indent);
		break;
	case N_EXPR:
		dump_plain(out, "expr", n, indent);
		break;
	case N_EMPTY:
		strbuf_puts(out, "()");
		break;
	case N_IF:
		dump_if(out, n, indent);
		break;
	case N_WHILE:
	case N_SWITCH:
	case N_MACRO_LOOP:
		strbuf_puts(out, n->kind == N_WHILE    ? "(while "
				 : n->kind == N_SWITCH ? "(switch "
						       : "(macro-loop ");
		dump(out, n->a, indent);
		dump_body(out, n->b, indent);
		if (n->c)
			dump_body(out, n->c, indent);
		strbuf_puts(out, ")");
		break;
	case N_DO:
		strbuf_puts(out, "(do");
		dump_body(out, n->b, indent);
		if (n->a)
			dump_body(out, n->a, indent);
		strbuf_puts(out, ")");
		break;
	case N_FOR:
		dump_for(out, n, indent);
		break;
	case N_CASE:
		dump_plain(out, "case", n, indent);
		break;
	case N_DEFAULT:
		dump_plain(out, "default", n, indent);
		break;
	case N_LABEL:
		dump_plain(out, "label", n, indent);
		break;
	case N_GOTO:
		dump_plain(out, "goto", n, indent);
		break;
	case N_RETURN:
		dump_plain(out, "return", n, indent);
		break;
	case N_BREAK:
		strbuf_puts(out, "(break)");
		break;
	case N_CONTINUE:
		strbuf_puts(out, "(continue)");
		break;
	case N_ASM:
		dump_listing(out, "asm", n, indent);
		break;
	default:
		dump_expr(out, n, indent);
	}
}

static void dump(struct strbuf *out, const struct node *n, unsigned indent)
{
	switch (n->kind) {
	case N_DECL:
		dump_listing(out, "decl", n, indent);
		break;
	case N_VAR:
		dump_var(out, n, indent);
		break;
	case N_RECORD:
		dump_nest(out, n->flags & NF_UNION ? "union" : "struct", n, indent);
		break;
	case N_ENUM:
		dump_listing(out, "enum", n, indent);
		break;
	case N_FUNC:
		dump_func(out, n, indent);
		break;
	case N_MACRO:
		strbuf_printf(out, "(macro %s", name_str(n->name));
		dump_flags(out, n->flags);
		if (!(n->flags & NF_OBJECT)) {
			strbuf_puts(out, " (");
			for (const struct node *v = n->list; v; v = v->next)
				strbuf_printf(out, "%s%s", v == n->list ? "" : " ",
					      name_str(v->name));
			strbuf_puts(out, ")");
		}
		dump_child(out, n->a, indent);
		strbuf_puts(out, ")");
		break;
	case N_INCLUDE:
		strbuf_printf(out, "(include %s", name_str(n->name));
		dump_flags(out, n->flags);
		strbuf_puts(out, ")");
		break;
	case N_TOPCALL:
		strbuf_puts(out, "(topcall");
		dump_flags(out, n->flags);
		if (n->type && n->type->kind) {
			strbuf_puts(out, " ");
			dump_type(out, n->type, indent);
		}
		dump_attrs(out, n->attrs, indent);
		dump_child(out, n->a, indent);
		if (n->b) {
			strbuf_puts(out, " = ");
			dump(out, n->b, indent);
		}
		strbuf_puts(out, ")");
		break;
	case N_ALT:
		dump_nest(out, "alt", n, indent);
		break;
	case N_BRANCH:
		strbuf_printf(out, "(branch%s [%s]", n->flags & NF_NOT ? " not" : "",
			      name_str(n->name));
		dump_lines(out, n->list, indent + 1);
		strbuf_puts(out, ")");
		break;
	default:
		dump_stmt(out, n, indent);
	}
}

void dump_list(struct strbuf *out, const struct node *list)
{
	for (; list; list = list->next) {
		dump(out, list, 0);
		strbuf_puts(out, "\n");
	}
}
