/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The parser's state and the calls between its files:
 *
 *   parse_file.c   the top level, macros, conditional groups in lists
 *   parse_decl.c   specifiers, declarators, records, enums
 *   parse_names.c  what a word is, where only a symbol table could know for sure
 *   parse_stmt.c   statements
 *   parse_expr.c   expressions, arguments, initializers
 *
 * The cursor. @at is the token that the parser looks at, @raw the one after the
 * last that was consumed. They differ where markers stand between the two:
 * whoever starts a list element asks list_group() whether that is a
 * conditional group to be read with all branches; everyone else just sees the
 * tokens of the branch that was chosen for the group (cond.c).
 *
 * Errors. Who can't go on calls fail(), which sets @bad, and returns an
 * N_ERROR. Loops end when @bad is set. Whoever knows where the construct ends
 * (a statement, an argument, a parenthesis, a declaration) skips to there and
 * clears @bad. Time stays linear because nothing is read twice, except for an
 * argument that turns out to be statements, and those only one level deep.
 *
 * Depth. @depth counts nested calls of the parser, @links the operators that
 * make the tree deep although they nest nothing (a + b + c …, else-if chains).
 * Both have limits, so whoever walks the tree may recurse.
 */
#ifndef UNSPIN_CSYNTAX_PARSER_INTERNAL_H
#define UNSPIN_CSYNTAX_PARSER_INTERNAL_H

#include <string.h>

#include "csyntax/parse.h"
#include "csyntax/token.h"
#include "csyntax/words.h"

#define MAX_DEPTH 400u
#define MAX_LINKS 1000u

struct parser {
	struct tokens t;
	struct words words;
	char *text; /* the file's bytes with padding */
	size_t text_cap;
	uint32_t *lines; /* where they start */
	uint32_t lines_cap;

	struct arena *arena;
	struct parse_stats *stats;
	const struct token *tok; /* t.at */
	uint32_t raw, at, limit;
	uint8_t kind; /* of tok[at], T_END at the limit */
	bool bad;
	bool in_macro;			 /* in a #define's body, or in a macro's argument */
	const struct node *macro_params; /* of the #define */
	unsigned depth, links;
};

/* ---- cursor ---- */

/* The token after the marker at @i for a reader of one branch. */
uint32_t cursor_step(const struct parser *p, uint32_t i);

static inline uint32_t cursor_settle(const struct parser *p, uint32_t i)
{
	while (i < p->limit && p->tok[i].kind >= M_FIRST)
		i = cursor_step(p, i);
	return i < p->limit ? i : p->limit;
}

static inline void cursor_set(struct parser *p, uint32_t raw)
{
	p->raw = raw;
	p->at = cursor_settle(p, raw);
	p->kind = p->at < p->limit ? p->tok[p->at].kind : (uint8_t)T_END;
}

static inline void advance(struct parser *p)
{
	if (p->at < p->limit)
		cursor_set(p, p->at + 1);
}

static inline bool accept(struct parser *p, uint8_t kind)
{
	if (p->kind != kind)
		return false;
	advance(p);
	return true;
}

/* The token that a reader meets after the one at @i. */
static inline uint32_t after(const struct parser *p, uint32_t i)
{
	return i < p->limit ? cursor_settle(p, i + 1) : p->limit;
}

static inline uint8_t kind_at(const struct parser *p, uint32_t i)
{
	return i < p->limit ? p->tok[i].kind : (uint8_t)T_END;
}

static inline uint8_t next_kind(const struct parser *p)
{
	return kind_at(p, after(p, p->at));
}

static inline const struct token *here(const struct parser *p)
{
	return &p->tok[p->at];
}

static inline bool is_opener(uint8_t kind)
{
	return kind == T_LPAREN || kind == T_LBRACKET || kind == T_LBRACE;
}

/* Where the bracket that opens at @i ends: its closer, or where it must have been; > @i. */
static inline uint32_t bracket_end(const struct parser *p, uint32_t i)
{
	uint32_t e = p->tok[i].aux;

	if (e <= i)
		e = i + 1;
	return e < p->limit ? e : p->limit;
}

/* The token after the whole bracket that opens at @i. */
static inline uint32_t after_bracket(const struct parser *p, uint32_t i)
{
	uint32_t e = bracket_end(p, i);

	return kind_at(p, e) == p->tok[i].kind + 1 ? after(p, e) : cursor_settle(p, e);
}

/* Go to @end, a bracket's end, and past it if it is the closer @kind. */
void leave_bracket(struct parser *p, uint32_t end, uint8_t kind);

/* Skip one token, or all of the bracket that it opens. */
void skip_one(struct parser *p);

static inline bool is_word(uint8_t kind)
{
	return kind == T_IDENT || (kind >= K_IF && kind < T_EOD);
}

/* May a declaration start with this keyword? */
static inline bool is_decl_keyword(uint8_t kind)
{
	return kind >= K_STATIC && kind <= K_TYPEOF;
}

/* Is it a keyword that names a type or part of one? */
static inline bool is_type_keyword(uint8_t kind)
{
	return kind >= K_BUILTIN && kind <= K_TYPEOF;
}

static inline bool is_stmt_keyword(uint8_t kind)
{
	return kind >= K_IF && kind <= K_ASM;
}

/* ---- nodes ---- */

static inline struct node *node_at(struct parser *p, uint8_t kind, uint32_t pos)
{
	struct node *n = arena_new(p->arena, struct node);

	n->kind = kind;
	n->pos = pos;
	return n;
}

static inline struct node *node_new(struct parser *p, uint8_t kind)
{
	return node_at(p, kind, p->tok[p->at].pos);
}

