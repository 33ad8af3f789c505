/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Lowering's working state and the calls between its files:
 *
 *   lower.c   the file level: declarations, includes, conditional groups
 *   type.c    type names and records
 *   init.c    who is named in initializers and file-scope macro calls
 *   class.c   the functions that guards and classes are made of
 *   func.c    one function from its parameters to its finished graph
 *   marks.c   before that: which locals are assigned how often
 *   stmt.c    statements
 *   loop.c    loops, macro loops, switch
 *   expr.c    expressions: steps, values and conditions
 *   call.c    calls, guards and the macros that are syntax
 *   words.c   the names of these macros
 *   scope.c   what a name means here, and which guards end where
 *   path.c    building expressions, each once, in their simplest form
 *   graph.c   leaving out empty and unreachable blocks
 *   trim.c    leaving out expressions that are not used
 *   unit.c    packing the result
 *
 * The arrays here grow as needed and are used again by the next function; when
 * a function is finished, exactly what it needs is copied.
 */
#ifndef UNSPIN_LOWER_INTERNAL_H
#define UNSPIN_LOWER_INTERNAL_H

#include "base/alloc.h"
#include "base/hash.h"
#include "csyntax/ast.h"
#include "lower/lower.h"

/*
 * Deeper trees than this are not followed: the parser bounds nesting, but not
 * closely enough for recursion with a sanitizer's stack frames.
 */
#define MAX_LOWER_DEPTH 500u

/* What marks.c leaves in the `value` of an N_VAR (of a macro: N_IDENT) that it declares. */
#define MARK_ASSIGNS 0xffff    /* mask: how often it is assigned, its initializer included */
#define MARK_REAL (1 << 16)    /* one of these is more than a NULL or 0 to start from */
#define MARK_ADDRESS (1 << 17) /* its address is taken, or asm may write it */
#define MARK_LOOP (1 << 18)    /* it is an argument of a macro loop */

/* What path.c knows of an expression, in expr.pad while its function is lowered. */
enum path_flag {
	XF_INEXACT = 1 << 0, /* contains X_UNKNOWN: two of these need not be equal */
	XF_VARIES = 1 << 1,  /* contains a variable that is assigned more than once */
	XF_MEMORY = 1 << 2,  /* reads memory that others may write */
	XF_WRITTEN = 1 << 3, /* … and that this function itself writes */
};

/* What an identifier stands for in the scope that is being lowered. */
struct binding {
	name_t name;
	struct node *var; /* its declaration with its marks; NULL: as if assigned often */
	struct tref type;
	expr_t value; /* X_PARAM, X_GLOBAL, X_LOCAL or the value of a local that has only one;
		       * 0: a local that was not used yet */
};

/* Where break and continue lead. */
struct jump_target {
	struct jump_target *outer;
	uint32_t break_to, continue_to;		/* blocks; NO_BLOCK: ask outer */
	unsigned break_guards, continue_guards; /* how many guards are active there */
};

struct label {
	name_t name;
	uint32_t block;
	bool placed;
	unsigned guards; /* active where it stands */
};

/* A goto out of a scope with guards, completed when all labels are known. */
struct guarded_goto {
	name_t label;
	uint32_t block;	   /* starts with the S_UNGUARDs, then jumps */
	unsigned first, n; /* the guards active at the goto, in goto_guards */
	uint32_t pos;
};

struct macro_word;

struct lowering {
	/* the file */
	const struct parsed_file *file;
	struct arena *scratch; /* what was lowered waits here to be packed */
	name_t path;
	name_t config; /* condition of the conditional group around, 0 if none */
	VEC(struct record) records;
	VEC(struct typedef_def) typedefs;
	VEC(struct function) functions;
	VEC(struct global) globals;
	VEC(struct init) inits;
	VEC(struct topcall) topcalls;
	VEC(struct include) includes;
	VEC(struct field) fields; /* of the records being lowered, as a stack */
	struct map exported;
	struct macro_word *words; /* table of words.c */
	struct {
		name_t null, true_, false_, va_args, next, prev, attr_free;
	} names;

