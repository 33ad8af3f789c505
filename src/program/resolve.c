// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which definition a name means in a unit: the rule of link.h.
 *
 * Every definition of the name is given a rank, as a number whose higher bits
 * count more, and the highest rank wins; among equals, the first in the
 * program's order. From the top:
 *
 *   visibility  its own unit; else not in a user-space program or arch/um when
 *               the asker is not; else a file that it includes; else one that
 *               it can be linked with and that includes the header which
 *               declares the name to the asker; else any other; and for a
 *               header, which is code within its includer, what is static there
 *   arch        the asker's own; for generic code generic before x86 before
 *               the weak ones before any other
 *   nearness    how many folders the two paths have in common
 *   weight      how much the definition says: #ifdef variants of one name
 *
 * Answers are kept in a small cache in each thread, so that nothing is locked.
 */
#include <string.h>

#include "base/hash.h"
#include "program/symbols.h"

/* ---- ranks ---- */

enum visibility {
	HIDDEN,	  /* static in another file */
	FOREIGN,  /* of a user-space program or arch/um, seen from elsewhere */
	INCLUDER, /* static in a file that includes the asking header */
	FAR,	  /* neither included nor known to be declared by what is included */
	DECLARED, /* its unit includes the header that declares it to the asker */
	INCLUDED,
	OWN,
};

enum {
	ARCH_OTHER,
	ARCH_WEAK, /* generic, but __weak: there to be replaced */
	ARCH_X86,
	ARCH_GENERIC,
	ARCH_OWN,
};

/* What one definition is, apart from its kind. */
struct traits {
	bool is_local; /* not seen from other files but by inclusion */
	bool is_weak;
	uint32_t weight;
};

static bool has_attribute(const struct function *f, name_t name)
{
	for (unsigned i = 0; i < f->nattrs; i++)
		if (f->attrs[i].name == name)
			return true;
	return false;
}

/* #define foo foo: says that a function foo exists, and nothing else. */
static bool is_self_macro(const struct function *f)
{
	if (!(f->flags & FN_OBJECT_MACRO))
		return false;
	for (uint32_t i = 1; i < f->nexprs; i++)
		if (f->exprs[i].op != X_GLOBAL || f->exprs[i].a != f->name)
			return false;
	return f->ncalls == 0;
}

static struct traits traits_of(const struct program *p, enum def_kind kind, const struct def *d)
{
	const struct place *at = &p->places[d->unit];
	struct traits t = { 0 };

	switch (kind) {
	case DEF_FUNCTION:
	case DEF_PROTOTYPE: {
		const struct function *f = def_function(p, d);

		t.is_local = !at->is_header && f->flags & (FN_STATIC | FN_MACRO | FN_OBJECT_MACRO);
		t.is_weak = has_attribute(f, p->weak);
		if (kind == DEF_PROTOTYPE)
			t.weight = 1u + f->nattrs;
		else if (!is_self_macro(f))
			t.weight = 1 + f->nsteps + f->ncalls +
				   (f->flags & FN_OBJECT_MACRO ? 0u : 1u << 15);
		break;
	}
	case DEF_RECORD:
		t.is_local = !at->is_header;
		t.weight = def_record(p, d)->nfields;
		break;
	case DEF_TYPEDEF:
		t.is_local = !at->is_header;
		t.weight = def_typedef(p, d)->type.kind == TR_RECORD;
		break;
	case DEF_GLOBAL: {
		const struct global *g = def_global(p, d);

		t.is_local = !at->is_header && g->is_static;
		t.weight = g->is_extern ? 0 : 1;
		break;
	}
	case DEF_KINDS:
		break;
	}
	return t;
}

/*
 * Twice the number of leading folders that the two paths share. include/ is
 * everyone's: nearer than another subsystem's folder, farther than one's own.
 */
static unsigned nearness(const struct place *from, const struct place *to)
{
	const char *a = name_str(from->path), *b = name_str(to->path);
	unsigned n = 0;

	for (; *a && *a == *b; a++, b++)
		n += *a == '/';
	n *= 2;
	if (n < 3 && !strncmp(name_str(to->path), "include/", 8))
		n = 3;
	return n < 255 ? n : 255;
}

