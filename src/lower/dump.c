// SPDX-License-Identifier: GPL-2.0-only
/*
 * A unit as text: for tests and for those who wonder what became of a function.
 *
 *   function foo(struct dev *dev, int on) static
 *     b0: 12:2 call spin_lock(&dev->lock)
 *         if on then b1 else b2
 *
 * Expressions look like the C they came from; #3:f() is what call 3, to f,
 * returned, [CONFIG_X] a condition of the configuration, ? what is not known.
 */
#include "base/strbuf.h"
#include "csyntax/ast.h"
#include "lower/lower.h"

/* Expressions in code that no one wrote by hand are deep: past this they are cut short. */
#define MAX_PRINT_DEPTH 40u

static void print_expr(const struct function *f, expr_t e, struct strbuf *out, unsigned depth);

static void print_type(struct tref t, struct strbuf *out)
{
	static const char *const unnamed[] = {
		[TR_NONE] = "?",    [TR_BUILTIN] = "int",     [TR_RECORD] = "struct",
		[TR_ENUM] = "enum", [TR_TYPEDEF] = "typedef", [TR_TYPEOF] = "typeof()",
	};

	if (t.kind == TR_RECORD)
		strbuf_puts(out, "struct ");
	else if (t.kind == TR_ENUM)
		strbuf_puts(out, "enum ");
	strbuf_puts(out, t.name ? name_str(t.name) : unnamed[t.kind]);
	if (t.ptr || t.dims || t.is_func)
		strbuf_puts(out, " ");
	for (unsigned i = 0; i < t.ptr; i++)
		strbuf_puts(out, "*");
	if (t.is_func)
		strbuf_puts(out, "()");
	for (unsigned i = 0; i < t.dims; i++)
		strbuf_puts(out, "[]");
}

static const char *operator_text(uint8_t op)
{
	static const char *const text[] = {
		[OP_ADD] = "+",	 [OP_SUB] = "-",   [OP_MUL] = "*",  [OP_DIV] = "/", [OP_MOD] = "%",
		[OP_SHL] = "<<", [OP_SHR] = ">>",  [OP_AND] = "&",  [OP_OR] = "|",  [OP_XOR] = "^",
		[OP_LT] = "<",	 [OP_GT] = ">",	   [OP_LE] = "<=",  [OP_GE] = ">=", [OP_EQ] = "==",
		[OP_NE] = "!=",	 [OP_LAND] = "&&", [OP_LOR] = "||",
	};

	return op <= OP_LOR && text[op] ? text[op] : "?";
}

static void print_args(const struct function *f, const struct call *c, struct strbuf *out,
		       unsigned depth)
{
	strbuf_puts(out, "(");
	for (unsigned i = 0; i < c->nargs; i++) {
		if (i)
			strbuf_puts(out, ", ");
		print_expr(f, f->args[c->args + i], out, depth + 1);
	}
	strbuf_puts(out, ")");
}

static void print_callee(const struct function *f, const struct call *c, struct strbuf *out,
			 unsigned depth)
{
	if (c->name) {
		strbuf_puts(out, name_str(c->name));
	} else {
		strbuf_puts(out, "(*");
		print_expr(f, c->callee, out, depth + 1);
		strbuf_puts(out, ")");
	}
}

static bool is_simple(const struct expr *x)
{
	return x->op != X_BINARY && x->op != X_CAST && x->op != X_NOT && x->op != X_UNARY &&
	       x->op != X_ADDR && x->op != X_DEREF;
}

static void print_operand(const struct function *f, expr_t e, struct strbuf *out, unsigned depth)
{
	bool simple = is_simple(&f->exprs[e]);

	if (!simple)
		strbuf_puts(out, "(");
	print_expr(f, e, out, depth + 1);
	if (!simple)
		strbuf_puts(out, ")");
}

static void print_name(name_t name, const char *kind, uint32_t number, struct strbuf *out)
{
	if (name)
		strbuf_puts(out, name_str(name));
	else
		strbuf_printf(out, "%s%u", kind, number);
}

