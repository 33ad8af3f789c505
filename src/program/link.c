// SPDX-License-Identifier: GPL-2.0-only
/*
 * Linking: bring units together into one program.
 *
 * Units are sorted by path, functions with bodies are numbered in that order,
 * and every definition is entered in one table by name and kind. The table is
 * made by counting, not hashing: names are small numbers already, and the whole
 * kernel has millions of definitions. Which of several definitions a name means
 * is found when asked (resolve.c), since most names are asked for in few places.
 */
#include "program/link.h"

#include <stdatomic.h>
#include <string.h>

#include "base/alloc.h"
#include "lower/lower.h"
#include "program/symbols.h"

static bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

static void find_place(struct place *at, const struct link_file *file)
{
	at->path = file->tree_path ? file->tree_path : file->unit->path;
	at->in_tree = file->tree_path != 0;
	at->is_checked = file->checked;
	at->is_header = file->unit->is_header;

	const char *path = name_str(at->path);

	if (starts_with(path, "arch/")) {
		const char *arch = path + strlen("arch/"), *end = strchr(arch, '/');

		if (end) {
			at->arch = name_intern(arch, (size_t)(end - arch));
			at->is_um = end - arch == 2 && !strncmp(arch, "um", 2);
		}
	}
	at->is_user = starts_with(path, "tools/") || starts_with(path, "scripts/") ||
		      starts_with(path, "usr/") || starts_with(path, "Documentation/") ||
		      strstr(path, "/tools/testing/") != NULL;
}

static int by_path(const void *a, const void *b, void *arg)
{
	const struct link_file *files = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	int c = name_cmp(files[x].unit->path, files[y].unit->path);

	return c ? c : (x > y) - (x < y);
}

/* order[i] is the place in @files of unit i, rank[] the way back. */
static void take_units(struct program *p, const struct link_file *files, uint32_t n)
{
	uint32_t *order = xmalloc((n + 1) * sizeof(*order));
	uint32_t *rank = xmalloc((n + 1) * sizeof(*rank));
	const uint32_t **lists = xcalloc(n + 1, sizeof(*lists));
	VEC(uint32_t) ranks = { 0 }; /* all lists, behind each other */
	size_t *start = xcalloc(n + 1, sizeof(*start));

	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	qsort_r(order, n, sizeof(*order), by_path, (void *)files);
	for (uint32_t i = 0; i < n; i++)
		rank[order[i]] = i;

	p->table.nunits = n;
	p->table.units = xcalloc(n + 1, sizeof(*p->table.units));
	p->places = xcalloc(n + 1, sizeof(*p->places));
	for (uint32_t i = 0; i < n; i++) {
		const struct link_file *f = &files[order[i]];

		p->table.units[i] = f->unit;
		find_place(&p->places[i], f);
		start[i] = ranks.n;
		for (const uint32_t *l = f->includes; l && *l != UINT32_MAX; l++)
			*vec_push(&ranks) = rank[*l];
		*vec_push(&ranks) = UINT32_MAX;
	}
	for (uint32_t i = 0; i < n; i++)
		lists[i] = ranks.at + start[i];
	p->closure = closure_build(n, lists);
	p->groups = groups_build(p, lists);
	for (uint32_t i = 0; i < n; i++)
		if (!p->places[i].is_checked && closure_is_included(p->closure, i))
			p->places[i].is_header = true;
	vec_free(&ranks);
	xfree(start);
	xfree(lists);
	xfree(rank);
	xfree(order);
}

static void number_functions(struct program *p)
{
	uint32_t n = 0;

	p->fn_base = xcalloc(p->table.nunits + 1, sizeof(*p->fn_base));
	for (uint32_t u = 0; u < p->table.nunits; u++) {
		const struct unit *unit = p->table.units[u];

		p->fn_base[u] = n;
		for (uint32_t i = 0; i < unit->nfunctions; i++)
			unit->functions[i].fn = unit->functions[i].nblocks ? n++ : NO_FN;
	}
	p->table.nfns = n;
	p->table.fns = xcalloc((size_t)n + 1, sizeof(*p->table.fns));
	for (uint32_t u = 0; u < p->table.nunits; u++) {
		struct unit *unit = p->table.units[u];

		for (uint32_t i = 0; i < unit->nfunctions; i++)
			if (unit->functions[i].fn != NO_FN)
				p->table.fns[unit->functions[i].fn] =
					(struct fn){ &unit->functions[i], u };
	}
}

/* ---- the table by name ---- */

/* What is called for each definition, in order of units and lines. */
typedef void def_fn(struct program *p, name_t name, enum def_kind kind, struct def def);

static void each_global(struct program *p, def_fn *fn)
{
	for (uint32_t u = 0; u < p->table.nunits; u++) {
		const struct unit *unit = p->table.units[u];

		for (uint32_t i = 0; i < unit->nglobals; i++)
			fn(p, unit->globals[i].name, DEF_GLOBAL, (struct def){ u, i });
	}
}

static void each_symbol(struct program *p, def_fn *fn)
{
	for (uint32_t u = 0; u < p->table.nunits; u++) {
		const struct unit *unit = p->table.units[u];

		for (uint32_t i = 0; i < unit->nfunctions; i++)
			fn(p, unit->functions[i].name,
			   unit->functions[i].nblocks ? DEF_FUNCTION : DEF_PROTOTYPE,
			   (struct def){ u, i });
		for (uint32_t i = 0; i < unit->nrecords; i++)
			fn(p, unit->records[i].tag, DEF_RECORD, (struct def){ u, i });
		for (uint32_t i = 0; i < unit->ntypedefs; i++)
			fn(p, unit->typedefs[i].name, DEF_TYPEDEF, (struct def){ u, i });
	}
}