static unsigned arch_rank(const struct program *p, const struct place *from, const struct place *to,
			  bool is_weak)
{
	if (from->arch && from->arch == to->arch)
		return ARCH_OWN;
	if (!to->arch)
		return is_weak ? ARCH_WEAK : ARCH_GENERIC;
	if (!from->arch && to->arch == p->x86)
		return ARCH_X86;
	return ARCH_OTHER;
}

/* True if a header that @unit sees declares @name, and so does one that @def's unit sees. */
static bool is_declared_by_both(const struct program *p, uint32_t unit, const struct def *def,
				enum def_kind kind, name_t name)
{
	struct defs decls = defs_of(p, name, kind == DEF_GLOBAL ? DEF_GLOBAL : DEF_PROTOTYPE);

	for (uint32_t i = 0; i < decls.n; i++) {
		uint32_t header = decls.at[i].unit;

		if (p->places[header].is_header && closure_has(p->closure, unit, header) &&
		    closure_has(p->closure, def->unit, header))
			return true;
	}
	return false;
}

static enum visibility visibility_of(const struct program *p, uint32_t unit, const struct def *d,
				     enum def_kind kind, name_t name, const struct traits *t)
{
	const struct place *from = &p->places[unit], *to = &p->places[d->unit];
	bool included;

	if (d->unit == unit)
		return OWN;
	included = closure_has(p->closure, unit, d->unit);
	if (t->is_local && !included && kind != DEF_RECORD && kind != DEF_TYPEDEF)
		return from->is_header && closure_has(p->closure, d->unit, unit) ? INCLUDER
										 : HIDDEN;
	if ((to->is_user && !from->is_user) || (to->is_um && !from->is_um))
		return FOREIGN;
	/* Generic headers include <asm/…> of x86 and of the architectures that are checked: of
	 * these only x86's speak for generic code, and one's own for that of an architecture. */
	if (included &&
	    (!to->arch || to->arch == from->arch || (!from->arch && to->arch == p->x86)))
		return INCLUDED;
	if (included)
		return FAR;
	if (from->arch && to->arch && from->arch != to->arch)
		return FOREIGN;
	if (!to->is_header && (kind == DEF_FUNCTION || kind == DEF_GLOBAL) &&
	    is_declared_by_both(p, unit, d, kind, name))
		return DECLARED;
	return FAR;
}

static uint64_t rank_of(const struct program *p, uint32_t unit, const struct def *d,
			enum def_kind kind, name_t name)
{
	const struct place *from = &p->places[unit], *to = &p->places[d->unit];
	struct traits t = traits_of(p, kind, d);
	enum visibility v = visibility_of(p, unit, d, kind, name, &t);

	if (v == HIDDEN)
		return 0;

	uint64_t rank = v;

	rank = rank << 3 | arch_rank(p, from, to, t.is_weak);
	/* a type that only a .c file has, seen from elsewhere, is a guess */
	rank = rank << 1 | (!t.is_local || v == OWN);
	rank = rank << 8 | nearness(from, to);
	rank = rank << 24 | (t.weight < 1u << 24 ? t.weight : (1u << 24) - 1);
	return rank;
}

static enum visibility rank_visibility(uint64_t rank)
{
	return (enum visibility)(rank >> 36);
}

/* Two definitions far away say the same as far as anyone cares. */
static bool is_alike(const struct program *p, enum def_kind kind, const struct def *a,
		     const struct def *b)
{
	if (kind == DEF_FUNCTION) {
		const struct function *f = def_function(p, a), *g = def_function(p, b);

		return f->nparams == g->nparams && f->nsteps == g->nsteps && f->ncalls == g->ncalls;
	}
	if (kind == DEF_RECORD) {
		const struct record *r = def_record(p, a), *s = def_record(p, b);

		if (r->nfields != s->nfields)
			return false;
		for (uint32_t i = 0; i < r->nfields; i++)
			if (r->fields[i].name != s->fields[i].name)
				return false;
	}
	return true;
}