	/* the function */
	bool in_function;
	bool in_macro;
	bool skipped; /* met an N_ERROR */
	unsigned depth;
	unsigned quiet; /* > 0: build paths only, emit no step */
	uint32_t cur;	/* the block that steps go to, NO_BLOCK after a jump */
	VEC(struct expr) exprs;
	uint32_t *slots; /* hash table over exprs: index, 0 is free */
	unsigned nslots, slots_cap;
	VEC(struct container) containers;
	VEC(struct tref) types;
	VEC(expr_t) args;
	VEC(expr_t) arg_stack; /* of calls whose arguments are being evaluated */
	VEC(struct step) steps;
	VEC(struct block) blocks;
	VEC(struct call) calls;
	VEC(struct verbatim) verbatim;
	const struct map *verbatim_names; /* whose arguments' text is kept; NULL: nobody's */
	VEC(struct local) locals;
	VEC(struct param) params;
	VEC(struct attribute) attrs;

	/* scopes */
	VEC(struct binding) bindings; /* innermost last */
	unsigned scope;		      /* first binding of the innermost scope */
	VEC(uint32_t) guards;	      /* active ones: call numbers, innermost last */
	struct jump_target *jumps;
	VEC(struct label) labels;
	VEC(struct guarded_goto) gotos;
	VEC(uint32_t) goto_guards;
	uint32_t dispatch; /* block that computed gotos lead to, NO_BLOCK if none */

	/* from marks.c */
	VEC(struct node *) declared; /* its scopes */
	unsigned declared_scope;
	struct map written; /* members and globals that the function assigns */
	bool written_deref; /* … and through a plain pointer */
	bool marks_lost;    /* too deep: the marks are incomplete */
	VEC(name_t) taken;  /* labels whose address is taken */

	/* for graph.c and trim.c */
	VEC(uint32_t) order, number, work, preds;
};

/* ---- verbatim.c ---- */

/* Is the text of @function's arguments asked for? */
bool is_verbatim(const struct lowering *l, name_t function);

/* The texts of the first @n arguments of what is called at byte @pos, 0 for an empty one; how many there are. */
unsigned verbatim_arguments(struct lowering *l, uint32_t pos, unsigned n, name_t *texts);

/* Keep those of @call. */
void keep_verbatim(struct lowering *l, uint32_t call, uint32_t pos);

/* ---- words.c ---- */

/* What a macro that is syntax does; see the table. */
enum word_kind {
	MW_NONE,
	MW_CONTAINER, /* (pointer, type, member) */
	MW_FROM,      /* (variable, pointer, member): the type is what the variable points to */
	MW_FIRST,     /* (head, type, member): container of head->next */
	MW_LAST,      /* … of head->prev */
	MW_NEXT,      /* (position, member): container of position->member.next */
	MW_PREV,
	MW_SAME,	  /* (x, …) is x */
	MW_SAME_CALL,	  /* … and a call with an effect of its own */
	MW_LOAD,	  /* (p) is *p */
	MW_STORE,	  /* (x, v) is x = v */
	MW_STORE_THROUGH, /* (p, v) is *p = v */
	MW_WRITES,	  /* assigns its arguments that are variables */
	MW_WRITES_FIRST,  /* assigns its first argument */
	MW_CONFIG,	  /* (CONFIG_X) is a condition of the configuration */
	MW_CONSTANT,	  /* known to the compiler, evaluates nothing */
	MW_BIT,		  /* (n) is 1 << n */
	MW_GUARD,	  /* guard(class)(args) */
	MW_CLASS,	  /* CLASS(class, variable)(args) */
	MW_SCOPED,	  /* scoped_guard(class, args) statement */
	MW_SCOPED_COND,	  /* scoped_cond_guard(class, statement if it fails, args) statement */
	MW_IF_NOT,	  /* if_not_guard(class, args) statement if it fails */
	MW_POINTER, /* in initializers: the value is the last argument, or nothing in some configs */
};

void words_load(struct lowering *l);
enum word_kind word_kind(const struct lowering *l, name_t name);

/* ---- path.c ---- */

