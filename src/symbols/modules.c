// SPDX-License-Identifier: GPL-2.0-only
/* Module files and where they were loaded: see modules.h. */
#include "symbols/modules.h"

#include <errno.h>
#include <fts.h>
#include <string.h>

#include "base/diag.h"

/* Open files are few: a trace comes back to the same modules. */
#define OPEN_MODULES 24
#define FILES_MAX 65536

#define SEVERAL UINT32_MAX

struct module {
	name_t name;
	char *path; /* NULL: loaded, but without a file */
	struct image *image;
	bool is_broken; /* said, and not tried again */
	bool is_loaded;
	uint64_t base, size; /* as /proc/modules tells; 0: unknown */
	uint64_t *places;    /* by section: its address in the running kernel, 0: unknown */
	unsigned last_use;
};

struct modules {
	VEC(struct module) list;
	struct map by_name; /* name_t → index */
	const struct symtab *kallsyms;
	unsigned nopen, nfiles, nloaded, use;
	bool has_index;
	struct map functions; /* name_t → index + 1 of the module that has it, or SEVERAL */
};

struct modules *modules_new(void)
{
	return xcalloc(1, sizeof(struct modules));
}

static void close_module(struct modules *m, struct module *mod)
{
	if (!mod->image)
		return;
	image_close(mod->image);
	mod->image = NULL;
	xfree(mod->places);
	mod->places = NULL;
	m->nopen--;
}

void modules_free(struct modules *m)
{
	for (unsigned i = 0; i < m->list.n; i++) {
		close_module(m, &m->list.at[i]);
		xfree(m->list.at[i].path);
	}
	vec_free(&m->list);
	map_free(&m->by_name);
	map_free(&m->functions);
	xfree(m);
}

/* The module of that name, added if need be. */
static struct module *module_of(struct modules *m, name_t name)
{
	bool fresh;
	uint32_t *index = map_put(&m->by_name, name, &fresh);

	if (fresh) {
		*index = m->list.n;
		vec_push(&m->list)->name = name;
	}
	return &m->list.at[*index];
}

static struct module *known_module(const struct modules *m, name_t name)
{
	const uint32_t *index = map_get(&m->by_name, name);

	return index ? &m->list.at[*index] : NULL;
}

/* ---- files ---- */

/* The part of a file's name before .ko or .ko.debug; 0: it is no module. */
static size_t stem_length(const char *file)
{
	static const char *const ends[] = { ".ko", ".ko.debug" };
	size_t len = strlen(file);

	for (unsigned i = 0; i < ARRAY_SIZE(ends); i++) {
		size_t cut = strlen(ends[i]);

		if (len > cut && !strcmp(file + len - cut, ends[i]))
			return len - cut;
	}
	return 0;
}

static int by_file_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void add_file(struct modules *m, const FTSENT *e)
{
	size_t len = stem_length(e->fts_name);
	name_t name = len ? module_name(e->fts_name, len) : 0;
	struct module *mod;

	if (!name)
		return;
	mod = module_of(m, name);
	close_module(m, mod);
	mod->is_broken = false;
	m->nfiles += !mod->path;
	xfree(mod->path);
	mod->path = xstrdup(e->fts_path);
}

unsigned modules_scan(struct modules *m, const char *dir)
{
	char *path = xstrdup(dir);
	char *const roots[] = { path, NULL };
	unsigned before = m->nfiles, said = diag_count();
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_file_name);
	FTSENT *e;

	if (!fts)
		die("%s: %s", dir, strerror(errno));
	m->has_index = false;
	while (m->nfiles < FILES_MAX && (e = fts_read(fts))) {
		if (e->fts_info == FTS_F)
			add_file(m, e);
		else if (e->fts_info == FTS_DNR || e->fts_info == FTS_ERR || e->fts_info == FTS_NS)
			diag("%s: %s", e->fts_path, strerror(e->fts_errno));
	}
	fts_close(fts);
	xfree(path);
	if (m->nfiles == before && diag_count() == said)
		diag("%s: no modules (*.ko) in it", dir);
	return m->nfiles - before;
}

unsigned modules_add_loaded(struct modules *m, const char *text, size_t len)
{
	struct loaded_modules loaded = { 0 };
	unsigned n = proc_modules_parse(text, len, &loaded);

	for (unsigned i = 0; i < n; i++) {
		struct module *mod = module_of(m, loaded.list.at[i].name);

		close_module(m, mod);
		m->nloaded += !mod->is_loaded;
		mod->is_loaded = true;
		mod->base = loaded.list.at[i].base;
		mod->size = loaded.list.at[i].size;
	}
	vec_free(&loaded.list);
	m->has_index = false;
	return n;
}

void modules_use_kallsyms(struct modules *m, const struct symtab *kallsyms)
{
	for (unsigned i = 0; i < m->list.n; i++)
		close_module(m, &m->list.at[i]);
	m->kallsyms = kallsyms;
}

/* ---- where sections were put ---- */

/*
 * kernel/module/main.c, __layout_sections(): text comes first, section after
 * section in the file's order, each aligned as it asks.
 */
static void place_by_layout(struct module *mod)
{
	uint64_t end = 0;

	for (unsigned n = 1; mod->base && n < image_sections(mod->image); n++) {
		const struct image_section *s = image_section(mod->image, n);

		if (!s || !s->is_text || s->is_init)
			continue;
		if (s->align > 1)
			end += (s->align - end % s->align) % s->align;
		mod->places[n] = mod->base + end;
		end += s->size;
	}
}

