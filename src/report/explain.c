// SPDX-License-Identifier: GPL-2.0-only
/* The page of the manual for a rule, found by its file's name. */
#include "report/explain.h"

#include <string.h>

#include "report/report.h"

const char *report_explain(enum rule rule)
{
	const char *name = rule_name(rule);
	size_t len = strlen(name);

	for (unsigned i = 0; i < embedded_pages_count; i++) {
		const char *page = embedded_pages[i].name;

		if (!strncmp(page, name, len) && !strcmp(page + len, ".md"))
			return embedded_pages[i].text;
	}
	return NULL;
}