void paths_reset(struct lowering *l);
expr_t x_param(struct lowering *l, uint32_t number, bool assigned);
expr_t x_local(struct lowering *l, uint32_t number);
expr_t x_global(struct lowering *l, name_t name);
expr_t x_int(struct lowering *l, int64_t value);
expr_t x_null(struct lowering *l);
expr_t x_str(struct lowering *l, name_t text);
expr_t x_call(struct lowering *l, uint32_t number);
expr_t x_member(struct lowering *l, expr_t record, name_t member);
expr_t x_deref(struct lowering *l, expr_t pointer);
expr_t x_addr(struct lowering *l, expr_t lvalue);
expr_t x_index(struct lowering *l, expr_t array, expr_t index);
expr_t x_container(struct lowering *l, expr_t pointer, struct tref type, name_t member);
expr_t x_cast(struct lowering *l, expr_t e, struct tref type);
expr_t x_type(struct lowering *l, struct tref type); /* a type that stands as an argument */
expr_t x_not(struct lowering *l, expr_t e);
expr_t x_unary(struct lowering *l, uint8_t op, expr_t e);
expr_t x_binary(struct lowering *l, uint8_t op, expr_t a, expr_t b);
expr_t x_config(struct lowering *l, name_t condition);
expr_t x_sizeof(struct lowering *l);
/* @e without casts around it */
expr_t x_uncast(const struct lowering *l, expr_t e);

static inline struct expr *x_at(const struct lowering *l, expr_t e)
{
	return &l->exprs.at[e];
}

/* ---- type.c ---- */

struct tref type_of(struct lowering *l, const struct ctype *t);
/* The tag of an N_RECORD; lowers it if that was not done yet. */
name_t record_tag(struct lowering *l, struct node *record);
void lower_record(struct lowering *l, struct node *record, name_t outer, name_t outer_member);
/* The records that a declaration's specifiers define, named by its declarators. */
void lower_decl_records(struct lowering *l, struct node *decl);
void lower_typedef(struct lowering *l, struct node *var);
/* The type that an argument names, where a macro wants a type: a type or a typedef's name. */
struct tref type_argument(struct lowering *l, struct node *arg);
/* "a.b" for member designators that are an argument; 0 if it is none. */
name_t member_argument(struct node *arg);
/* The type that the pointer variable @name points to; TR_NONE if unknown. */
struct tref pointee_of(struct lowering *l, const struct node *var);

/* ---- init.c ---- */

/* Identifiers that initializer @init of @variable of @type names; N_INIT or an expression. */
void lower_init(struct lowering *l, name_t variable, struct tref type, struct node *init);
void lower_topcall(struct lowering *l, struct node *n);
/* What the body of a macro puts into members, if it is (a part of) an initializer. */
void lower_macro_init(struct lowering *l, struct node *macro);
/* Any macro call that stands where it might define something; as init.use. */
uint32_t add_topcall(struct lowering *l, struct node *call, bool is_static);

/* ---- func.c ---- */

void lower_function(struct lowering *l, struct node *func);
void lower_macro(struct lowering *l, struct node *macro);
void lower_prototype(struct lowering *l, struct node *var);
void lower_global(struct lowering *l, struct node *var);
/* A function that is made up: begin, bind_param(), end with its body, whose value it returns. */
void function_begin(struct lowering *l, struct node *body);
void bind_param(struct lowering *l, name_t name, struct node *var, struct tref type);
void function_end(struct lowering *l, name_t name, struct node *body);

/* ---- class.c ---- */

/* DEFINE_GUARD, DEFINE_CLASS, DEFINE_FREE and their kin; nothing for other macros. */
void lower_class(struct lowering *l, struct node *call);

/* ---- unit.c ---- */

struct unit *unit_pack(struct lowering *l);

/* ---- marks.c ---- */

void marks_of_function(struct lowering *l, struct node *params, struct node *body);

/* ---- graph.c ---- */

/* Copy blocks and steps into @f (in l->scratch), without what can't be reached. */
void graph_finish(struct lowering *l, struct function *f);

/* ---- trim.c ---- */

/* Renumber expressions in the finished blocks of @f and all else that refers to them. */
void trim_exprs(struct lowering *l, struct function *f);

/* ---- scope.c ---- */

struct scope_mark {
	unsigned bindings, scope, guards;
};

struct scope_mark scope_enter(struct lowering *l);
/* Ends the innermost scope at @pos: its guards, innermost first, then its names. */
void scope_leave(struct lowering *l, struct scope_mark mark, uint32_t pos);
/* Index of the binding; of the same name's earlier one if there is one in this very scope. */
unsigned scope_bind(struct lowering *l, name_t name, struct node *var, struct tref type);
/* NULL: no variable of the function. Valid until the next scope_bind. */
struct binding *scope_find(struct lowering *l, name_t name);
/* What the bound variable is, as an expression; makes its X_LOCAL at first need. */
expr_t binding_expr(struct lowering *l, struct binding *b);
expr_t new_local(struct lowering *l, name_t name, struct tref type);
/* Emit what ends all guards but the @keep outermost ones; they stay active for other paths. */
void leave_guards(struct lowering *l, unsigned keep, uint32_t pos);
uint32_t label_block(struct lowering *l, name_t name);
void place_label(struct lowering *l, name_t name);
void lower_goto(struct lowering *l, name_t name, uint32_t pos);
/* Complete gotos whose labels came later. */
void finish_gotos(struct lowering *l);