/*
 * An inline stub in a header (#else static inline int foo(void) { return 0; })
 * must not hide the real function when the same header also declares it. NULL
 * if @stub is none.
 */
static const struct def *real_function(const struct program *p, uint32_t unit,
				       const struct def *stub, name_t name, struct defs all)
{
	const struct function *f = def_function(p, stub);
	struct defs decls = defs_of(p, name, DEF_PROTOTYPE);
	const struct def *best = NULL;
	uint64_t best_rank = 0;
	bool is_declared = false;

	if (!f->config || !p->places[stub->unit].is_header)
		return NULL;
	for (uint32_t i = 0; i < decls.n; i++)
		is_declared |= decls.at[i].unit == stub->unit;
	for (uint32_t i = 0; i < all.n; i++) {
		const struct def *d = &all.at[i];
		const struct function *g = def_function(p, d);

		if (p->places[d->unit].is_header || g->flags & (FN_STATIC | FN_MACRO) ||
		    g->ncalls < f->ncalls)
			continue;
		if (!is_declared &&
		    !(f->ncalls == 0 && closure_has(p->closure, d->unit, stub->unit)))
			continue;

		uint64_t rank = rank_of(p, unit, d, DEF_FUNCTION, name);

		if (rank > best_rank && rank_visibility(rank) > FOREIGN) {
			best = d;
			best_rank = rank;
		}
	}
	return best;
}

/* ---- the answer ---- */

/*
 * The best of @unit's own definitions, NULL if it has none. Nothing else ranks
 * higher, and thousands of files may have a static function of that name.
 */
static const struct def *choose_own(const struct program *p, uint32_t unit, enum def_kind kind,
				    name_t name, struct defs all)
{
	const struct def *best = NULL;
	uint64_t best_rank = 0;

	for (uint32_t i = 0; i < all.n; i++) {
		if (all.at[i].unit != unit)
			continue;

		uint64_t rank = rank_of(p, unit, &all.at[i], kind, name);

		if (rank > best_rank) {
			best = &all.at[i];
			best_rank = rank;
		}
	}
	return best;
}

static const struct def *choose(const struct program *p, uint32_t unit, enum def_kind kind,
				name_t name)
{
	struct defs all = defs_of(p, name, kind);
	const struct def *best = choose_own(p, unit, kind, name, all), *second = NULL;
	uint64_t best_rank = 0, second_rank = 0;

	if (best)
		return best;
	for (uint32_t i = 0; i < all.n; i++) {
		uint64_t rank = rank_of(p, unit, &all.at[i], kind, name);

		if (rank > best_rank) {
			second = best;
			second_rank = best_rank;
			best = &all.at[i];
			best_rank = rank;
		} else if (rank > second_rank) {
			second = &all.at[i];
			second_rank = rank;
		}
	}
	if (!best)
		return NULL;

	enum visibility v = rank_visibility(best_rank);

	if (v == FOREIGN) {
		/* kernel code is never linked with a user-space program, nor arm with mips */
		if (kind == DEF_FUNCTION || kind == DEF_GLOBAL)
			return NULL;
	} else if (v <= FAR && second && best_rank >> 24 == second_rank >> 24 &&
		   best->unit != second->unit &&
		   nearness(&p->places[unit], &p->places[best->unit]) < 4 &&
		   !p->places[best->unit].arch && !is_alike(p, kind, best, second)) {
		return NULL; /* two strangers of one name */
	}
	if (kind == DEF_FUNCTION && v == INCLUDED) {
		const struct def *real = real_function(p, unit, best, name, all);

		if (real)
			return real;
	}
	return best;
}

#define CACHE_SIZE (1u << 14)

static _Thread_local struct {
	uint64_t key; /* unit and name */
	uint32_t tag; /* program and kind */
	uint32_t def; /* index among the name's definitions + 1; 0: nothing */
} cache[CACHE_SIZE];

