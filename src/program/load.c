// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loading: see load.h.
 *
 * Files are read, parsed and lowered in waves: first those to check and the
 * others of their modules, then the headers that these include and that are new, and so on until nothing is new.
 * Within a wave all cores work, each with its own buffer, parser and arena; the
 * search for headers between the waves is one thread's, so that the finder
 * needs no lock and what it finds does not depend on chance.
 */
#include "program/load.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>

#include "base/diag.h"
#include "base/hash.h"
#include "base/parallel.h"
#include "lower/lower.h"
#include "program/files.h"

#define LARGEST_FILE ((size_t)256 << 20)
/* A NUL among the first bytes tells a binary file; a stray one later is the parser's matter. */
#define BINARY_PROBE 8192u

/* One thread's working memory. */
struct worker {
	struct buffer text;
	struct parser *parser;
	struct arena scratch;
	struct parse_stats stats, stats_headers;
	unsigned unreadable;
};

struct loaded {
	struct source_file source;
	struct unit *unit; /* NULL if it could not be read */
	bool is_checked;
	uint32_t includes; /* its first in load.includes */
};

struct load {
	const struct load_options *opt;
	struct load_stats *stats;
	struct worker *workers;
	struct finder *finder;
	VEC(struct loaded) files;
	struct map file_of;	/* real path to index into files */
	VEC(uint32_t) includes; /* of all files, each list ended by UINT32_MAX */
	VEC(uint32_t) wave;	/* files to read, the big ones first */
	atomic_uint done;
	VEC(name_t) arches; /* of the files to check */
	bool wants_kernel;  /* an include of <linux/…> was not found */
};

/* ---- one file ---- */

static bool read_source(struct worker *w, const struct source_file *s)
{
	const char *disk = name_str(s->disk), *path = name_str(s->path);

	switch (read_file(disk, LARGEST_FILE, &w->text)) {
	case READ_OK:
		break;
	case READ_FAILED:
		diag("%s: %s", path, strerror(errno));
		return false;
	case READ_NOT_REGULAR:
		diag("%s: not a regular file, skipped", path);
		return false;
	case READ_TOO_BIG:
		diag("%s: larger than %zu MB, skipped", path, LARGEST_FILE >> 20);
		return false;
	}
	if (w->text.len &&
	    memchr(w->text.at, 0, w->text.len < BINARY_PROBE ? w->text.len : BINARY_PROBE)) {
		diag("%s: binary file, skipped", path);
		return false;
	}
	return true;
}

static void load_file(void *arg, unsigned item, unsigned thread)
{
	struct load *l = arg;
	struct worker *w = &l->workers[thread];
	struct loaded *f = &l->files.at[l->wave.at[item]];
	struct parsed_file tree;
	unsigned done = atomic_fetch_add(&l->done, 1);

	if (done % 64 == 0)
		progress("reading %u of %u files", done, l->files.n);
	if (!read_source(w, &f->source)) {
		w->unreadable++;
		return;
	}
	if (!w->parser)
		w->parser = parser_new();
	parse_file(w->parser, w->text.at, w->text.len, &w->scratch, &tree,
		   f->is_checked ? &w->stats : &w->stats_headers);
	f->unit = lower_file(&tree, f->source.path, l->opt->verbatim, &w->scratch);
	if (f->is_checked)
		f->unit->words = parser_words(w->parser, l->opt->words, l->opt->nwords);
	arena_reset(&w->scratch);
}

/* ---- waves ---- */

static uint32_t enter(struct load *l, const struct source_file *s, bool is_checked)
{
	bool fresh;
	uint32_t *place = map_put(&l->file_of, s->real, &fresh);

	if (fresh) {
		*place = l->files.n;
		*vec_push(&l->wave) = l->files.n;
		*vec_push(&l->files) = (struct loaded){ .source = *s, .is_checked = is_checked };
	}
	return *place;
}

static int bigger_first(const void *a, const void *b, void *arg)
{
	const struct load *l = arg;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	uint64_t sx = l->files.at[x].source.size, sy = l->files.at[y].source.size;

	return sx != sy ? (sx < sy) - (sx > sy) : (x > y) - (x < y);
}

static void note_another(struct load *l, uint32_t to)
{
	if (*vec_last(&l->includes) != to)
		*vec_push(&l->includes) = to;
}

static void note_arch(struct load *l, uint32_t folder)
{
	name_t arch = folder_arch(l->finder, folder);

	for (unsigned i = 0; i < l->arches.n; i++)
		if (l->arches.at[i] == arch)
			return;
	if (arch)
		*vec_push(&l->arches) = arch;
}