static void print_expr(const struct function *f, expr_t e, struct strbuf *out, unsigned depth)
{
	const struct expr *x = &f->exprs[e];

	if (depth > MAX_PRINT_DEPTH) {
		strbuf_puts(out, "…");
		return;
	}
	switch (x->op) {
	case X_PARAM:
		print_name(f->params[x->a].name, "param", x->a, out);
		break;
	case X_LOCAL:
		print_name(f->locals[x->a].name, "tmp", x->a, out);
		break;
	case X_GLOBAL:
		strbuf_puts(out, name_str(x->a));
		break;
	case X_INT:
		if (x->sub)
			strbuf_puts(out, "NULL");
		else
			strbuf_printf(out, "%lld", (long long)((uint64_t)x->b << 32 | x->a));
		break;
	case X_STR:
		strbuf_printf(out, "\"%s\"", name_str(x->a));
		break;
	case X_CALL:
		strbuf_printf(out, "#%u:", x->a);
		print_callee(f, &f->calls[x->a], out, depth);
		strbuf_puts(out, "()");
		break;
	case X_MEMBER:
		if (f->exprs[x->a].op == X_DEREF) {
			print_operand(f, f->exprs[x->a].a, out, depth);
			strbuf_puts(out, "->");
		} else {
			print_operand(f, x->a, out, depth);
			strbuf_puts(out, ".");
		}
		strbuf_puts(out, name_str(x->b));
		break;
	case X_DEREF:
		strbuf_puts(out, "*");
		print_operand(f, x->a, out, depth);
		break;
	case X_ADDR:
		strbuf_puts(out, "&");
		print_operand(f, x->a, out, depth);
		break;
	case X_INDEX:
		print_operand(f, x->a, out, depth);
		strbuf_puts(out, "[");
		print_expr(f, x->b, out, depth + 1);
		strbuf_puts(out, "]");
		break;
	case X_CONTAINER:
		strbuf_puts(out, "container_of(");
		print_expr(f, x->a, out, depth + 1);
		strbuf_puts(out, ", ");
		print_type(f->containers[x->b].type, out);
		strbuf_printf(out, ", %s)", name_str(f->containers[x->b].member));
		break;
	case X_CAST:
		strbuf_puts(out, "(");
		print_type(f->types[x->b], out);
		strbuf_puts(out, ")");
		print_operand(f, x->a, out, depth);
		break;
	case X_NOT:
		strbuf_puts(out, "!");
		print_operand(f, x->a, out, depth);
		break;
	case X_UNARY:
		strbuf_printf(out, "%c", x->sub);
		print_operand(f, x->a, out, depth);
		break;
	case X_BINARY:
		print_operand(f, x->a, out, depth);
		strbuf_printf(out, " %s ", operator_text(x->sub));
		print_operand(f, x->b, out, depth);
		break;
	case X_CONFIG:
		strbuf_printf(out, "[%s]", name_str(x->a));
		break;
	case X_SIZEOF:
		strbuf_puts(out, "sizeof");
		break;
	default:
		strbuf_puts(out, "?");
		break;
	}
}

void expr_print(const struct function *f, expr_t e, struct strbuf *out)
{
	print_expr(f, e, out, 0);
}

static void print_step(const struct function *f, const struct step *s, struct strbuf *out)
{
	const struct call *c;

	strbuf_printf(out, "%u:%u ", s->line, s->col);
	switch (s->op) {
	case S_CALL:
		c = &f->calls[s->a];
		strbuf_puts(out, c->is_loop ? "loop " : "call ");
		print_callee(f, c, out, 0);
		print_args(f, c, out, 0);
		if (f->exprs[c->callee].op != X_GLOBAL || !c->name)
			strbuf_printf(out, " #%u", s->a);
		break;
	case S_ASSIGN:
		print_expr(f, s->a, out, 0);
		strbuf_puts(out, " = ");
		print_expr(f, s->b, out, 0);
		break;
	case S_GUARD:
	case S_UNGUARD:
		c = &f->calls[s->a];
		strbuf_printf(out, "%s #%u %s%s", s->op == S_GUARD ? "guard" : "unguard", s->a,
			      c->is_free ? "free " : "", name_str(c->name));
		print_args(f, c, out, 0);
		break;
	case S_RETURN:
		strbuf_puts(out, "return");
		if (s->a) {
			strbuf_puts(out, " ");
			print_expr(f, s->a, out, 0);
		}
		break;
	}
	strbuf_puts(out, "\n");
}

static void print_block(const struct function *f, uint32_t number, struct strbuf *out)
{
	const struct block *b = &f->blocks[number];

	strbuf_printf(out, "  b%u:\n", number);
	for (uint32_t i = 0; i < b->nsteps; i++) {
		strbuf_puts(out, "    ");
		print_step(f, &f->steps[b->step + i], out);
	}
	if (b->succ[1] != NO_BLOCK) {
		strbuf_puts(out, "    if ");
		print_expr(f, b->cond, out, 0);
		strbuf_printf(out, " then b%u else b%u\n", b->succ[0], b->succ[1]);
	} else if (b->succ[0] != NO_BLOCK) {
		strbuf_printf(out, "    goto b%u\n", b->succ[0]);
	} else if (!b->nsteps || f->steps[b->step + b->nsteps - 1].op != S_RETURN) {
		strbuf_puts(out, "    leaves\n");
	}
}

