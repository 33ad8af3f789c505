// SPDX-License-Identifier: GPL-2.0-only
/* Functions, inlined calls and lines from DWARF: see lines.h. */
#include "symbols/lines.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "symbols/srcpath.h"

/* Limits that no kernel comes near: bounds on what a broken file can cost. */
#define RANGES_MAX (1u << 20) /* read for one table or one question */
#define DEEPEST_BLOCK 256
#define DEEPEST_NAMESPACE 8

/* A piece of code that belongs to a unit or to a function. */
struct range {
	uint64_t low, high;
	uint32_t owner; /* index into units; offset in the table of functions */
};

struct ranges {
	VEC(struct range) list;
	unsigned nread; /* empty ones too */
};

/* A compilation unit; its functions are there once it has been asked for. */
struct unit {
	Dwarf_Off die;
	bool is_read;
	name_t build_dir;    /* where the compiler ran */
	name_t headers_root; /* the tree whose include/linux/ it used */
	VEC(Dwarf_Off) functions;
	struct ranges code;
};

struct lines {
	const char *path;
	bool is_indexed;
	name_t source_root;
	VEC(struct unit) units;
	struct ranges code; /* of all units */
	unsigned nread;
};

struct lines *lines_new(const char *path)
{
	struct lines *l = xcalloc(1, sizeof(*l));

	l->path = path;
	return l;
}

void lines_forget(struct lines *l)
{
	for (unsigned i = 0; i < l->units.n; i++) {
		struct unit *u = &l->units.at[i];

		vec_free(&u->functions);
		vec_free(&u->code.list);
		u->code.nread = 0;
		u->is_read = false;
	}
	l->nread = 0;
}

void lines_free(struct lines *l)
{
	lines_forget(l);
	vec_free(&l->units);
	vec_free(&l->code.list);
	xfree(l);
}

unsigned lines_units_read(const struct lines *l)
{
	return l->nread;
}

/* ---- ranges ---- */

static void add_ranges(struct ranges *r, Dwarf_Die *die, uint32_t owner)
{
	Dwarf_Addr base, low, high;
	ptrdiff_t at = 0;

	while (r->nread < RANGES_MAX && (at = dwarf_ranges(die, at, &base, &low, &high)) > 0) {
		r->nread++;
		if (low < high)
			*vec_push(&r->list) = (struct range){ low, high, owner };
	}
}

static int by_low(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->low != y->low)
		return x->low < y->low ? -1 : 1;
	/* of two that begin together, the smaller stands last and is found first */
	if (x->high != y->high)
		return x->high > y->high ? -1 : 1;
	return x->owner < y->owner ? -1 : x->owner > y->owner;
}

static void sort_ranges(struct ranges *r)
{
	if (r->list.n)
		qsort(r->list.at, r->list.n, sizeof(*r->list.at), by_low);
}

/* The last range that begins at or below @addr and holds it. */
static const struct range *range_at(const struct ranges *r, uint64_t addr)
{
	uint32_t low = 0, high = r->list.n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (r->list.at[middle].low <= addr)
			low = middle + 1;
		else
			high = middle;
	}
	/* Well-formed code does not overlap; a few steps back forgive some that does. */
	for (unsigned steps = 0; low && steps < 8; low--, steps++)
		if (addr < r->list.at[low - 1].high)
			return &r->list.at[low - 1];
	return NULL;
}

/* ---- units ---- */

static const char *text_attr(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attr;

	return dwarf_formstring(dwarf_attr(die, name, &attr));
}

static void index_units(struct lines *l, Dwarf *dwarf)
{
	Dwarf_CU *cu = NULL, *next;
	uint8_t type;
	Dwarf_Die die;
	int end;

	l->is_indexed = true;
	while (!(end = dwarf_get_units(dwarf, cu, &next, NULL, &type, &die, NULL))) {
		cu = next;
		if (type != DW_UT_compile && type != DW_UT_partial)
			continue;

		const char *dir = text_attr(&die, DW_AT_comp_dir);
		name_t file = srcpath_clean(dir, dwarf_diename(&die));

		if (!l->source_root)
			l->source_root = srcpath_root(file, "/init/main.c", false);
		*vec_push(&l->units) = (struct unit){ .die = dwarf_dieoffset(&die),
						      .build_dir = srcpath_clean(NULL, dir) };
		add_ranges(&l->code, &die, l->units.n - 1);
	}
	if (end < 0)
		diag("%s: debug info is broken (%s): lines are missing", l->path, dwarf_errmsg(-1));
	sort_ranges(&l->code);
}

