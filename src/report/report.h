/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ways out: findings as text for people, as JSON for programs, and the
 * manual's page for a rule.
 *
 * Names come from sources that may be hostile. What is written to a terminal
 * has its control characters made visible (clean.h); what is written as JSON
 * is plain ASCII.
 */
#ifndef UNSPIN_REPORT_REPORT_H
#define UNSPIN_REPORT_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "lockgraph/finding.h"

struct report_options {
	bool colour;  /* text: escape sequences; the caller knows if @out is a terminal */
	bool summary; /* text: a table of rules and confidences at the end */
	bool brief;   /* text: the first line of each finding only */
};

/* Each finding as a compiler's message with its argument below; nothing is written for none. */
void report_text(FILE *out, const struct findings *f, const struct report_options *opt);

/*
 * One JSON object, see docs/json.md; "findings" is empty for none. False if it
 * could not be written whole (the disk is full).
 */
bool report_json(FILE *out, const struct findings *f);

/*
 * A number for what a finding is about, rather than where: the hash of its
 * rule, classes, file and functions. It stays when lines move, so baselines and
 * suppressions can name it. 0 is not special.
 */
uint64_t finding_fingerprint(const struct finding *f);

/* The manual's page for @rule, Markdown, NUL-terminated; NULL if there is none. */
const char *report_explain(enum rule rule);

#endif
