/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a lock graph to the exit status: what all verbs that look for faults
 * have in common, their options included.
 */
#ifndef UNSPIN_CMD_VERDICT_H
#define UNSPIN_CMD_VERDICT_H

#include <getopt.h>

#include "report/report.h"

enum verdict_format { FORMAT_TEXT, FORMAT_GCC, FORMAT_JSON };

struct verdict_options {
	struct rules_options rules;
	struct report_options report;
	enum verdict_format format;
};

/* A verb's own long options are numbered from OPTION_OWN on. */
enum {
	OPTION_FORMAT = 256,
	OPTION_RULES,
	OPTION_CONFIDENCE,
	OPTION_COLOR,
	OPTION_OWN,
};
#define VERDICT_OPTIONS                                                       \
	{ "format", required_argument, NULL, OPTION_FORMAT },                 \
		{ "rules", required_argument, NULL, OPTION_RULES },           \
		{ "confidence", required_argument, NULL, OPTION_CONFIDENCE }, \
	{                                                                     \
		"color", required_argument, NULL, OPTION_COLOR                \
	}
#define VERDICT_HELP                                                                  \
	"  --format=text|gcc|json   stories (default), one line a finding, or data\n" \
	"  --rules=ID,ID…           only these rules; 'all' adds wait-context\n"    \
	"  --confidence=LEVEL       show high, medium (default) or low and above\n"   \
	"  --color=WHEN             always, never, auto\n"

void verdict_defaults(struct verdict_options *o);

/* Take option @c of VERDICT_OPTIONS with @arg; false if it is none of them. Ends the program if @arg is no choice. */
bool verdict_option(struct verdict_options *o, int c, const char *arg);

/* Write the report to stdout. Returns the exit status: 0 clean, 1 findings, 2 it can't be written. */
int verdict_report(const struct verdict_options *o, const struct findings *f);

#endif
