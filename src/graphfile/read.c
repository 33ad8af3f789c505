// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading graph files into one lock graph.
 *
 * A file is read line by line, and each fact and evidence is put into the lock
 * graph as soon as it is whole. What is read is written again and must come out
 * as the same bytes; so there is one place that says how a line looks, and a
 * line that reads in two ways can't be.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "graphfile/field.h"
#include "graphfile/store.h"

#define NO_GRAPH "no lock graph, which begins with '" FORMAT_WORD "'"

/* A file that is being read. */
struct reader {
	struct graph *g;
	const char *name;
	uint32_t line; /* number of the one that is being read */
	uint64_t bytes;
	bool failed, ended;

	struct map classes; /* that the file has: name → class */
	struct map faults;  /* fact_hash() of those that it has */

	/* the fact whose evidence is being read, and its line */
	struct fact fact;
	struct strbuf fact_line;
	struct arena fact_arena;
	class_t *class;

	/* the evidence that is being read, text empty: none; and the one before */
	struct strbuf text, last_text;
	struct evidence last;
	struct sources sources;
	name_t functions[USAGE_SITES]; /* of the fact's evidences */
	unsigned nfunctions;

	struct arena scratch;
};

static void fail(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void fail(struct reader *r, const char *fmt, ...)
{
	char text[160];
	va_list ap;

	if (r->failed)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag("%s:%u: %s", r->name, r->line, text);
	r->failed = true;
}

/* ---- evidence ---- */

/* One evidence a function, and not more than a lock graph keeps. */
static bool is_one_too_many(struct reader *r, name_t function)
{
	for (unsigned i = 0; i < r->nfunctions; i++)
		if (r->functions[i] == function)
			return true;
	if (r->nfunctions == USAGE_SITES)
		return true;
	r->functions[r->nfunctions++] = function;
	return false;
}

/* The lines of an evidence are all there. */
static void finish_evidence(struct reader *r)
{
	const char *text = strbuf_str(&r->text);
	struct told t;

	if (!r->text.len || r->failed)
		return;
	arena_reset(&r->scratch);
	if (!told_get(text, &r->scratch, &t)) {
		fail(r, "the evidence above is not well-formed");
		return;
	}
	if (r->last_text.len && told_cmp(&r->last, strbuf_str(&r->last_text), &t.why, text) >= 0) {
		fail(r, "the evidence above does not stand in its place");
		return;
	}
	if (is_one_too_many(r, t.why.function)) {
		fail(r, "the evidence above is one too many for its function or its fact");
		return;
	}

	store_add(r->g, &r->fact, r->class, &t, text, &r->sources);
	r->last = t.why;
	strbuf_clear(&r->last_text);
	strbuf_add(&r->last_text, text, r->text.len);
	strbuf_clear(&r->text);
	r->sources.n = 0;
}

static void finish_fact(struct reader *r)
{
	finish_evidence(r);
	if (r->fact_line.len && r->fact.kind != FACT_CLASS && !r->nfunctions)
		fail(r, "the fact above has no evidence");
}

/* ---- lines ---- */

static void take_header(struct reader *r, const char *line)
{
	size_t len = strlen(FORMAT_WORD);

	if (!strcmp(line, FORMAT_LINE))
		return;
	if (!strncmp(line, FORMAT_WORD "\t", len + 1) && strlen(line) < len + 12)
		fail(r, "format %s of lock graphs; this program reads format " FORMAT_VERSION,
		     line + len + 1);
	else
		fail(r, NO_GRAPH);
}

static void declare_class(struct reader *r)
{
	const struct fact *f = &r->fact;
	bool fresh;
	uint32_t *c = map_put(&r->classes, f->names[0], &fresh);

	if (!fresh) {
		fail(r, "class '%.80s' is told twice", name_str(f->names[0]));
		return;
	}
	*c = lockgraph_class(r->g->facts, f->names[0], f->word);
	for (unsigned i = 1; i < f->n; i++)
		lockgraph_alias(r->g->facts, *c, f->names[i]);
}

static void find_classes(struct reader *r)
{
	const struct fact *f = &r->fact;
	unsigned first = fact_first_class(f);

	r->class = arena_array(&r->fact_arena, class_t, f->n - first);
	for (unsigned i = first; i < f->n; i++) {
		const uint32_t *c = map_get(&r->classes, f->names[i]);

		if (!c) {
			fail(r, "no class '%.80s' above", name_str(f->names[i]));
			return;
		}
		r->class[i - first] = *c;
	}
	if (f->kind == FACT_FAULT) {
		bool fresh;

		map_put(&r->faults, fact_hash(f) >> 1, &fresh);
		if (!fresh)
			fail(r, "this fault is told twice");
	}
}

static void take_fact(struct reader *r, const char *line, size_t len)
{
	struct strbuf again = { 0 };

	finish_fact(r);
	if (r->failed)
		return;
	arena_reset(&r->fact_arena);
	if (!fact_get(line, &r->fact_arena, &r->fact)) {
		fail(r, "not a line of a lock graph");
		return;
	}
	fact_put(&again, &r->fact);
	if (strcmp(strbuf_str(&again), line) != 0)
		fail(r, "not as a lock graph is written");
	else if (r->fact_line.len && strcmp(strbuf_str(&r->fact_line), line) >= 0)
		fail(r, "this line does not stand in its place");
	strbuf_free(&again);
	if (r->failed)
		return;

	strbuf_clear(&r->fact_line);
	strbuf_add(&r->fact_line, line, len);
	strbuf_clear(&r->last_text);
	r->nfunctions = 0;
	if (r->fact.kind == FACT_CLASS)
		declare_class(r);
	else
		find_classes(r);
}

static void take_source(struct reader *r, const char *line)
{
	const char *at = line, *name;
	name_t n;

	field_get(&at, &r->scratch);
	name = field_get(&at, &r->scratch);
	if (!name || !*name || *at || !r->text.len) {
		fail(r, "not a line of a lock graph");
		return;
	}

	struct strbuf again = { 0 };

	strbuf_puts(&again, "from");
	field_put(&again, name);
	n = name_of(name);
	if (strcmp(strbuf_str(&again), line) != 0)
		fail(r, "not as a lock graph is written");
	else if (r->sources.n == SOURCES_KEPT)
		fail(r, "more sources than a lock graph keeps");
	else if (r->sources.n && name_cmp(r->sources.at[r->sources.n - 1], n) >= 0)
		fail(r, "this line does not stand in its place");
	else
		r->sources.at[r->sources.n++] = n;
	strbuf_free(&again);
}

/* A line of the evidence that is being read, or the first one of a new one. */
static void take_told(struct reader *r, const char *line, size_t len, bool why)
{
	if (why)
		finish_evidence(r);
	if (!r->fact_line.len || r->fact.kind == FACT_CLASS || (!why && !r->text.len) ||
	    (!why && r->sources.n))
		fail(r, "this line belongs to no evidence");
	if (r->text.len + len > LONGEST_EVIDENCE)
		fail(r, "an evidence of more than %u bytes", LONGEST_EVIDENCE);
	if (r->failed)
		return;
	strbuf_add(&r->text, line, len);
	strbuf_puts(&r->text, "\n");
}

static void take_end(struct reader *r, const char *line)
{
	char want[24];

	finish_fact(r);
	snprintf(want, sizeof(want), "end\t%u", r->line - 1);
	if (strcmp(line, want) != 0)
		fail(r, "the end tells another number of lines");
	r->ended = true;
}

static bool begins(const char *line, const char *word)
{
	size_t len = strlen(word);

	return !strncmp(line, word, len) && line[len] == '\t';
}

static void take_line(struct reader *r, const char *line, size_t len)
{
	r->line++;
	if (r->ended)
		fail(r, "something stands behind the end");
	else if (strlen(line) != len)
		fail(r, r->line == 1 ? NO_GRAPH : "a line with a NUL byte");
	else if (r->line == 1)
		take_header(r, line);
	else if (begins(line, "why"))
		take_told(r, line, len, true);
	else if (begins(line, "step") || begins(line, "macro"))
		take_told(r, line, len, false);
	else if (begins(line, "from"))
		take_source(r, line);
	else if (begins(line, "end"))
		take_end(r, line);
	else
		take_fact(r, line, len);
}

/* ---- bytes ---- */

/* Cuts bytes into lines; *@rest holds what has no end yet. */
static void take_bytes(struct reader *r, struct strbuf *rest, const char *p, size_t n)
{
	r->bytes += n;
	if (r->bytes > LARGEST_FILE) {
		fail(r, "a lock graph of more than %llu bytes", LARGEST_FILE);
		return;
	}
	while (n && !r->failed) {
		const char *eol = memchr(p, '\n', n);
		size_t len = eol ? (size_t)(eol - p) : n;

		if (rest->len + len > LONGEST_EVIDENCE) {
			r->line++;
			fail(r,
			     r->line == 1 ? NO_GRAPH : "a line that is too long for a lock graph");
			return;
		}
		strbuf_add(rest, p, len);
		if (!eol)
			return;
		take_line(r, strbuf_str(rest), rest->len);
		strbuf_clear(rest);
		p += len + 1;
		n -= len + 1;
	}
}

static void finish(struct reader *r, const struct strbuf *rest)
{
	r->line++;
	if (r->line == 1 && !rest->len)
		fail(r, "empty; a lock graph begins with '" FORMAT_WORD "'");
	else if (r->line == 1)
		fail(r, NO_GRAPH);
	else if (rest->len || !r->ended)
		fail(r, "the lock graph is cut off here");
}

static void reader_free(struct reader *r)
{
	map_free(&r->classes);
	map_free(&r->faults);
	strbuf_free(&r->fact_line);
	strbuf_free(&r->text);
	strbuf_free(&r->last_text);
	arena_free(&r->fact_arena);
	arena_free(&r->scratch);
}

bool graph_parse(struct graph *g, const char *name, const char *text, size_t len)
{
	struct reader r = { .g = g, .name = name };
	struct strbuf rest = { 0 };

	take_bytes(&r, &rest, text, len);
	finish(&r, &rest);
	strbuf_free(&rest);
	reader_free(&r);
	return !r.failed;
}

bool graph_read(struct graph *g, const char *path)
{
	bool in = !strcmp(path, "-");
	struct reader r = { .g = g, .name = in ? "<stdin>" : path };
	int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct strbuf rest = { 0 };
	char buf[1 << 16];
	ssize_t n = 0;

	while (fd >= 0 && !r.failed) {
		n = read(fd, buf, sizeof(buf));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		take_bytes(&r, &rest, buf, (size_t)n);
	}
	if (fd < 0 || n < 0) {
		diag("%s: can't be read: %s", r.name, strerror(errno));
		r.failed = true;
	}
	if (!r.failed)
		finish(&r, &rest);
	if (fd >= 0 && !in)
		close(fd);
	strbuf_free(&rest);
	reader_free(&r);
	return !r.failed;
}
