// SPDX-License-Identifier: GPL-2.0-only
/*
 * Findings as JSON; docs/json.md is the format's manual. The members of the
 * outer object are written one after another and each finding on a line of its
 * own, so that a whole kernel's findings are never in memory as a tree.
 */
#include "report/report.h"

#include <inttypes.h>
#include <jansson.h>

#include "base/diag.h"
#include "report/clean.h"

#define DUMP_FLAGS (JSON_COMPACT | JSON_ENSURE_ASCII | JSON_PRESERVE_ORDER)

/* jansson refuses what is not UTF-8. */
static json_t *text(const char *s)
{
	struct strbuf b = { 0 };

	clean_utf8(&b, s);

	json_t *t = json_string(strbuf_str(&b));

	strbuf_free(&b);
	return t;
}

/* NULL and "" become null: the field is always there. */
static json_t *text_or_null(const char *s)
{
	return s && *s ? text(s) : json_null();
}

static json_t *name_or_null(name_t n)
{
	return text_or_null(name_str(n));
}

static json_t *number_or_null(uint32_t n)
{
	return n ? json_integer(n) : json_null();
}

static json_t *known(int state)
{
	return state < 0 ? json_null() : json_boolean(state);
}

static void set(json_t *o, const char *key, json_t *value)
{
	/* It steals the reference even if it fails. */
	if (json_object_set_new(o, key, value))
		die("out of memory");
}

static void append(json_t *a, json_t *value)
{
	if (json_array_append_new(a, value))
		die("out of memory");
}

static json_t *step_json(const struct story_step *s)
{
	json_t *o = json_object();

	set(o, "function", name_or_null(s->function));
	set(o, "file", name_or_null(s->file));
	set(o, "line", number_or_null(s->line));
	set(o, "column", number_or_null(s->col));
	set(o, "what", text_or_null(s->what));
	return o;
}

static json_t *side_json(const struct side *side)
{
	const struct story *s = &side->story;
	json_t *o = json_object(), *path = json_array(), *sources = json_array();

	for (unsigned i = 0; i < s->nsteps; i++)
		append(path, step_json(&s->steps[i]));
	for (unsigned i = 0; i < s->nsources; i++)
		append(sources, text(name_str(s->sources[i])));
	set(o, "title", text_or_null(side->title));
	set(o, "context", text(lock_ctx_name(s->ctx)));
	set(o, "root", text_or_null(s->root));
	set(o, "hardirqs_on", known(s->irqs_on));
	set(o, "softirqs_on", known(s->bh_on));
	set(o, "why_irqs", text_or_null(s->why_irqs));
	set(o, "path", path);
	set(o, "sources", sources);
	return o;
}

static json_t *interleaving_json(const struct finding *f)
{
	json_t *rows = json_array();

	for (unsigned i = 0; i < f->nrows; i++) {
		json_t *o = json_object();

		set(o, "cpu", json_integer(f->rows[i].cpu));
		set(o, "interrupt", json_boolean(f->rows[i].interrupt));
		set(o, "function", name_or_null(f->rows[i].function));
		set(o, "text", text(f->rows[i].text));
		append(rows, o);
	}
	return rows;
}

static json_t *others_json(const struct finding *f)
{
	json_t *others = json_array();

	for (unsigned i = 0; i < f->nothers; i++) {
		json_t *o = json_object();

		set(o, "what", text_or_null(f->others[i].what));
		set(o, "function", name_or_null(f->others[i].function));
		set(o, "file", name_or_null(f->others[i].file));
		set(o, "line", number_or_null(f->others[i].line));
		append(others, o);
	}
	return others;
}

static json_t *finding_json(const struct finding *f)
{
	json_t *o = json_object(), *locks = json_array(), *evidence = json_array();
	char fingerprint[17];

	snprintf(fingerprint, sizeof(fingerprint), "%016" PRIx64, finding_fingerprint(f));
	for (unsigned i = 0; i < f->nclasses; i++)
		append(locks, text(name_str(f->classes[i])));
	for (unsigned i = 0; i < f->nsides; i++)
		append(evidence, side_json(&f->sides[i]));
	set(o, "rule", text(rule_name(f->rule)));
	set(o, "confidence", text(confidence_name(f->conf)));
	set(o, "confidence_reason", text_or_null(f->conf_reason));
	set(o, "file", name_or_null(f->file));
	set(o, "line", number_or_null(f->line));
	set(o, "column", number_or_null(f->col));
	set(o, "function", name_or_null(f->function));
	set(o, "message", text_or_null(f->message));
	set(o, "lockdep", text_or_null(f->lockdep));
	set(o, "locks", locks);
	set(o, "evidence", evidence);
	set(o, "interleaving", interleaving_json(f));
	set(o, "fix", text_or_null(f->fix));
	set(o, "others", others_json(f));
	set(o, "fingerprint", text(fingerprint));
	return o;
}

bool report_json(FILE *out, const struct findings *f)
{
	fputs("{\"version\":1,\"tool\":{\"name\":\"unspin\",\"version\":\"" UNSPIN_VERSION
	      "\"},\"findings\":[",
	      out);
	for (unsigned i = 0; i < f->n; i++) {
		json_t *o = finding_json(&f->at[i]);

		fputs(i ? ",\n" : "\n", out);
		json_dumpf(o, out, DUMP_FLAGS);
		json_decref(o);
	}
	fputs(f->n ? "\n]}\n" : "]}\n", out);
	return !fflush(out) && !ferror(out);
}
