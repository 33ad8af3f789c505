/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The syntax tree of one source file, as the parser leaves it and lowering
 * reads it. All of it lives in the file's arena and is freed when the file has
 * been lowered: 90 million nodes in the kernel are too many to keep.
 *
 * The tree is of C *as written*: nothing is preprocessed. Three node kinds
 * exist for that: N_ALT holds the branches of a conditional group, N_MACRO a
 * macro's definition with its body parsed as code, N_MACRO_LOOP a call that is
 * followed by a statement (list_for_each_entry, scoped_guard).
 *
 * What can't be read becomes an N_ERROR of the smallest extent: an expression,
 * a statement or a top-level declaration; the parser counts them.
 */
#ifndef UNSPIN_CSYNTAX_AST_H
#define UNSPIN_CSYNTAX_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/name.h"

enum node_kind {
	N_ERROR, /* could not be read */

	/* expressions */
	N_IDENT,      /* name */
	N_INT,	      /* value; character constants too */
	N_CONST,      /* a floating constant: no one needs its value */
	N_STR,	      /* string literal(s); name = text of the first, without quotes */
	N_CALL,	      /* a = callee, list = arguments (N_TYPE where a type stands) */
	N_MEMBER,     /* a.name, or a->name with NF_ARROW */
	N_INDEX,      /* a[b] */
	N_UNARY,      /* op a: & * - + ~ ! */
	N_INCDEC,     /* ++ or --, before or after (op = '+' or '-') */
	N_BINARY,     /* a op b, op an enum binop; && and || included. OP_NONE: a
		      * macro's parameter stands for it */
	N_ASSIGN,     /* a = b; with op, a op= b */
	N_COND,	      /* a ? b : c; b is NULL in a ?: c */
	N_COMMA,      /* a, b */
	N_CAST,	      /* (type) a */
	N_COMPOUND,   /* (type){ … }: a = N_INIT */
	N_SIZEOF,     /* sizeof, alignof, typeof, __builtin_offsetof…: nothing is evaluated */
	N_TYPE,	      /* a type where an expression may stand (macro argument); type */
	N_STMT_EXPR,  /* ({ … }): a = N_BLOCK */
	N_LABEL_ADDR, /* &&name */
	N_INIT, /* { … }: list of N_INIT_ELEM or expressions. At file level: one element, in a
		      * file that is included into an initializer */
	N_INIT_ELEM, /* designators = value: list = designators outermost first
		      * (N_IDENT for .name, N_INDEX with b for [b]; ranges keep the first), a = value */

	/* statements */
	N_BLOCK,  /* list; end = offset of the closing brace */
	N_EXPR,	  /* a; */
	N_EMPTY,  /* ; */
	N_IF,	  /* if (a) b else c (c may be NULL) */
	N_WHILE,  /* while (a) b */
	N_DO,	  /* do b while (a) */
	N_FOR,	  /* for (a; b; c) d: a an N_DECL, expression or NULL */
	N_SWITCH, /* switch (a) b */
	N_CASE,	  /* case a: or case a … b:, a label only: the statement follows it in the list */
	N_DEFAULT, /* default:, likewise */
	N_LABEL,   /* name:, likewise */
	N_GOTO,	   /* goto name; or goto *a; */
	N_RETURN,  /* return a; */
	N_BREAK,
	N_CONTINUE,
	N_ASM,	      /* list = operand expressions */
	N_MACRO_LOOP, /* a = N_CALL, b = the statement that follows it; c = the statement after an
		       * else, where the macro turns out to hold an if */