/* ---- steps and blocks: stmt.c ---- */

uint32_t new_block(struct lowering *l);
/* Steps go to @block from here on; falls through from the current one. */
void start_block(struct lowering *l, uint32_t block);
/* The current block ends, leading nowhere: after S_RETURN, or to where this body does not show. */
void end_block(struct lowering *l);
void jump(struct lowering *l, uint32_t to);
void branch(struct lowering *l, expr_t cond, uint32_t yes, uint32_t no, uint32_t pos);
void emit(struct lowering *l, enum step_op op, uint32_t a, uint32_t b, uint32_t pos);
uint32_t line_at(const struct lowering *l, uint32_t pos);

void lower_stmt(struct lowering *l, struct node *n);
void lower_stmts(struct lowering *l, struct node *list);
/* A list whose last statement is its value; X_UNKNOWN if it is no expression. */
expr_t lower_value_stmts(struct lowering *l, struct node *list);
/* A block of its own scope, as lower_value_stmts. */
expr_t lower_value_block(struct lowering *l, struct node *block);
/* `return value` with all that leaving takes. */
void lower_return(struct lowering *l, struct node *value, uint32_t pos);
/* The condition of a branch as an expression, negated where it says so. */
expr_t config_expr(struct lowering *l, const struct node *branch);
/* The same as text, "!X" where negated. */
name_t config_name(const struct node *branch, name_t previous);

/* ---- loop.c ---- */

/* break and continue lead to these blocks until l->jumps is @t's outer one again. */
void push_target(struct lowering *l, struct jump_target *t, uint32_t break_to,
		 uint32_t continue_to);
void lower_while(struct lowering *l, struct node *n);
void lower_do(struct lowering *l, struct node *n);
void lower_for(struct lowering *l, struct node *n);
void lower_switch(struct lowering *l, struct node *n);
void lower_case(struct lowering *l, struct node *n);
void lower_macro_loop(struct lowering *l, struct node *n);

/* ---- expr.c ---- */

/* The value of @n, or as an lvalue its path; emits the steps of evaluating it. */
expr_t lower_expr(struct lowering *l, struct node *n);
/* The path of @n, where nothing is evaluated (typeof, attributes). */
expr_t lower_quietly(struct lowering *l, struct node *n);
/* Evaluate @n for what it does. */
void lower_effects(struct lowering *l, struct node *n);
void lower_condition(struct lowering *l, struct node *n, uint32_t yes, uint32_t no);
/* Has a call, an assignment or a jump in it. */
bool has_effects(struct lowering *l, const struct node *n);
/* binding[@index] = @value, in its declaration or anywhere else; the value that it got. */
expr_t assign_variable(struct lowering *l, unsigned index, struct node *value, uint32_t pos);
/* A choice: ?:, && or || that becomes control flow when its value is asked for. */
bool is_choice(struct lowering *l, const struct node *n);
/* Evaluate choice @n and call @use in each of its outcomes. */
void lower_choice(struct lowering *l, struct node *n,
		  void (*use)(struct lowering *l, struct node *n, expr_t value, void *arg),
		  void *arg);
void lower_local_init(struct lowering *l, expr_t place, struct node *init);

/* ---- call.c ---- */

expr_t lower_call(struct lowering *l, struct node *n);
/* Evaluate arguments from @arg on; they become those of a new call. */
uint32_t make_call(struct lowering *l, name_t name, expr_t callee, struct node *arg);
/* The guard becomes active in the innermost scope. */
uint32_t enter_guard(struct lowering *l, name_t guard_class, struct node *args, bool is_free,
		     expr_t variable, uint32_t pos);

static inline bool is_statement(const struct node *n)
{
	return n->kind >= N_BLOCK && n->kind <= N_MACRO_LOOP;
}

static inline bool too_deep(struct lowering *l)
{
	if (l->depth < MAX_LOWER_DEPTH)
		return false;
	l->skipped = true;
	return true;
}

#endif
