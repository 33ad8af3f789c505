// SPDX-License-Identifier: GPL-2.0-only
/* The table and the JSON of lock statistics: see lockstats.h. */
#include "cmd/lockstats.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/diag.h"
#include "report/clean.h"

static const char *context_name(const struct stats_row *row)
{
	return row->ctx == STATS_ALL_CONTEXTS ? "any" : lock_ctx_name(row->ctx);
}

/* ---- text ---- */

/* The class's name as a terminal may show it. */
static void clean_name(struct strbuf *b, name_t name)
{
	strbuf_clear(b);
	clean_puts(b, name_str(name));
}

static unsigned widest_name(const struct stats *s)
{
	struct strbuf b = { 0 };
	size_t widest = strlen("class");

	for (unsigned i = 0; i < s->rows.n; i++) {
		clean_name(&b, s->rows.at[i].name);
		widest = b.len > widest ? b.len : widest;
	}
	strbuf_free(&b);
	/* A hostile name does not push the numbers off the screen. */
	return widest < 60 ? (unsigned)widest : 60;
}

/* As /proc/lock_stat: microseconds. */
static double us(uint64_t ns)
{
	return (double)ns / 1000;
}

/* "seed_write(), sh/55, trace.txt:47" */
static void place_text(struct strbuf *b, const struct trace *t, const struct stats_place *p)
{
	const char *path = trace_path(t, p->file);

	strbuf_clear(b);
	if (p->function) {
		clean_puts(b, name_str(p->function));
		strbuf_puts(b, "()");
	}
	if (p->comm) {
		strbuf_puts(b, b->len ? ", " : "");
		clean_puts(b, name_str(p->comm));
		strbuf_printf(b, "/%d", p->pid);
	}
	strbuf_puts(b, b->len ? ", " : "");
	clean_puts(b, path);
	if (trace_has_lines(t, p->file))
		strbuf_printf(b, ":%" PRIu64, p->position);
	else
		strbuf_printf(b, " at %" PRIu64 ".%06" PRIu64, p->time / 1000000000,
			      p->time / 1000 % 1000000);
}

bool lockstats_text(const struct trace *t)
{
	const struct stats *s = trace_stats(t);
	unsigned width = widest_name(s);
	struct strbuf b = { 0 };

	printf("%-*s  %-8s %10s %8s %8s %9s %14s %12s %14s %12s  %s\n", (int)width, "class",
	       "context", "taken", "tried", "read", "contended", "wait total/us", "wait max",
	       "hold total/us", "hold max", "longest hold");
	for (unsigned i = 0; i < s->rows.n; i++) {
		const struct stats_row *row = &s->rows.at[i];

		clean_name(&b, row->name);
		printf("%-*s  %-8s %10" PRIu64, (int)width, strbuf_str(&b), context_name(row),
		       row->acquisitions);
		/* /proc/lock_stat does not tell them apart. */
		if (row->ctx == STATS_ALL_CONTEXTS)
			printf(" %8s", "-");
		else
			printf(" %8" PRIu64, row->tries);
		printf(" %8" PRIu64 " %9" PRIu64, row->reads, row->contentions);
		printf(" %14.2f %12.2f %14.2f %12.2f", us(row->wait.total), us(row->wait.max),
		       us(row->hold.total), us(row->hold.max));
		if (row->hold.count) {
			place_text(&b, t, &row->longest_hold);
			printf("  %s", strbuf_str(&b));
		}
		putchar('\n');
	}
	strbuf_free(&b);
	return !fflush(stdout) && !ferror(stdout);
}

/* ---- JSON ---- */

static void set(json_t *o, const char *key, json_t *value)
{
	/* It steals the reference even if it fails. */
	if (json_object_set_new(o, key, value))
		die("out of memory");
}

static json_t *text_or_null(const char *s)
{
	struct strbuf b = { 0 };
	json_t *t;

	if (!*s)
		return json_null();
	/* jansson refuses what is not UTF-8. */
	clean_utf8(&b, s);
	t = json_string(strbuf_str(&b));
	strbuf_free(&b);
	return t;
}

static json_t *place_json(const struct trace *t, const struct stats_place *p)
{
	json_t *o = json_object();

	set(o, "function", text_or_null(name_str(p->function)));
	set(o, "task", text_or_null(name_str(p->comm)));
	set(o, "pid", p->pid < 0 ? json_null() : json_integer(p->pid));
	set(o, "file", text_or_null(trace_path(t, p->file)));
	set(o, "position", json_integer((json_int_t)p->position));
	return o;
}

static json_t *time_json(const struct trace *t, const struct stats_time *time,
			 const struct stats_place *longest)
{
	json_t *o = json_object();

	set(o, "count", json_integer((json_int_t)time->count));
	set(o, "total", json_integer((json_int_t)time->total));
	set(o, "max", json_integer((json_int_t)time->max));
	set(o, "longest", time->count ? place_json(t, longest) : json_null());
	return o;
}

static json_t *row_json(const struct trace *t, const struct stats_row *row)
{
	json_t *o = json_object();

	set(o, "class", text_or_null(name_str(row->name)));
	set(o, "context",
	    row->ctx == STATS_ALL_CONTEXTS ? json_null() : json_string(context_name(row)));
	set(o, "acquisitions", json_integer((json_int_t)row->acquisitions));
	set(o, "tries",
	    row->ctx == STATS_ALL_CONTEXTS ? json_null() : json_integer((json_int_t)row->tries));
	set(o, "reads", json_integer((json_int_t)row->reads));
	set(o, "contentions", json_integer((json_int_t)row->contentions));
	set(o, "wait", time_json(t, &row->wait, &row->longest_wait));
	set(o, "hold", time_json(t, &row->hold, &row->longest_hold));
	return o;
}

bool lockstats_json(const struct trace *t)
{
	const struct stats *s = trace_stats(t);

	fputs("{\"version\":1,\"tool\":{\"name\":\"unspin\",\"version\":\"" UNSPIN_VERSION
	      "\"},\"lock_stats\":[",
	      stdout);
	for (unsigned i = 0; i < s->rows.n; i++) {
		json_t *o = row_json(t, &s->rows.at[i]);

		fputs(i ? ",\n" : "\n", stdout);
		json_dumpf(o, stdout, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_PRESERVE_ORDER);
		json_decref(o);
	}
	printf("%s],\"unfinished\":%" PRIu64 "}\n", s->rows.n ? "\n" : "", s->given_up);
	return !fflush(stdout) && !ferror(stdout);
}
