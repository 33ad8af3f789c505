// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's log, on stdout, and its warnings, on stderr. */
#include <stdarg.h>
#include <stdio.h>

#include <linux/kernel.h>

#include "machine.h"

static unsigned warnings;
static bool line_begun;

static void log_text(const char *fmt, va_list ap)
{
	char text[256];

	vsnprintf(text, sizeof(text), fmt, ap);
	fputs(text, stdout);
	if (*text)
		line_begun = text[strlen(text) - 1] != '\n';
}

void printk(const char *fmt, ...)
{
	va_list ap;

	if (line_begun)
		putchar('\n');
	va_start(ap, fmt);
	log_text(fmt, ap);
	va_end(ap);
}

void pr_cont(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	log_text(fmt, ap);
	va_end(ap);
}

bool warn_on(bool condition, const char *text, int line)
{
	if (condition) {
		warnings++;
		fprintf(stderr, "case %u: WARN_ON(%s) at line %d\n", machine.cases + 1, text, line);
	}
	return condition;
}

unsigned log_warnings(void)
{
	return warnings;
}