static void raise_max(struct program *p, name_t name)
{
	if (name > p->max_name)
		p->max_name = name;
}

static void find_max(struct program *p, name_t name, enum def_kind kind, struct def def)
{
	(void)kind;
	(void)def;
	raise_max(p, name);
}

static void mark_name(struct program *p, name_t name, enum def_kind kind, struct def def)
{
	(void)kind;
	(void)def;
	p->names[name] = 1;
}

/* heads[i + 1] counts the definitions of head i at first … */
static uint32_t *count_place(struct program *p, name_t name, enum def_kind kind)
{
	return kind == DEF_GLOBAL ? &p->globals.heads[p->names[name] + 1]
				  : &p->symbols.heads[p->names[name] * DEF_GLOBAL + kind + 1];
}

static void count_def(struct program *p, name_t name, enum def_kind kind, struct def def)
{
	(void)def;
	++*count_place(p, name, kind);
}

/* … and becomes the end of what has been entered, which is the start of the next head. */
static void enter_def(struct program *p, name_t name, enum def_kind kind, struct def def)
{
	struct symbols *s = kind == DEF_GLOBAL ? &p->globals : &p->symbols;

	s->defs[(*count_place(p, name, kind))++] = def;
}

static void build_symbols(struct program *p, struct symbols *s, uint32_t nheads,
			  void (*each)(struct program *p, def_fn *fn))
{
	uint32_t total = 0;

	s->heads = xcalloc((size_t)nheads + 2, sizeof(*s->heads));
	each(p, count_def);
	for (uint32_t i = 1; i <= nheads; i++) {
		uint32_t n = s->heads[i];

		s->heads[i] = total;
		total += n;
	}
	s->defs = xmalloc(((size_t)total + 1) * sizeof(*s->defs));
	each(p, enter_def);
}

/* Number the names that are defined, or may yet be by a macro. The nameless share number 0. */
static uint32_t number_names(struct program *p)
{
	uint32_t n = 0;

	each_symbol(p, find_max);
	each_global(p, find_max);
	for (uint32_t u = 0; u < p->table.nunits; u++)
		for (uint32_t i = 0; i < p->table.units[u]->ntopcalls; i++)
			for (uint8_t k = 0; k < p->table.units[u]->topcalls[i].nargs; k++)
				raise_max(p, p->table.units[u]->topcalls[i].args[k]);
	p->names = xcalloc((size_t)p->max_name + 1, sizeof(*p->names));
	each_symbol(p, mark_name);
	each_global(p, mark_name);
	for (uint32_t u = 0; u < p->table.nunits; u++) {
		const struct unit *unit = p->table.units[u];

		for (uint32_t i = 0; i < unit->ntopcalls; i++)
			for (uint8_t k = 0; k < unit->topcalls[i].nargs; k++)
				p->names[unit->topcalls[i].args[k]] = 1;
	}
	p->names[0] = 0;
	for (name_t i = 1; i <= p->max_name; i++)
		if (p->names[i])
			p->names[i] = ++n;
	return n + 1;
}

static void build_tables(struct program *p)
{
	uint32_t n = number_names(p);

	build_symbols(p, &p->symbols, n * DEF_GLOBAL, each_symbol);
	define_by_macros(p);
	build_symbols(p, &p->globals, n, each_global);
}

struct program *program_link(const struct link_file *files, uint32_t n)
{
	static atomic_uint serial;
	struct program *p = xcalloc(1, sizeof(*p));

	p->serial = atomic_fetch_add(&serial, 1) + 1;
	p->x86 = name_of("x86");
	p->weak = name_of("__weak");
	take_units(p, files, n);
	number_functions(p);
	build_tables(p);
	expand_name_macros(p);
	p->targets = targets_build(p);
	return p;
}

void program_free(struct program *p)
{
	if (!p)
		return;
	targets_free(p->targets);
	for (uint32_t i = 0; i < p->table.nunits; i++)
		unit_free(p->table.units[i]);
	include_closure_free(p->closure);
	xfree(p->table.units);
	xfree(p->table.fns);
	xfree(p->places);
	xfree(p->groups);
	xfree(p->fn_base);
	xfree(p->names);
	xfree(p->symbols.heads);
	xfree(p->symbols.defs);
	xfree(p->globals.heads);
	xfree(p->globals.defs);
	xfree(p);
}

const struct program_table *program_table(const struct program *p)
{
	return &p->table;
}

fn_t program_fn_of(const struct program *p, const struct function *f)
{
	(void)p;
	return f->fn;
}

const char *program_tree_path(const struct program *p, uint32_t unit)
{
	return name_str(p->places[unit].path);
}

bool program_in_tree(const struct program *p, uint32_t unit)
{
	return p->places[unit].in_tree;
}

bool program_is_header(const struct program *p, uint32_t unit)
{
	return p->places[unit].is_header;
}

bool program_is_checked(const struct program *p, uint32_t unit)
{
	return p->places[unit].is_checked;
}

bool program_same_folder(const struct program *p, uint32_t unit, uint32_t other)
{
	const char *a = name_str(p->table.units[unit]->path);
	const char *b = name_str(p->table.units[other]->path);
	const char *slash = strrchr(a, '/');
	size_t len = slash ? (size_t)(slash - a) + 1 : 0;

	return !strncmp(a, b, len) && !strchr(b + len, '/');
}

bool program_is_beside(const struct program *p, uint32_t unit)
{
	return !p->places[unit].is_checked && !p->places[unit].is_header;
}

bool program_is_userspace(const struct program *p, uint32_t unit)
{
	return p->places[unit].is_user;
}

bool program_includes(const struct program *p, uint32_t unit, uint32_t header)
{
	return closure_has(p->closure, unit, header);
}
