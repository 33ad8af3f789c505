/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The program as the analysis sees it: units of functions, each a small
 * control-flow graph of lock steps over access paths.
 *
 * A *unit* is what lowering makes of one source file. It depends on that file's
 * bytes alone, never on headers or the model: types are named, not resolved,
 * and callees are names. So files are lowered in parallel and in any order, a
 * header is read once for all, and a unit can be cached by its file's content.
 * Linking (link.h) brings units together.
 *
 * Function-like macros are functions whose parameters have no type. What C
 * does inside an expression is flattened in evaluation order into steps;
 * && || ?: become control flow; the branches of a conditional group become a
 * branch on an X_CONFIG condition, so that all are analysed and those with the
 * same condition are kept together.
 */
#ifndef UNSPIN_LOWER_IR_H
#define UNSPIN_LOWER_IR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/name.h"

/* ---- types, by name ---- */

enum tref_kind {
	TR_NONE,    /* unknown */
	TR_BUILTIN, /* void, int, long…: name is the keyword */
	TR_RECORD, /* struct or union: name = tag; anonymous ones have a made-up tag "<FILE:LINE:COL>" */
	TR_ENUM,
	TR_TYPEDEF,
	TR_TYPEOF, /* typeof(expr): name is 0, the expression is lost or typeof_expr of the variable says it */
};

/*
 * A type as named in a declaration: base type, then @ptr pointers, of @dims arrays. 8 bytes.
 * With @is_func it is a function or a pointer to one (the two are not told
 * apart): name, kind and ptr are then those of what it returns, the function
 * pointer's own level is not counted in ptr, and dims makes it an array of such.
 */
struct tref {
	name_t name;
	uint8_t kind;
	uint8_t ptr;
	uint8_t dims;
	uint8_t is_func;
};

struct field {
	name_t name; /* 0: anonymous member, its fields belong to the outer record too */
	struct tref type;
};

struct record {
	name_t tag;
	bool is_union;
	name_t outer; /* anonymous record: the record that it is a member's type of, else 0 */
	name_t outer_member; /* … and that member's name, 0 if unnamed */
	uint32_t nfields;
	struct field *fields;
	uint32_t line;
};

struct typedef_def {
	name_t name;
	struct tref type;
};

/* ---- access paths and other expressions: hash-consed in one function ---- */

typedef uint32_t expr_t; /* index into function.exprs; 0 is X_UNKNOWN */

enum expr_op {
	X_UNKNOWN,   /* something that is not followed */
	X_PARAM,     /* a = parameter number */
	X_LOCAL,     /* a = local number (function.locals) */
	X_GLOBAL,    /* a = name: variable, function, enumerator or object-like macro */
	X_INT,	     /* a, b = low and high half of the value; sub = 1: written NULL */
	X_STR,	     /* a string literal, a = its text (cut at 63 bytes) */
	X_CALL,	     /* a = call number (function.calls): what that call returned */
	X_MEMBER,    /* a = record expression, b = member name; p->m is MEMBER(DEREF(p), m) */
	X_DEREF,     /* a = pointer; DEREF(ADDR(x)) is x */
	X_ADDR,	     /* a = lvalue; ADDR(DEREF(p)) is p */
	X_INDEX,     /* a = array or pointer, b = index expression */
	X_CONTAINER, /* container_of(a, containers[b].type, containers[b].member): a pointer.
		      * CONTAINER(ADDR(MEMBER(DEREF(p), m)), T, m) is p;
		      * MEMBER(DEREF(CONTAINER(p, T, m)), m) is DEREF(p). */
	X_CAST,	     /* a = expression, b = index into function.types; a = X_UNKNOWN also where a
		    * type stands as an argument */
	X_NOT,	     /* !a */
	X_UNARY,     /* sub = the character: - ~ */
	X_BINARY,    /* sub = enum binop (csyntax/ast.h), a, b; never && || */
	X_CONFIG, /* a = text of a conditional group's condition; IS_ENABLED(x) and #ifdef x are both "x" */
	X_SIZEOF, /* a sizeof: constant, value unknown */
};

struct expr {
	uint8_t op; /* enum expr_op */
	uint8_t sub;
	uint16_t pad;
	uint32_t a, b;
};

struct container {
	struct tref type; /* of the container, ptr 0 */
	name_t member;	  /* "a.b" where the macro's argument says so */
};

/* ---- control flow ---- */

enum step_op {
	S_CALL, /* a = call number */
	S_ASSIGN, /* a = what is assigned to (local, member…), b = value; X_UNKNOWN: any new value */
	S_GUARD, /* a = call number: guard(callee)(args) enters its scope; CLASS(), __free() likewise */
	S_UNGUARD, /* a = the same call number: its scope ends here */
	S_RETURN,  /* a = value or 0; the last step of its block, which has no successor */
};

struct step {
	uint8_t op;
	uint8_t pad;
	uint16_t col; /* 1-based, capped */
	uint32_t line;
	uint32_t a, b;
};

enum { GUARD_SCOPE, GUARD_FREE };

struct call {
	name_t name; /* direct callee (function, macro, or a variable of pointer type); guard class name */
	expr_t callee; /* else the pointer's access path; X_GLOBAL/X_LOCAL/X_PARAM for named ones */
	uint32_t args; /* first of nargs in function.args (expr_t) */
	uint16_t nargs;
	uint8_t is_loop; /* a macro loop's head: for_each_thing(…) */
	uint8_t is_free; /* S_GUARD/S_UNGUARD of __free(name): args[0] is the variable; runs at scope exit only */
};

