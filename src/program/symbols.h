/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside the linked program: its tables of definitions by name. For link.c,
 * resolve.c, targets.c and types.c only; everyone else uses link.h.
 */
#ifndef UNSPIN_PROGRAM_SYMBOLS_H
#define UNSPIN_PROGRAM_SYMBOLS_H

#include "program/closure.h"
#include "program/link.h"

enum def_kind {
	DEF_FUNCTION, /* with a body; macros too */
	DEF_PROTOTYPE,
	DEF_RECORD,
	DEF_TYPEDEF,
	DEF_GLOBAL, /* the last */
	DEF_KINDS,
};

/* One definition: the @index-th function, record, … of @unit. */
struct def {
	uint32_t unit, index;
};

struct defs {
	const struct def *at; /* in order of units, then of lines */
	uint32_t n;
};

/* Where a unit stands, for telling which definitions are near it. */
struct place {
	name_t path;  /* tree-relative */
	bool in_tree; /* of a kernel tree; else path is as shown */
	name_t arch;  /* of arch/NAME/…, 0 if none */
	bool is_um;   /* arch/um: a kernel that is a user-space program */
	bool is_user;
	bool is_header; /* a header or only included */
	bool is_checked;
};

/* Definitions by name: those of head i are defs[heads[i]] … defs[heads[i + 1] - 1]. */
struct symbols {
	uint32_t *heads;
	struct def *defs;
};

struct target_table;

struct program {
	struct program_table table;
	struct place *places; /* by unit */
	uint32_t *fn_base;    /* number of each unit's first function with a body */
	struct closure *closure;
	uint32_t *groups; /* by unit: see program_group() */
	uint32_t serial;  /* which program this is, for the caches of threads */
	name_t x86;	  /* the architecture that generic code is read with */
	name_t weak;	  /* __weak */

	uint32_t *names; /* by name: its number among the names that are defined, 0 if it is not */
	name_t max_name;
	struct symbols symbols; /* all kinds but globals */
	struct symbols globals; /* apart: some are known only when macros can be looked up */

	struct target_table *targets;
};

static inline struct defs defs_of(const struct program *p, name_t name, enum def_kind kind)
{
	if (!name || name > p->max_name || !p->names[name])
		return (struct defs){ NULL, 0 };

	const struct symbols *s = kind == DEF_GLOBAL ? &p->globals : &p->symbols;
	uint32_t i = kind == DEF_GLOBAL ? p->names[name] : p->names[name] * DEF_GLOBAL + kind;

	return (struct defs){ s->defs + s->heads[i], s->heads[i + 1] - s->heads[i] };
}

static inline struct function *def_function(const struct program *p, const struct def *d)
{
	return &p->table.units[d->unit]->functions[d->index];
}

static inline struct record *def_record(const struct program *p, const struct def *d)
{
	return &p->table.units[d->unit]->records[d->index];
}

static inline struct typedef_def *def_typedef(const struct program *p, const struct def *d)
{
	return &p->table.units[d->unit]->typedefs[d->index];
}

static inline struct global *def_global(const struct program *p, const struct def *d)
{
	return &p->table.units[d->unit]->globals[d->index];
}

/* What @name means in @unit, by the order of link.h; NULL if nothing. resolve.c. */
const struct def *resolve(const struct program *p, uint32_t unit, enum def_kind kind, name_t name);

/* The typedef that @name means in @unit, NULL if unknown. */
const struct typedef_def *program_typedef(const struct program *p, uint32_t unit, name_t name);

/* The tag that program_targets() knows @r by: its own, or the named record's around it. types.c. */
name_t record_known_as(const struct program *p, uint32_t unit, const struct record *r);

/* Add the globals that DEFINE_MUTEX(x) and its like define to their units. macros.c. */
void define_by_macros(const struct program *p);

/* Replace names and members that are macros (#define d_lock d_lockref.lock) by what they stand
 * for. macros.c. */
void expand_name_macros(const struct program *p);

/*
 * What a macro's use in an initializer (@use->use) puts into which members: @add
 * is called for each, with an init as if it were written out. init_macros.c.
 */
void expand_init(const struct program *p, uint32_t unit, const struct init *use,
		 void (*add)(void *arg, const struct init *init), void *arg);

/* By unit the group that it belongs to, from what each includes. group.c. */
uint32_t *groups_build(const struct program *p, const uint32_t *const *includes);

/* Find all functions that initializers and assignments put into members. targets.c. */
struct target_table *targets_build(const struct program *p);
void targets_free(struct target_table *t);

#endif