	/* declarations: at file level, in blocks and in records */
	N_DECL,	   /* list = N_VAR and N_RECORD/N_ENUM bodies that the specifiers hold, in order */
	N_VAR,	   /* one declarator: name, type, a = initializer or NULL; flags NF_STATIC,
		    * NF_TYPEDEF, NF_EXTERN, NF_PERCPU; list = attributes as N_CALL/N_IDENT.
		    * A function prototype is an N_VAR whose type.is_func is set. */
	N_RECORD,  /* struct or union body: name = tag (0 if anonymous), flags NF_UNION,
		    * list = N_DECL fields (and N_ALT, N_EXPR for DECLARE_BITMAP-like calls) */
	N_ENUM,	   /* list = N_VAR-less N_INIT_ELEM: name = constant, a = value or NULL */
	N_FUNC,	   /* a function definition: name, type = return type, list = parameters (N_VAR),
		    * a = N_BLOCK; flags NF_STATIC, NF_INLINE; attrs = attributes;
		    * for SYSCALL_DEFINE-like macros: name = the macro's, NF_MACRO_FUNC, c = the
		    * macro's N_CALL with all arguments, list = those that read as parameters */
	N_MACRO,   /* #define name(params) body: list = parameters (N_IDENT; __VA_ARGS__ for ...),
		    * a = body: an expression, N_TYPE, N_INIT, N_INIT_ELEM, or an N_BLOCK of
		    * statements or of initializer elements; NULL if empty or unreadable.
		    * Object-like ones have NF_OBJECT; where the N_BLOCK holds N_FUNCs, the
		    * macro's uses define functions: NF_DEFINES */
	N_INCLUDE, /* name = path as written, NF_SYSTEM for <> */
	N_TOPCALL, /* IDENT(…) or IDENT(…); at file level: a = N_CALL; DEFINE_SPINLOCK(x);
		    * type/flags hold specifiers before it (static); b = initializer if one follows */

	/* both */
	N_ALT,	  /* a conditional group whose branches each stand alone: list of N_BRANCH.
		* Stands in lists of statements, declarations, fields, enumerators and initializer elements. */
	N_BRANCH, /* name = condition as one line of text ("CONFIG_PM", "defined(A) && B"),
		   * 0 for #else; flags NF_NOT for #ifndef; list = what is inside */
};

/* Binary operators, for N_BINARY and compound N_ASSIGN; 0 is plain assignment. */
enum binop {
	OP_NONE,
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_SHL,
	OP_SHR,
	OP_AND,
	OP_OR,
	OP_XOR,
	OP_LT,
	OP_GT,
	OP_LE,
	OP_GE,
	OP_EQ,
	OP_NE,
	OP_LAND,
	OP_LOR,
};

enum node_flag {
	NF_ARROW = 1 << 0,
	NF_STATIC = 1 << 1,
	NF_INLINE = 1 << 2,
	NF_TYPEDEF = 1 << 3,
	NF_EXTERN = 1 << 4,
	NF_PERCPU = 1 << 5,
	NF_UNION = 1 << 6,
	NF_OBJECT = 1 << 7,
	NF_SYSTEM = 1 << 8,
	NF_NOT = 1 << 9,
	NF_MACRO_FUNC = 1 << 10,
	NF_POSTFIX = 1 << 11,
	NF_VARIADIC = 1 << 12,
	NF_DEFINES = 1 << 13,
};

enum type_kind {
	TY_NONE,    /* absent or unreadable */
	TY_BUILTIN, /* int, unsigned long, void, bool…; name is its last keyword */
	TY_STRUCT,  /* name = tag */
	TY_UNION,
	TY_ENUM,
	TY_TYPEDEF, /* name = the typedef's */
	TY_TYPEOF,  /* typeof(expr): expr */
	TY_ANON,    /* an anonymous record or enum, defined here: record */
};

struct ctype {
	uint8_t kind; /* enum type_kind */
	uint8_t ptr;  /* how many * the declarator adds (0 for a function's own name) */
	uint8_t dims; /* how many [] */
	bool is_func; /* declares a function (ptr 0) or, through (*name)(…), a pointer to one (ptr > 0) */
	name_t name;
	struct node *record; /* TY_ANON, or the body where a tagged record is defined in place */
	struct node *expr;   /* TY_TYPEOF */
	struct node *params; /* is_func: first parameter N_VAR, linked by next */
	uint8_t ret_ptr;     /* is_func: how many * its return type has beyond the base type */
};

struct node {
	uint8_t kind; /* enum node_kind */
	uint8_t op;   /* enum binop, or the character of a unary operator */
	uint16_t flags;
	uint32_t pos; /* byte offset in the file */
	uint32_t end; /* byte offset of the last token: N_BLOCK, N_FUNC, N_RECORD */
	name_t name;
	struct node *next; /* the next one in the list that this node stands in */
	struct node *list; /* first child of a list */
	struct node *a, *b, *c, *d;
	struct node
		*attrs; /* attributes: N_IDENT (__init, __acquires…) or N_CALL, linked by next */
	struct ctype *type; /* N_VAR, N_FUNC, N_CAST, N_COMPOUND, N_TYPE, N_TOPCALL */
	int64_t value;	    /* N_INT */
};

#endif