const struct def *resolve(const struct program *p, uint32_t unit, enum def_kind kind, name_t name)
{
	struct defs all = defs_of(p, name, kind);

	if (!all.n)
		return NULL;

	uint64_t key = hash_pair(unit, name);
	uint32_t tag = p->serial * DEF_KINDS + (uint32_t)kind;
	uint32_t slot = (uint32_t)(hash_u64(key) + tag) & (CACHE_SIZE - 1);

	if (cache[slot].key != key || cache[slot].tag != tag) {
		const struct def *d = choose(p, unit, kind, name);

		cache[slot].key = key;
		cache[slot].tag = tag;
		cache[slot].def = d ? (uint32_t)(d - all.at) + 1 : 0;
	}
	return cache[slot].def ? &all.at[cache[slot].def - 1] : NULL;
}

fn_t program_function(const struct program *p, uint32_t unit, name_t name)
{
	const struct def *d = resolve(p, unit, DEF_FUNCTION, name);

	return d ? def_function(p, d)->fn : NO_FN;
}

const struct function *program_prototype(const struct program *p, uint32_t unit, name_t name)
{
	const struct def *d = resolve(p, unit, DEF_FUNCTION, name);
	const struct function *f = d ? def_function(p, d) : NULL;

	if (f && !(f->flags & (FN_MACRO | FN_OBJECT_MACRO)))
		return f;
	d = resolve(p, unit, DEF_PROTOTYPE, name);
	return d ? def_function(p, d) : f;
}

/*
 * What a tag or typedef's name means; if nothing does, #define name other may
 * say what @name stands for.
 */
static const struct def *resolve_type(const struct program *p, uint32_t unit, enum def_kind kind,
				      name_t name)
{
	for (unsigned i = 0; i < 4; i++) {
		const struct def *d = resolve(p, unit, kind, name);
		const struct def *macro = d ? NULL : resolve(p, unit, DEF_FUNCTION, name);
		const struct function *f = macro ? def_function(p, macro) : NULL;

		if (!f || !(f->flags & FN_OBJECT_MACRO) || f->nsteps != 1 ||
		    f->exprs[f->steps[0].a].op != X_GLOBAL)
			return d;
		name = f->exprs[f->steps[0].a].a;
	}
	return NULL;
}

const struct record *program_record(const struct program *p, uint32_t unit, name_t tag,
				    uint32_t *def_unit)
{
	const struct def *d = resolve_type(p, unit, DEF_RECORD, tag);

	if (def_unit)
		*def_unit = d ? d->unit : UINT32_MAX;
	return d ? def_record(p, d) : NULL;
}

const struct typedef_def *program_typedef(const struct program *p, uint32_t unit, name_t name)
{
	const struct def *d = resolve_type(p, unit, DEF_TYPEDEF, name);

	return d ? def_typedef(p, d) : NULL;
}

/* The definition that goes with the declaration @decl, which @unit sees. */
static const struct def *global_definition(const struct program *p, uint32_t unit,
					   const struct def *decl, name_t name)
{
	struct defs all = defs_of(p, name, DEF_GLOBAL);
	const struct def *best = decl;
	uint64_t best_rank = 0;

	for (uint32_t i = 0; i < all.n; i++) {
		const struct global *g = def_global(p, &all.at[i]);
		uint64_t rank;

		if (g->is_extern || (g->is_static && !p->places[all.at[i].unit].is_header))
			continue;
		rank = rank_of(p, unit, &all.at[i], DEF_GLOBAL, name);
		if (rank > best_rank && rank_visibility(rank) >= FAR) {
			best = &all.at[i];
			best_rank = rank;
		}
	}
	return best;
}

const struct global *program_global(const struct program *p, uint32_t unit, name_t name,
				    uint32_t *def_unit)
{
	const struct def *d = resolve(p, unit, DEF_GLOBAL, name);

	if (d && def_global(p, d)->is_extern)
		d = global_definition(p, unit, d, name);
	if (def_unit)
		*def_unit = d ? d->unit : UINT32_MAX;
	return d ? def_global(p, d) : NULL;
}
