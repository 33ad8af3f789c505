// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packing a unit: all that lowering left in its scratch arena is copied into
 * one piece of exactly the right size. There are sixty thousand files in the
 * kernel, most of them small headers, so what an arena would round up to adds
 * up to more than what it holds.
 */
#include <string.h>

#include "lower/internal.h"

/* Everything in a unit is made of 32-bit numbers, or holds pointers. */
#define ALIGN 8u

static size_t padded(size_t size)
{
	return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

/* First run over all arrays: add up. Second: copy. */
struct packer {
	char *to; /* NULL in the first run */
	size_t size;
};

static void *pack(struct packer *p, const void *from, size_t n, size_t element)
{
	size_t at = p->size;

	if (!n)
		return NULL;
	p->size += padded(n * element);
	if (!p->to)
		return NULL;
	return memcpy(p->to + at, from, n * element);
}

#define PACK(p, array, n) pack((p), (array), (n), sizeof(*(array)))

/* Replaces @f's arrays if there is somewhere to copy to. */
static void pack_function(struct packer *p, struct function *f)
{
	struct function g = *f;

	g.params = PACK(p, f->params, f->nparams);
	g.attrs = PACK(p, f->attrs, f->nattrs);
	g.exprs = PACK(p, f->exprs, f->exprs ? f->nexprs : 0);
	g.args = PACK(p, f->args, f->nargs);
	g.steps = PACK(p, f->steps, f->nsteps);
	g.blocks = PACK(p, f->blocks, f->nblocks);
	g.calls = PACK(p, f->calls, f->ncalls);
	g.verbatim = PACK(p, f->verbatim, f->nverbatim);
	g.locals = PACK(p, f->locals, f->nlocals);
	g.containers = PACK(p, f->containers, f->ncontainers);
	g.types = PACK(p, f->types, f->ntypes);
	if (p->to)
		*f = g;
}

static void pack_unit(struct packer *p, struct lowering *l, struct unit *u)
{
	u->functions = PACK(p, l->functions.at, l->functions.n);
	u->records = PACK(p, l->records.at, l->records.n);
	u->typedefs = PACK(p, l->typedefs.at, l->typedefs.n);
	u->globals = PACK(p, l->globals.at, l->globals.n);
	u->inits = PACK(p, l->inits.at, l->inits.n);
	u->topcalls = PACK(p, l->topcalls.at, l->topcalls.n);
	u->includes = PACK(p, l->includes.at, l->includes.n);
	for (unsigned i = 0; i < l->functions.n; i++)
		pack_function(p, p->to ? &u->functions[i] : &l->functions.at[i]);
	for (unsigned i = 0; i < l->records.n; i++) {
		struct record *r = p->to ? &u->records[i] : &l->records.at[i];
		struct field *fields = PACK(p, r->fields, r->nfields);

		if (p->to)
			r->fields = fields;
	}
	for (unsigned i = 0; i < l->topcalls.n; i++) {
		struct topcall *t = p->to ? &u->topcalls[i] : &l->topcalls.at[i];
		name_t *args = PACK(p, t->args, t->nargs);

		if (p->to)
			t->args = args;
	}
}

struct unit *unit_pack(struct lowering *l)
{
	struct unit *u = xcalloc(1, sizeof(*u));
	struct packer p = { 0 };
	const char *path = name_str(l->path);
	size_t len = strlen(path);

	u->path = l->path;
	u->is_header = len > 2 && !strcmp(path + len - 2, ".h");
	u->nrecords = l->records.n;
	u->ntypedefs = l->typedefs.n;
	u->nfunctions = l->functions.n;
	u->nglobals = l->globals.n;
	u->ninits = l->inits.n;
	u->ntopcalls = l->topcalls.n;
	u->nincludes = l->includes.n;
	u->nlines = l->file->nlines;
	pack_unit(&p, l, u);
	arena_reserve(&u->arena, p.size);
	p.to = arena_alloc(&u->arena, p.size);
	p.size = 0;
	pack_unit(&p, l, u);
	return u;
}

void unit_free(struct unit *u)
{
	if (!u)
		return;
	arena_free(&u->arena);
	xfree(u);
}