/* How an argument reads; kept for some calls, see lower_file(). */
struct verbatim {
	uint32_t call;
	uint32_t arg;
	name_t text;
};

#define NO_BLOCK UINT32_MAX

/*
 * Conditions have one form: never X_NOT (the successors are exchanged instead),
 * X_CAST or X_INT; comparisons are OP_EQ, OP_LT or OP_GT with a constant on the
 * right; x == 0 is the false side of x. One that contains X_UNKNOWN is 0.
 * A block without successors that does not end with S_RETURN leaves in a way
 * that the body does not show: a macro's `return`, `break` or `goto`.
 */

struct block {
	uint32_t step, nsteps; /* its steps in function.steps */
	expr_t cond; /* what decides between succ[0] (true) and succ[1] (false) if both exist */
	uint32_t succ[2]; /* block numbers, NO_BLOCK if none; cond 0 with two: either may be */
	uint32_t line;	  /* of the condition */
};

/* ---- functions ---- */

struct local {
	name_t name;
	struct tref type;
	expr_t typeof_expr; /* for typeof(expr) x: the expression, else 0 */
	bool is_static;
};

struct param {
	name_t name;
	struct tref type;
};

/* An attribute: __init, __must_hold(&x->lock), __acquires(x)… */
struct attribute {
	name_t name;
	expr_t arg; /* first argument or 0; in the function's exprs (globals' attributes: 0) */
};

enum function_flag {
	FN_STATIC = 1 << 0,
	FN_INLINE = 1 << 1,
	FN_MACRO = 1 << 2,    /* a function-like macro; parameters without types */
	FN_SYSCALL = 1 << 3,  /* SYSCALL_DEFINEx and its kin: an entry from user space */
	FN_EXPORTED = 1 << 4, /* EXPORT_SYMBOL* in the same file */
	FN_VARIADIC = 1 << 5,
	FN_SKIPPED = 1 << 6, /* something in its body could not be read */
	FN_OBJECT_MACRO =
		1 << 7, /* #define name body: a function without parameters, "called" by its name */
};

struct function {
	name_t name;
	uint16_t flags;
	uint8_t nparams;
	uint8_t nattrs;
	struct tref ret;
	uint32_t line, end_line;
	uint16_t col;
	name_t config; /* condition of the conditional group that it stands in, 0 if none */
	uint32_t fn;   /* its number in the linked program (fn_t), set by linking */
	struct param *params;
	struct attribute *attrs;

	/* the body; blocks[0] is the entry; no blocks: a declaration only */
	uint32_t nexprs, nargs, nsteps, nblocks, ncalls, nlocals, nverbatim;
	struct expr *exprs; /* exprs[0] is X_UNKNOWN */
	expr_t *args;
	struct step *steps;
	struct block *blocks;
	struct call *calls;
	struct local *locals;
	struct verbatim *verbatim; /* by call, then argument */
	uint16_t ncontainers, ntypes;
	struct container *containers;
	struct tref *types;
};

/* ---- file level ---- */

struct global {
	name_t name;
	struct tref type;
	bool is_static, is_percpu, is_extern;
	uint32_t line;
};

/*
 * A function's name in an initializer, or its address assigned at file level:
 * .member = function in a variable of type @type. Without a designator,
 * @member is 0 and @index says the position. For nested records @member is the
 * innermost designator and @type the record type that it belongs to where that
 * is known by name (casts, compound literals), else @path says the way from the
 * variable's type: "a.b".
 *
 * A macro's use that stands as a value may fill in any number of members; what
 * its body holds is kept with @macro and without a type, and init_macros.c puts
 * the two together.
 */
struct init {
	struct tref type; /* of the variable (array dims dropped) */
	name_t path;	  /* members from @type to the record that has the member, 0 if direct */
	name_t member;
	uint32_t index;
	name_t function; /* any identifier that stands as the value; may turn out to be no function */
	name_t variable; /* the variable that is initialised */
	uint32_t line;
	uint32_t
		use; /* 0, or @function is a macro with the arguments of topcalls[use - 1], or NO_ARGS */
	name_t macro;	/* 0, or it stands in this macro's body */
	bool is_braced; /* … which has the braces around it */
};
#define NO_ARGS UINT32_MAX /* none that is a name */

/* DEFINE_SPINLOCK(x); module_init(f); DEVICE_ATTR_RW(foo); TIMER_OF_DECLARE(…): arguments as text. */
struct topcall {
	name_t macro;
	uint32_t line;
	bool is_static;
	uint8_t nargs;
	name_t *args; /* an argument that is one identifier or type is its text, "&x" is x; others 0;
		       * as they are written where the macro is one of lower_file()'s verbatim */
};

struct include {
	name_t path; /* as written */
	bool is_system;
};

struct unit {
	name_t path; /* as shown to users and used in names: relative to the tree's root if in one */
	bool is_header;
	uint32_t nrecords, ntypedefs, nfunctions, nglobals, ninits, ntopcalls, nincludes;
	struct record *records;
	struct typedef_def *typedefs;
	struct function *functions; /* definitions, macros and prototypes */
	struct global *globals;
	struct init *inits;
	struct topcall *topcalls;
	struct include *includes;
	uint32_t nlines;
	uint32_t words;	    /* which of load_options.words stand in the file, a bit each */
	struct arena arena; /* holds all of the above */
};

#endif
