/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The linked program: all units, and which definition a name means where.
 *
 * The kernel defines many names more than once: `struct priv` in hundreds of
 * drivers, functions once an architecture, macros once a config. A name used in
 * a unit means, in this order: its own definition; one in a header that it
 * includes, directly or not; a non-static one in the same folder, then in the
 * nearest common ancestor folder (so that arch/arm means arm's); any other if
 * there is only one or all alike. Among definitions of one name in one file
 * (#ifdef variants) the one with the most steps wins.
 */
#ifndef UNSPIN_PROGRAM_LINK_H
#define UNSPIN_PROGRAM_LINK_H

#include "lower/ir.h"

typedef uint32_t fn_t; /* number of a function with a body in program order; NO_FN if none */
#define NO_FN UINT32_MAX

struct fn {
	struct function *f;
	uint32_t unit; /* index into program.units */
};

struct program;

struct program_table {
	struct unit **units; /* sorted by path: the order of everything that users see */
	uint32_t nunits;
	struct fn *fns; /* every function and macro with a body, in order of units and lines */
	uint32_t nfns;
};

const struct program_table *program_table(const struct program *p);

/* The function (or macro) that a call of @name in @unit means; NO_FN if it has no body here. */
fn_t program_function(const struct program *p, uint32_t unit, name_t name);

/* Its declaration or definition for return type and attributes; NULL if never seen. */
const struct function *program_prototype(const struct program *p, uint32_t unit, name_t name);

/* The record with @tag as seen from @unit, NULL if unknown. *@def_unit (may be NULL): where it
 * stands. */
const struct record *program_record(const struct program *p, uint32_t unit, name_t tag,
				    uint32_t *def_unit);

/* The field @member of @r, also through anonymous members; NULL if none.
 * *@owner (may be NULL) is the (anonymous) record that directly holds it. */
const struct field *program_field(const struct program *p, uint32_t unit, const struct record *r,
				  name_t member, const struct record **owner);

/* The global variable @name as seen from @unit; NULL if unknown. *@def_unit: where it is defined. */
const struct global *program_global(const struct program *p, uint32_t unit, name_t name,
				    uint32_t *def_unit);

/* Follow typedefs: the underlying type, with pointers and dims added up. */
struct tref program_resolve(const struct program *p, uint32_t unit, struct tref t);

/*
 * Functions that a call through member @member of record @tag may reach: all
 * that initializers and assignments put there, and callers of functions that
 * assign a parameter. Sorted, *@n of them. For variables see expr_pointer_key().
 */
struct target {
	fn_t fn;
	uint32_t unit;	   /* where the assignment stands … */
	uint32_t line;	   /* … and its line */
	name_t variable;   /* the ops variable, 0 if assigned in code */
	uint32_t def_unit; /* where the record stands as seen from @unit, UINT32_MAX if unknown */
};
const struct target *program_targets(const struct program *p, name_t tag, name_t member,
				     uint32_t *n);

/* As program_targets(), but only those whose record is the one that @tag means in @unit:
 * drivers give different records the same tag. */
const struct target *program_targets_of(const struct program *p, uint32_t unit, name_t tag,
					name_t member, uint32_t *n);

/* All (tag, member) pairs that have targets, in a stable order: for the roots. */
void program_each_target(const struct program *p,
			 void (*fn)(void *arg, name_t tag, name_t member, const struct target *t,
				    uint32_t n),
			 void *arg);

/* True if @unit includes @header, directly or through others. */
bool program_includes(const struct program *p, uint32_t unit, uint32_t header);

/*
 * The number of the group of files that @unit belongs to: it and those that share a private header
 * with it, directly or through others. Less than the number of units.
 */
uint32_t program_group(const struct program *p, uint32_t unit);

/* The number of @f, which must be a function of one of the program's units; NO_FN without a body. */
fn_t program_fn_of(const struct program *p, const struct function *f);

/* The path relative to the kernel tree that the unit lies in, else the path as shown. */
const char *program_tree_path(const struct program *p, uint32_t unit);

/* Does the unit lie in a kernel tree? */
bool program_in_tree(const struct program *p, uint32_t unit);

/* A header, or another file that was read only because it is included. */
bool program_is_header(const struct program *p, uint32_t unit);

/* Asked for on the command line, as opposed to read because something includes it. */
bool program_is_checked(const struct program *p, uint32_t unit);

/* Do they lie in one folder, as files of one driver do? */
bool program_same_folder(const struct program *p, uint32_t unit, uint32_t other);

/* Another file of a module that files to check belong to: read for what it calls and registers. */
bool program_is_beside(const struct program *p, uint32_t unit);

/* A program that runs in user space though it lies in the kernel tree (tools/, scripts/, usr/,
 * Documentation/): no caller of kernel functions. */
bool program_is_userspace(const struct program *p, uint32_t unit);

/* One file on its way into the program. */
struct link_file {
	struct unit *unit; /* taken over */
	const uint32_t
		*includes; /* numbers of the files that it includes, ended by UINT32_MAX; or NULL */
	name_t tree_path;  /* 0: as unit->path */
	bool checked;
};

/* Build the program from @n files in any order. @files itself stays the caller's. */
struct program *program_link(const struct link_file *files, uint32_t n);

/* Free the program and all its units. */
void program_free(struct program *p);

/* ---- typing of expressions: types.c ---- */

/*
 * The record that a member access goes by in program_targets(): for X_MEMBER
 * expression @e of @f the tag of the record that declares the member, or of the
 * outermost record around it if that one is anonymous. False if it can't be told.
 */
bool expr_member_tag(const struct program *p, uint32_t unit, const struct function *f, expr_t e,
		     name_t *tag, uint32_t *def_unit);

/*
 * What program_targets() knows the function pointer @e by: as expr_member_tag()
 * says with its member, or if it is a variable by that one's name and, for a
 * tag, the path of the file that defines it.
 */
bool expr_pointer_key(const struct program *p, uint32_t unit, const struct function *f, expr_t e,
		      name_t *tag, name_t *member, uint32_t *def_unit);

/* The type of expression @e of function @f in @unit; kind TR_NONE if it can't be told. */
struct tref expr_type(const struct program *p, uint32_t unit, const struct function *f, expr_t e);

#endif
