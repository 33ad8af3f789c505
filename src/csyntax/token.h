/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tokens of one file: what the lexer leaves and the parser walks over.
 *
 * The array holds the whole file, all branches of all conditional groups
 * included. Directives stand in it as marker tokens (M_…): an #if knows its
 * group, a #define is followed by its name and body up to a T_EOD. Brackets
 * know their partners, so skipping anything bracketed is one step.
 */
#ifndef UNSPIN_CSYNTAX_TOKEN_H
#define UNSPIN_CSYNTAX_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"
#include "base/name.h"

enum token_kind {
	T_END, /* end of file, of a macro body or of a branch */

	T_IDENT, /* aux = name; keywords (K_…) have theirs too */
	T_INT,	 /* number or character constant */
	T_FLOAT,
	T_STR,

	/* brackets; each closer is its opener + 1. aux of an opener = index of its closer, see brackets.h */
	T_LPAREN,
	T_RPAREN,
	T_LBRACKET,
	T_RBRACKET,
	T_LBRACE,
	T_RBRACE,

	T_SEMI,
	T_COMMA,
	T_COLON,
	T_QUESTION,
	T_DOT,
	T_ARROW,
	T_ELLIPSIS,
	T_INC,
	T_DEC,
	T_NOT,
	T_TILDE,

	/* T_ASSIGN + op is the compound assignment of enum binop op, up to OP_XOR */
	T_ASSIGN,
	T_ADD_ASSIGN,
	T_SUB_ASSIGN,
	T_MUL_ASSIGN,
	T_DIV_ASSIGN,
	T_MOD_ASSIGN,
	T_SHL_ASSIGN,
	T_SHR_ASSIGN,
	T_AND_ASSIGN,
	T_OR_ASSIGN,
	T_XOR_ASSIGN,

	/* T_ADD - 1 + op is the binary operator of enum binop op */
	T_ADD,
	T_SUB,
	T_MUL,
	T_DIV,
	T_MOD,
	T_SHL,
	T_SHR,
	T_AND,
	T_OR,
	T_XOR,
	T_LT,
	T_GT,
	T_LE,
	T_GE,
	T_EQ,
	T_NE,
	T_LAND,
	T_LOR,

	T_OTHER, /* a byte that C has no use for: @, `, stray # or backslash */

	/* keywords of statements */
	K_IF,
	K_ELSE,
	K_WHILE,
	K_DO,
	K_FOR,
	K_SWITCH,
	K_CASE,
	K_DEFAULT,
	K_GOTO,
	K_RETURN,
	K_BREAK,
	K_CONTINUE,
	K_ASM,

	/* keywords of expressions */
	K_SIZEOF, /* and its kin: _Alignof, __alignof__ */
	K_OFFSETOF,
	K_GENERIC,

	/* what may start a declaration: storage, qualifiers, attributes, types */
	K_STATIC,
	K_EXTERN,
	K_TYPEDEF,
	K_INLINE,
	K_STORAGE, /* register, auto, _Thread_local, _Noreturn: says nothing to us */
	K_EXTENSION,
	K_QUALIFIER, /* const, volatile, restrict, _Atomic */
	K_ATTRIBUTE, /* __attribute__((…)), _Alignas(…) */
	K_BUILTIN,   /* int, unsigned, void, __auto_type… */
	K_STRUCT,
	K_UNION,
	K_ENUM,
	K_TYPEOF,

	T_EOD, /* end of a #define's body */

	/* markers: directives */
	M_FIRST,
	M_NOP = M_FIRST, /* a directive without effect */
	M_DEFINE,	 /* aux = index after its T_EOD; TF_OBJECT */
	M_INCLUDE,	 /* aux = name of the path; TF_SYSTEM */
	M_IF,		 /* aux = its branch */
	M_ELSE,		 /* #elif and #else: aux = its branch */
	M_ENDIF,	 /* aux = its group */
};

enum token_flag {
	TF_BOL = 1 << 0,       /* first on its line */
	TF_COL0 = 1 << 1,      /* in column 0 */
	TF_ATTR = 1 << 2,      /* an attribute word of the kernel: __init, __user */
	TF_TYPENAME = 1 << 3,  /* a name that is a typedef everywhere: u8, size_t */
	TF_SEMI = 1 << 4,      /* an opening bracket with a ; directly inside */
	TF_OBJECT = 1 << 5,    /* M_DEFINE of an object-like macro */
	TF_SYSTEM = 1 << 6,    /* M_INCLUDE with <> */
	TF_STRINGIFY = 1 << 7, /* T_STR that was written #name */
	TF_SEEN = TF_SEMI,     /* M_DEFINE and M_INCLUDE: already in the tree */
};

struct token {
	uint32_t pos; /* byte offset */
	uint32_t len; /* in bytes */
	uint32_t aux; /* see the kinds */
	uint8_t kind;
	uint8_t flags;
};

/* One branch of a conditional group. */
struct branch {
	uint32_t marker; /* its M_IF or M_ELSE */
	uint32_t group;
	uint32_t next; /* the next branch of the group, 0 at the last */
	name_t cond;   /* the condition as one line, 0 for #else */
	bool negated;  /* #ifndef */
	bool balanced; /* its brackets close within it */
	bool empty;    /* nothing but directives */
};

struct group {
	uint32_t first;	 /* branch */
	uint32_t last;	 /* branch */
	uint32_t endif;	 /* its M_ENDIF */
	uint32_t chosen; /* where a reader goes who can have one branch only: a token index */
	bool has_else;
	bool alone_stmt;  /* each branch is whole statements, declarations or fields */
	bool alone_comma; /* each branch is whole elements of a list with commas */
	bool empty;	  /* all branches are */
};

/* The lexed file. Index 0 of branches is not used. */
struct tokens {
	const char *text; /* the bytes, followed by at least TEXT_PADDING NULs */
	uint32_t text_len;
	struct token *at;
	uint32_t n, cap;
	VEC(struct branch) branches;
	VEC(struct group) groups;
	VEC(uint32_t) directives; /* each M_DEFINE and M_INCLUDE */
};

#define TEXT_PADDING 64u

#endif