name_t lines_source_root(struct lines *l, Dwarf *dwarf)
{
	if (!l->is_indexed)
		index_units(l, dwarf);
	return l->source_root;
}

static void add_functions(struct unit *u, Dwarf_Die *parent, unsigned depth)
{
	Dwarf_Die die;

	if (dwarf_child(parent, &die))
		return;
	do {
		switch (dwarf_tag(&die)) {
		case DW_TAG_subprogram:
			add_ranges(&u->code, &die, u->functions.n);
			*vec_push(&u->functions) = dwarf_dieoffset(&die);
			break;
		case DW_TAG_namespace: /* of Rust */
			if (depth < DEEPEST_NAMESPACE)
				add_functions(u, &die, depth + 1);
			break;
		}
	} while (!dwarf_siblingof(&die, &die));
}

/* The tree whose include/linux/ a unit used: how the root is known for modules built elsewhere. */
static name_t headers_root(Dwarf_Die *unit, name_t build_dir)
{
	Dwarf_Files *files;
	size_t n;

	if (dwarf_getsrcfiles(unit, &files, &n))
		return 0;
	for (size_t i = 0; i < n; i++) {
		const char *path = dwarf_filesrc(files, i, NULL, NULL);

		if (!path || !strstr(path, "/include/linux/"))
			continue;
		return srcpath_root(srcpath_clean(name_str(build_dir), path), "/include/linux/",
				    true);
	}
	return 0;
}

static void read_unit(struct lines *l, struct unit *u, Dwarf_Die *die)
{
	u->is_read = true;
	l->nread++;
	add_functions(u, die, 0);
	sort_ranges(&u->code);
	u->headers_root = headers_root(die, u->build_dir);
}

/* ---- frames ---- */

/* One question, with what each of its steps needs. */
struct question {
	const struct lines *lines;
	const struct unit *unit;
	Dwarf_Die unit_die;
	name_t root;
	uint64_t addr;
	unsigned nread; /* ranges */
};

static name_t shown_path(const struct question *q, const char *path)
{
	const name_t roots[] = { q->root, q->lines->source_root, q->unit->build_dir,
				 q->unit->headers_root };

	return path ? srcpath_relative(srcpath_clean(name_str(q->unit->build_dir), path), roots,
				       ARRAY_SIZE(roots))
		    : 0;
}

static name_t die_name(Dwarf_Die *die)
{
	Dwarf_Attribute attr;
	const char *s = dwarf_formstring(dwarf_attr_integrate(die, DW_AT_name, &attr));

	return s && *s ? name_of(s) : 0;
}

static uint32_t number_attr(Dwarf_Die *die, unsigned name)
{
	Dwarf_Attribute attr;
	Dwarf_Word value;

	if (dwarf_formudata(dwarf_attr_integrate(die, name, &attr), &value) || value > UINT32_MAX)
		return 0;
	return (uint32_t)value;
}

/* File, line and column that three attributes of @die tell: where a function is called or begins. */
static void place_of_attrs(const struct question *q, Dwarf_Die *die, const unsigned names[3],
			   struct frame *f)
{
	Dwarf_Die unit = q->unit_die;
	Dwarf_Files *files;
	size_t n;
	uint32_t number = number_attr(die, names[0]);

	if (!dwarf_getsrcfiles(&unit, &files, &n) && number < n)
		f->file = shown_path(q, dwarf_filesrc(files, number, NULL, NULL));
	f->line = number_attr(die, names[1]);
	f->column = number_attr(die, names[2]);
}