/* Where @sym says that its section was put; 0 if its name does not tell. */
static uint64_t place_told_by(const struct modules *m, const struct module *mod,
			      const struct symbol *sym)
{
	const struct symbol *running;

	if (!sym->section || sym->kind == SYMBOL_ABSOLUTE ||
	    symtab_only(image_symbols(mod->image), sym->name, mod->name) != sym ||
	    !(running = symtab_only(m->kallsyms, sym->name, mod->name)))
		return 0;
	return running->address - (sym->address - image_section(mod->image, sym->section)->address);
}

/*
 * What most symbols of a section agree on is its place (Boyer and Moore's majority vote). False if
 * some disagree with that: it is not the module that was loaded.
 */
static bool place_by_symbols(const struct modules *m, struct module *mod)
{
	const struct symtab *symbols = image_symbols(mod->image);
	uint32_t *votes = xcalloc(image_sections(mod->image), sizeof(*votes));
	unsigned agree = 0, differ = 0;

	for (uint32_t i = 0; i < symbols->nplaces; i++) {
		const struct symbol *sym = &symbols->list.at[i];
		uint64_t place = place_told_by(m, mod, sym);

		if (!place)
			continue;
		if (!votes[sym->section])
			mod->places[sym->section] = place;
		if (place == mod->places[sym->section])
			votes[sym->section]++;
		else
			votes[sym->section]--;
	}
	for (uint32_t i = 0; i < symbols->nplaces; i++) {
		const struct symbol *sym = &symbols->list.at[i];
		uint64_t place = place_told_by(m, mod, sym);

		if (place && place == mod->places[sym->section])
			agree++;
		else if (place)
			differ++;
	}
	xfree(votes);
	return is_same_build(agree, differ);
}

static void place_sections(const struct modules *m, struct module *mod)
{
	mod->places = xcalloc(image_sections(mod->image) + 1, sizeof(*mod->places));
	place_by_layout(mod);
	if (m->kallsyms && !place_by_symbols(m, mod)) {
		diag("%s: not the module that was loaded: its lines are not used", mod->path);
		memset(mod->places, 0, image_sections(mod->image) * sizeof(*mod->places));
	}
}

/* ---- open modules ---- */

static void close_oldest(struct modules *m)
{
	struct module *oldest = NULL;

	for (unsigned i = 0; i < m->list.n; i++) {
		struct module *mod = &m->list.at[i];

		if (mod->image && (!oldest || mod->last_use < oldest->last_use))
			oldest = mod;
	}
	if (oldest)
		close_module(m, oldest);
}

static struct module *open_module(struct modules *m, name_t name)
{
	struct module *mod = known_module(m, name);

	if (!mod || !mod->path || mod->is_broken)
		return NULL;
	mod->last_use = ++m->use;
	if (mod->image)
		return mod;
	if (m->nopen >= OPEN_MODULES)
		close_oldest(m);
	mod->image = image_open(mod->path, name);
	mod->is_broken = !mod->image;
	if (!mod->image)
		return NULL;
	m->nopen++;
	place_sections(m, mod);
	return mod;
}

struct image *modules_image(struct modules *m, name_t module)
{
	struct module *mod = open_module(m, module);

	return mod ? mod->image : NULL;
}

name_t modules_at(const struct modules *m, uint64_t addr)
{
	for (unsigned i = 0; i < m->list.n; i++) {
		const struct module *mod = &m->list.at[i];

		if (mod->base && addr - mod->base < mod->size)
			return mod->name;
	}
	return 0;
}

bool modules_to_image(struct modules *m, name_t module, uint64_t addr, struct image **image,
		      uint64_t *image_addr)
{
	struct module *mod = open_module(m, module);

	for (unsigned n = 1; mod && n < image_sections(mod->image); n++) {
		const struct image_section *s = image_section(mod->image, n);

		if (!s || !mod->places[n] || addr - mod->places[n] >= s->size)
			continue;
		*image = mod->image;
		*image_addr = addr - mod->places[n] + s->address;
		return true;
	}
	return false;
}

uint64_t modules_to_running(struct modules *m, name_t module, unsigned section, uint64_t offset)
{
	struct module *mod = open_module(m, module);

	if (!mod || section >= image_sections(mod->image) || !mod->places[section])
		return 0;
	return mod->places[section] + offset;
}

/* ---- by name only ---- */

static void index_functions(struct modules *m)
{
	map_clear(&m->functions);
	for (unsigned i = 0; i < m->list.n; i++) {
		struct image *image;

		if (m->nloaded && !m->list.at[i].is_loaded)
			continue;
		image = modules_image(m, m->list.at[i].name);
		for (uint32_t n = 0; image && n < image_symbols(image)->nplaces; n++) {
			const struct symbol *sym = &image_symbols(image)->list.at[n];
			uint32_t *owner;

			if (sym->kind != SYMBOL_TEXT)
				continue;
			owner = map_put(&m->functions, sym->name, NULL);
			*owner = !*owner || *owner == i + 1 ? i + 1 : SEVERAL;
		}
	}
	m->has_index = true;
}

name_t modules_with_function(struct modules *m, name_t name, bool *several)
{
	const uint32_t *owner;

	if (!m->has_index)
		index_functions(m);
	owner = map_get(&m->functions, name);
	*several = owner && *owner == SEVERAL;
	return owner && *owner != SEVERAL ? m->list.at[*owner - 1].name : 0;
}