static void note_includes(struct load *l, uint32_t file)
{
	const struct unit *u = l->files.at[file].unit;
	uint32_t folder = l->files.at[file].source.folder;

	l->files.at[file].includes = l->includes.n;
	for (uint32_t i = 0; u && i < u->nincludes; i++) {
		struct source_file s;

		if (finder_include(l->finder, folder, &u->includes[i], &s)) {
			uint32_t to = enter(l, &s, false);

			*vec_push(&l->includes) = to;
			for (unsigned a = 0; a < l->arches.n; a++)
				if (finder_include_for(l->finder, folder, &u->includes[i],
						       l->arches.at[a], &s))
					note_another(l, enter(l, &s, false));
		} else {
			l->stats->includes_not_found++;
			l->wants_kernel |= !strncmp(name_str(u->includes[i].path), "linux/", 6);
		}
	}
	*vec_push(&l->includes) = UINT32_MAX;
}

/* Read all files of the wave, and make the wave those that they include and that are new. */
static void next_wave(struct load *l)
{
	uint32_t first = l->files.n - l->wave.n, end = l->files.n;

	qsort_r(l->wave.at, l->wave.n, sizeof(*l->wave.at), bigger_first, l);
	parallel_for(l->wave.n, load_file, l);
	vec_clear(&l->wave);
	for (uint32_t i = first; i < end; i++)
		note_includes(l, i);
}

/* ---- all of it ---- */

static void add_stats(struct parse_stats *to, const struct parse_stats *from)
{
	to->bytes += from->bytes;
	to->lines += from->lines;
	to->tokens += from->tokens;
	to->functions += from->functions;
	to->functions_skipped += from->functions_skipped;
	to->macros += from->macros;
	to->macros_skipped += from->macros_skipped;
	to->errors += from->errors;
	to->groups += from->groups;
	to->groups_split += from->groups_split;
}

static void end_workers(struct load *l)
{
	for (unsigned i = 0; i < parallel_threads(); i++) {
		struct worker *w = &l->workers[i];

		add_stats(&l->stats->parse, &w->stats);
		add_stats(&l->stats->parse_headers, &w->stats_headers);
		l->stats->unreadable += w->unreadable;
		xfree(w->text.at);
		if (w->parser)
			parser_free(w->parser);
		arena_free(&w->scratch);
	}
	xfree(l->workers);
}

static struct program *link_loaded(struct load *l)
{
	struct link_file *files = xcalloc(l->files.n, sizeof(*files));
	uint32_t *number = xcalloc(l->files.n, sizeof(*number)); /* files without a unit fall out */
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; i < l->files.n; i++)
		number[i] = l->files.at[i].unit ? n++ : UINT32_MAX;
	/* Renumber the include lists in place: they only shrink. */
	for (uint32_t i = 0, k = 0; i < l->files.n; i++) {
		struct loaded *f = &l->files.at[i];
		uint32_t start = kept;

		for (k = f->includes; l->includes.at[k] != UINT32_MAX; k++)
			if (number[l->includes.at[k]] != UINT32_MAX)
				l->includes.at[kept++] = number[l->includes.at[k]];
		l->includes.at[kept++] = UINT32_MAX;
		if (!f->unit)
			continue;
		files[number[i]] = (struct link_file){
			.unit = f->unit,
			.includes = l->includes.at + start,
			.tree_path = f->source.tree,
			.checked = f->is_checked,
		};
		l->stats->ir_bytes += f->unit->arena.total;
		if (f->is_checked)
			l->stats->files++;
		else
			l->stats->headers++;
	}

	struct program *p = l->stats->files ? program_link(files, n) : NULL;

	for (uint32_t i = 0; !p && i < n; i++)
		unit_free(files[i].unit);
	xfree(number);
	xfree(files);
	return p;
}

struct program *program_load(const struct load_options *opt, struct load_stats *stats)
{
	struct load l = { .opt = opt, .stats = stats };
	source_vec sources = { 0 }, others = { 0 };
	struct program *p = NULL;
	unsigned said = diag_count();

	memset(stats, 0, sizeof(*stats));
	l.workers = xcalloc(parallel_threads(), sizeof(*l.workers));
	l.finder = finder_new(opt);
	finder_sources(l.finder, &sources);
	for (unsigned i = 0; i < sources.n; i++) {
		enter(&l, &sources.at[i], true);
		note_arch(&l, sources.at[i].folder);
	}
	finder_modules(l.finder, &sources, &others);
	for (unsigned i = 0; i < others.n; i++)
		enter(&l, &others.at[i], false);
	if (!sources.n && diag_count() == said)
		diag("no C source files to check");
	while (l.wave.n)
		next_wave(&l);
	progress(NULL);
	if (l.wants_kernel && !finder_has_kernel(l.finder))
		diag("no kernel headers found: types and macros of <linux/...> are unknown "
		     "(--kernel DIR names a tree)");
	end_workers(&l);
	if (l.files.n)
		p = link_loaded(&l);
	vec_free(&sources);
	vec_free(&others);
	vec_free(&l.files);
	vec_free(&l.includes);
	vec_free(&l.wave);
	vec_free(&l.arches);
	map_free(&l.file_of);
	finder_free(l.finder);
	return p;
}