static void place_of_line(const struct question *q, struct frame *f)
{
	Dwarf_Die unit = q->unit_die;
	Dwarf_Line *line = dwarf_getsrc_die(&unit, q->addr);
	int number = 0, column = 0;

	if (!line)
		return;
	f->file = shown_path(q, dwarf_linesrc(line, NULL, NULL));
	if (!dwarf_lineno(line, &number) && number > 0)
		f->line = (uint32_t)number;
	if (!dwarf_linecol(line, &column) && column > 0)
		f->column = (uint32_t)column;
}

/* As dwarf_haspc(), but a function whose blocks all have the same million ranges takes no hours. */
static bool holds_address(struct question *q, Dwarf_Die *die)
{
	Dwarf_Addr base, low, high;
	ptrdiff_t at = 0;

	while (q->nread++ < RANGES_MAX && (at = dwarf_ranges(die, at, &base, &low, &high)) > 0)
		if (q->addr >= low && q->addr < high)
			return true;
	return false;
}

/* The child of @die, or a block of it, that holds the address. */
static bool inner(struct question *q, Dwarf_Die *die)
{
	Dwarf_Die child;

	if (dwarf_child(die, &child))
		return false;
	do {
		int tag = dwarf_tag(&child);

		if ((tag == DW_TAG_inlined_subroutine || tag == DW_TAG_lexical_block) &&
		    holds_address(q, &child)) {
			*die = child;
			return true;
		}
	} while (!dwarf_siblingof(&child, &child));
	return false;
}

/*
 * The functions that hold the address, the outermost first; at most DEEPEST_BLOCK. What gcc split
 * from a function and put back (-fpartial-inlining) looks inlined into it, and is left out.
 */
static unsigned functions_around(struct question *q, Dwarf_Die function, Dwarf_Die *chain)
{
	unsigned n = 0, depth = 0;

	chain[n++] = function;
	while (depth++ < DEEPEST_BLOCK && n < DEEPEST_BLOCK && inner(q, &function))
		if (dwarf_tag(&function) == DW_TAG_inlined_subroutine &&
		    die_name(&function) != die_name(&chain[n - 1]))
			chain[n++] = function;
	return n;
}

static unsigned frames_around(struct question *q, Dwarf_Die function, struct frame *out,
			      unsigned max)
{
	static const unsigned call[] = { DW_AT_call_file, DW_AT_call_line, DW_AT_call_column };
	Dwarf_Die chain[DEEPEST_BLOCK];
	unsigned n = functions_around(q, function, chain), told = 0;

	for (unsigned i = n; i-- > 0;) {
		/* Where they are too many, those next to the outermost are left out. */
		if (told == max - 1 && i)
			continue;

		struct frame *f = &out[told++];

		*f = (struct frame){ .function = die_name(&chain[i]), .inlined = i > 0 };
		if (i == n - 1)
			place_of_line(q, f);
		else
			place_of_attrs(q, &chain[i + 1], call, f);
	}
	return told;
}

unsigned lines_frames(struct lines *l, Dwarf *dwarf, uint64_t addr, bool declared, name_t root,
		      struct frame *out, unsigned max)
{
	static const unsigned begin[] = { DW_AT_decl_file, DW_AT_decl_line, DW_AT_decl_column };
	struct question q = { .lines = l, .root = root, .addr = addr };
	const struct range *r;
	Dwarf_Die function;

	if (!l->is_indexed)
		index_units(l, dwarf);
	r = max ? range_at(&l->code, addr) : NULL;
	if (!r || !dwarf_offdie(dwarf, l->units.at[r->owner].die, &q.unit_die))
		return 0;

	struct unit *u = &l->units.at[r->owner];

	if (!u->is_read)
		read_unit(l, u, &q.unit_die);
	q.unit = u;
	r = range_at(&u->code, addr);
	if (!r || !dwarf_offdie(dwarf, u->functions.at[r->owner], &function)) {
		*out = (struct frame){ 0 };
		place_of_line(&q, out);
		return 1;
	}
	if (!declared)
		return frames_around(&q, function, out, max);
	*out = (struct frame){ .function = die_name(&function) };
	place_of_attrs(&q, &function, begin, out);
	return 1;
}