static void print_function(const struct function *f, struct strbuf *out)
{
	static const struct {
		uint16_t flag;
		const char *text;
	} flags[] = {
		{ FN_STATIC, "static" },     { FN_INLINE, "inline" },	  { FN_SYSCALL, "syscall" },
		{ FN_EXPORTED, "exported" }, { FN_VARIADIC, "variadic" }, { FN_SKIPPED, "skipped" },
	};

	strbuf_puts(out, f->flags & FN_MACRO ? "macro " : f->nblocks ? "function " : "prototype ");
	if (!(f->flags & FN_MACRO)) {
		print_type(f->ret, out);
		strbuf_puts(out, " ");
	}
	strbuf_puts(out, name_str(f->name));
	if (!(f->flags & FN_OBJECT_MACRO)) {
		strbuf_puts(out, "(");
		for (unsigned i = 0; i < f->nparams; i++) {
			if (i)
				strbuf_puts(out, ", ");
			if (!(f->flags & FN_MACRO)) {
				print_type(f->params[i].type, out);
				strbuf_puts(out, f->params[i].name ? " " : "");
			}
			strbuf_puts(out, name_str(f->params[i].name));
		}
		strbuf_puts(out, ")");
	}
	for (unsigned i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (f->flags & flags[i].flag)
			strbuf_printf(out, " %s", flags[i].text);
	if (f->config)
		strbuf_printf(out, " [%s]", name_str(f->config));
	for (unsigned i = 0; i < f->nattrs; i++) {
		strbuf_printf(out, " %s", name_str(f->attrs[i].name));
		if (f->attrs[i].arg) {
			strbuf_puts(out, "(");
			print_expr(f, f->attrs[i].arg, out, 0);
			strbuf_puts(out, ")");
		}
	}
	strbuf_puts(out, "\n");
	for (uint32_t i = 0; i < f->nblocks; i++)
		print_block(f, i, out);
}

static void print_records(const struct unit *u, struct strbuf *out)
{
	for (uint32_t i = 0; i < u->nrecords; i++) {
		const struct record *r = &u->records[i];

		strbuf_printf(out, "%s %s", r->is_union ? "union" : "struct", name_str(r->tag));
		if (r->outer)
			strbuf_printf(out, " in %s.%s", name_str(r->outer),
				      name_str(r->outer_member));
		strbuf_puts(out, ":");
		for (uint32_t k = 0; k < r->nfields; k++) {
			strbuf_puts(out, k ? ", " : " ");
			print_type(r->fields[k].type, out);
			strbuf_printf(out, " %s", name_str(r->fields[k].name));
		}
		strbuf_puts(out, "\n");
	}
	for (uint32_t i = 0; i < u->ntypedefs; i++) {
		strbuf_printf(out, "typedef %s = ", name_str(u->typedefs[i].name));
		print_type(u->typedefs[i].type, out);
		strbuf_puts(out, "\n");
	}
}

static void print_inits(const struct unit *u, struct strbuf *out)
{
	for (uint32_t i = 0; i < u->ninits; i++) {
		const struct init *in = &u->inits[i];

		strbuf_printf(out, "init %s (", name_str(in->variable));
		print_type(in->type, out);
		strbuf_printf(out, ")%s%s.", in->path ? "." : "", name_str(in->path));
		if (in->member)
			strbuf_puts(out, name_str(in->member));
		else
			strbuf_printf(out, "[%u]", in->index);
		strbuf_printf(out, " = %s%s", name_str(in->function), in->use ? "()" : "");
		if (in->macro)
			strbuf_printf(out, " in %s%s", name_str(in->macro),
				      in->is_braced ? " {}" : "");
		strbuf_puts(out, "\n");
	}
}

void unit_dump(const struct unit *u, struct strbuf *out)
{
	for (uint32_t i = 0; i < u->nincludes; i++)
		strbuf_printf(out, "include %s%s\n", name_str(u->includes[i].path),
			      u->includes[i].is_system ? " system" : "");
	print_records(u, out);
	for (uint32_t i = 0; i < u->nglobals; i++) {
		const struct global *g = &u->globals[i];

		strbuf_puts(out, "global ");
		print_type(g->type, out);
		strbuf_printf(out, " %s%s%s%s\n", name_str(g->name), g->is_static ? " static" : "",
			      g->is_percpu ? " percpu" : "", g->is_extern ? " extern" : "");
	}
	print_inits(u, out);
	for (uint32_t i = 0; i < u->ntopcalls; i++) {
		const struct topcall *t = &u->topcalls[i];

		strbuf_printf(out, "topcall %s(", name_str(t->macro));
		for (unsigned k = 0; k < t->nargs; k++)
			strbuf_printf(out, "%s%s", k ? ", " : "",
				      t->args[k] ? name_str(t->args[k]) : "?");
		strbuf_printf(out, ")%s\n", t->is_static ? " static" : "");
	}
	for (uint32_t i = 0; i < u->nfunctions; i++)
		print_function(&u->functions[i], out);
}