/* A list under construction. */
struct list {
	struct node **tail;
};

static inline struct list list_of(struct node **head)
{
	return (struct list){ head };
}

/* Append @n and whatever is linked behind it; NULL adds nothing. */
static inline void list_add(struct list *l, struct node *n)
{
	for (; n; n = n->next) {
		*l->tail = n;
		l->tail = &n->next;
	}
}

/* ---- errors ---- */

/* An N_ERROR here; sets @bad. Whoever clears it counts the error. */
struct node *fail(struct parser *p);

/* An N_ERROR at @pos in place of something that has been skipped; clears @bad and counts. */
struct node *give_up(struct parser *p, uint32_t pos);

static inline bool enter(struct parser *p)
{
	return ++p->depth <= MAX_DEPTH;
}

static inline void leave(struct parser *p)
{
	p->depth--;
}

/* ---- parse_names.c ---- */

/* What a word that starts or continues a declaration's specifiers is. */
enum role { ROLE_TYPE, ROLE_ATTR, ROLE_NAME };

/* Where the specifiers stand: may the declarator be without a name? */
enum place { PLACE_DECL, PLACE_PARAM };

enum role word_role(const struct parser *p, bool has_type, enum place place);

/* Does a declaration start here, where a statement may start? */
bool starts_declaration(const struct parser *p);

/* Is the parenthesis at @paren that of a function pointer's declarator, (*name)? */
bool is_pointer_declarator(const struct parser *p, uint32_t paren);

/* Is the parenthesis at @i the head of a cast or compound literal? */
bool is_cast(const struct parser *p, uint32_t i);

/* Is what stands between @i and @end (a parenthesis' closer) a type's name? */
bool is_type_until(const struct parser *p, uint32_t i, uint32_t end);

/* Does a type stand here as a macro's argument? */
bool starts_type_argument(const struct parser *p);

/* Do the letters of the word at @i look like an attribute's: upper case or a leading underscore? */
bool looks_like_attribute(const struct parser *p, uint32_t i);

/* Does the word at @i name an iterator (list_for_each_entry, scoped_guard)? */
bool looks_like_iterator(const struct parser *p, uint32_t i);

/* Column of token @i with tabs of eight, for layout as the last witness. */
unsigned column_of(const struct parser *p, uint32_t i);

/* ---- parse_expr.c ---- */

struct node *parse_expression(struct parser *p);	     /* with commas */
struct node *parse_assignment(struct parser *p);	     /* without */
struct node *parse_conditional_expression(struct parser *p); /* nor with assignments */
struct node *parse_initializer(struct parser *p);
/* One element of an initializer's list, with designators or without. */
struct node *parse_element(struct parser *p);
void parse_elements(struct parser *p, struct list *l, uint32_t end);
/* Arguments up to the closing parenthesis; the cursor is at the opening one. */
struct node *parse_arguments(struct parser *p);
/* The operands of an asm between parentheses; the cursor is inside, @end is the closer. */
struct node *parse_asm_operands(struct parser *p, uint32_t end);
/* ( expression ), as behind if and while. */
struct node *parse_condition(struct parser *p);

/* ---- parse_stmt.c ---- */

struct node *parse_block(struct parser *p); /* the cursor is at { */
void parse_statements(struct parser *p, struct list *l, uint32_t end);
/* The statement behind @call, which a macro makes a loop or a scope: an N_MACRO_LOOP. */
struct node *parse_macro_loop(struct parser *p, struct node *call);

/* ---- parse_decl.c ---- */

struct specs {
	struct ctype base;
	uint16_t flags;
	bool any; /* at least one specifier */
	bool has_type;
	struct node *attrs; /* linked by next */
	struct list attrs_list;
	struct node *bodies; /* records and enums defined in the specifiers */
	struct list bodies_list;
};

struct declarator {
	name_t name;
	uint32_t pos;
	struct ctype *type;
	struct node *attrs;
	struct list attrs_list;
	bool variadic;
};

void parse_specs(struct parser *p, struct specs *s, enum place place);
void parse_declarator(struct parser *p, const struct specs *s, struct declarator *d,
		      enum place place);
/* A declaration in a block, or, with @top, at file level, where it may be a function definition. */
struct node *parse_declaration(struct parser *p, bool top);
/* A type's name, with the name behind it if there is one, as an N_TYPE. */
struct node *parse_type(struct parser *p);
/* The one attribute at the cursor, if there is one: added to @l. */
bool parse_attribute(struct parser *p, struct list *l);
struct node *parse_params(struct parser *p, bool *variadic);

/* ---- parse_record.c ---- */

/* struct, union or enum with or without a body: sets the type, adds the body to @s. */
void parse_tagged(struct parser *p, struct specs *s);

/* ---- parse_file.c ---- */

enum list_kind { LIST_TOP, LIST_STMT, LIST_COMMA };

typedef void (*list_fn)(struct parser *p, struct list *l, uint32_t end);

/*
 * Where a list element may start: if a conditional group stands here whose
 * branches can be read as elements each, read it with @fn and add the N_ALT to
 * @l. false: there is none, go on at the cursor.
 */
bool list_group_slow(struct parser *p, struct list *l, enum list_kind kind, list_fn fn);

static inline bool list_group(struct parser *p, struct list *l, enum list_kind kind, list_fn fn)
{
	return p->raw != p->at && list_group_slow(p, l, kind, fn);
}

/* The group here, ready to be read as one of @kind, or NULL; the cursor stays. */
const struct group *group_here(const struct parser *p, enum list_kind kind);

#endif
