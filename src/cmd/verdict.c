// SPDX-License-Identifier: GPL-2.0-only
/* What verbs that look for faults have in common: see verdict.h. */
#include "cmd/verdict.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"

/* Is @s the word at the start of @list, up to a comma? */
static bool word_is(const char *list, size_t len, const char *s)
{
	return strlen(s) == len && !strncmp(list, s, len);
}

static void choose_rules(struct rules_options *rules, const char *list)
{
	memset(rules->enabled, 0, sizeof(rules->enabled));
	for (const char *p = list; *p;) {
		size_t len = strcspn(p, ",");
		bool known = word_is(p, len, "all");

		for (unsigned r = 0; r < RULE_N; r++)
			if (word_is(p, len, "all") || word_is(p, len, rule_name(r)))
				known = rules->enabled[r] = true;
		if (!known)
			die("no rule '%.*s'; --explain-rule=list names them", (int)len, p);
		p += len;
		p += *p == ',';
	}
}

static void choose_confidence(struct rules_options *rules, const char *name)
{
	for (unsigned c = 0; c < CONF_N; c++)
		if (!strcmp(name, confidence_name(c))) {
			rules->least = c;
			return;
		}
	die("no confidence '%s': high, medium or low", name);
}

static void choose_format(struct verdict_options *o, const char *name)
{
	if (!strcmp(name, "text"))
		o->format = FORMAT_TEXT;
	else if (!strcmp(name, "gcc"))
		o->format = FORMAT_GCC;
	else if (!strcmp(name, "json"))
		o->format = FORMAT_JSON;
	else
		die("no format '%s': text, gcc or json", name);
}

static bool want_colour(const char *when)
{
	if (!strcmp(when, "always"))
		return true;
	if (!strcmp(when, "never"))
		return false;
	return isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
}

void verdict_defaults(struct verdict_options *o)
{
	*o = (struct verdict_options){ 0 };
	rules_default(&o->rules);
	o->report.colour = want_colour("auto");
	o->report.summary = isatty(STDOUT_FILENO);
}

bool verdict_option(struct verdict_options *o, int c, const char *arg)
{
	switch (c) {
	case OPTION_FORMAT:
		choose_format(o, arg);
		return true;
	case OPTION_RULES:
		choose_rules(&o->rules, arg);
		return true;
	case OPTION_CONFIDENCE:
		choose_confidence(&o->rules, arg);
		return true;
	case OPTION_COLOR:
		o->report.colour = want_colour(arg);
		return true;
	default:
		return false;
	}
}

int verdict_report(const struct verdict_options *o, const struct findings *f)
{
	struct report_options report = o->report;
	bool whole = true;

	if (o->format == FORMAT_JSON) {
		whole = report_json(stdout, f);
	} else {
		report.brief = o->format == FORMAT_GCC;
		report_text(stdout, f, &report);
	}
	if (!whole || fflush(stdout) || ferror(stdout)) {
		diag("can't write the report");
		return 2;
	}
	return f->n ? 1 : 0;
}
