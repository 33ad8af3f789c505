// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads what stands before an event: see ftrace_prefix.h. The formats are those of
 * kernel/trace/trace_output.c, trace_print_context() and trace_print_lat_context(),
 * and of libtraceevent's tep_print_event().
 */
#include "recording/ftrace_prefix.h"

#include <string.h>

#include "base/alloc.h"
#include "recording/scan.h"

#define COMM_WIDTH 16	/* "%16s-", trace_print_context() */
#define LATENCY_WIDTH 8 /* "%8.8s-", lat_print_generic() */
#define COMM_MAX 15	/* TASK_COMM_LEN without the NUL */

enum column {
	COL_IGNORED, /* need-resched, migrate-disable, … */
	COL_IRQS,
	COL_CONTEXT,
	COL_PREEMPT,
};

const struct ftrace_columns ftrace_usual_columns = {
	.at = { COL_IRQS, COL_IGNORED, COL_CONTEXT, COL_PREEMPT },
	.n = 5,
};

void ftrace_columns_add(struct ftrace_columns *c, const char *name)
{
	enum column column = COL_IGNORED;

	if (!strncmp(name, "CPU#", 4))
		return;
	if (!strncmp(name, "irqs-off", 8)) {
		c->n = 0;
		c->bh_known = strstr(name, "BH-disabled");
		column = COL_IRQS;
	} else if (!strncmp(name, "hardirq/softirq", 15)) {
		column = COL_CONTEXT;
	} else if (!strncmp(name, "preempt-depth", 13)) {
		column = COL_PREEMPT;
	}
	if (c->n < COLUMNS_MAX)
		c->at[c->n++] = (uint8_t)column;
}

static bool scan_irqs(char c, struct event_flags *f)
{
	f->known = c != 'X'; /* an architecture that can't tell */
	f->irqs_off = c == 'd' || c == 'D';
	f->bh_off = c == 'b' || c == 'D';
	return f->irqs_off || f->bh_off || c == '.' || c == 'X';
}

static bool scan_context(char c, struct event_flags *f)
{
	f->hardirq = c == 'h' || c == 'H' || c == 'Z';
	f->softirq = c == 's' || c == 'H';
	f->nmi = c == 'z' || c == 'Z';
	return f->hardirq || f->softirq || f->nmi || c == '.';
}

/* "d.h1." and the like, up to a blank; fewer letters than four are no flags. */
static bool scan_flags(char **p, const struct ftrace_columns *columns, struct event_flags *f)
{
	char *s = *p;
	unsigned n = 0, preempt = 0, digits = 0;

	memset(f, 0, sizeof(*f));
	while (s[n] && s[n] != ' ')
		if (++n > COLUMNS_MAX)
			return false;
	if (n < 4)
		return false;
	for (unsigned i = 0; i < n; i++) {
		/* Linux 5.4 prints a preempt-depth of 16 or more with two digits, as the last column. */
		unsigned column = columns->at[i < columns->n ? i : columns->n - 1];
		char c = s[i];

		if (column == COL_IRQS && !scan_irqs(c, f))
			return false;
		if (column == COL_CONTEXT && !scan_context(c, f))
			return false;
		if (column == COL_PREEMPT && c != '.') {
			if (hex_value(c) >= 16 || ++digits > 2)
				return false;
			preempt = preempt << 4 | hex_value(c);
		}
	}
	f->bh_known = columns->bh_known || f->bh_off;
	f->preempt = (uint8_t)preempt;
	*p += n;
	return true;
}

/*
 * "6.481839: ", "6.481839123: ", a counter's "123456: ", or the latency format's "16us+: ";
 * into nanoseconds, or the counter's steps.
 */
static bool scan_time(char **p, uint64_t *time)
{
	uint64_t value, scale = 1000000000;

	if (!scan_number(p, &value))
		return false;
	*time = value;
	if (skip_char(p, '.')) {
		*time = value * scale;
		for (; is_digit(**p); ++*p)
			if (scale > 1)
				*time += (uint64_t)(**p - '0') * (scale /= 10);
	} else if (skip_text(p, "us")) {
		*time = value * 1000;
		if (**p && **p != ':') /* how long until the next one: trace_find_mark() */
			++*p;
	}
	return skip_char(p, ':') && skip_char(p, ' ');
}

/* The process, where it is recorded: "(  123) " or "(-----) ". */
static bool skip_process(char **p)
{
	char *s = *p + 1;

	while (*s == ' ' || *s == '-' || is_digit(*s))
		s++;
	if (*s != ')' || s[1] != ' ')
		return false;
	*p = s + 2;
	skip_blanks(p);
	return true;
}

/* "(+33)", the time since the event before: trace-cmd report --ts-diff */
static void skip_difference(char **p)
{
	char *s = *p;
	uint64_t difference;

	if (!skip_text(&s, "(+") || !scan_number(&s, &difference) || !skip_char(&s, ')'))
		return;
	skip_blanks(&s);
	*p = s;
}

/* All that stands before the event's text, the task's name ending at @dash; the text or NULL. */
static char *read_prefix_at(char *line, char *dash, const struct ftrace_columns *columns,
			    struct event *e)
{
	char *p = dash + 1;
	uint64_t cpu;

	if (!scan_int(&p, &e->pid) || e->pid < 0 || *p != ' ')
		return NULL;
	skip_blanks(&p);
	if (*p == '(' && !skip_process(&p))
		return NULL;
	if (skip_char(&p, '[')) {
		if (!scan_number(&p, &cpu) || !skip_char(&p, ']') || *p != ' ')
			return NULL;
		skip_blanks(&p);
		if (!is_digit(*p) && !scan_flags(&p, columns, &e->flags))
			return NULL;
	} else if (!scan_number(&p, &cpu) || !scan_flags(&p, columns, &e->flags)) {
		return NULL;
	}
	skip_blanks(&p);
	if (cpu >= CPUS_MAX || !scan_time(&p, &e->time))
		return NULL;
	skip_blanks(&p);
	skip_difference(&p);
	e->cpu = (unsigned)cpu;
	while (*line == ' ')
		line++;
	if (dash - line > COMM_MAX)
		return NULL;
	if (dash - line == 5 && !memcmp(line, "<...>", 5))
		line = dash;
	e->comm = name_intern(line, (size_t)(dash - line));
	return p;
}

/*
 * The task's name may hold anything, blanks and dashes too, but its width tells its
 * end. Where that was lost (pasted text), it ends where the rest fits.
 */
char *ftrace_prefix_read(char *line, size_t len, const struct ftrace_columns *columns,
			 struct event *e)
{
	static const unsigned usual[] = { COMM_WIDTH, LATENCY_WIDTH };
	char *text;

	*e = (struct event){ 0 };
	e->flags.preempt = ANY_DEPTH;
	for (unsigned i = 0; i < ARRAY_SIZE(usual); i++)
		if (len > usual[i] && line[usual[i]] == '-') {
			text = read_prefix_at(line, line + usual[i], columns, e);
			if (text)
				return text;
		}
	for (unsigned i = 1; i < 2 * COMM_WIDTH && i < len; i++)
		if (line[i] == '-') {
			text = read_prefix_at(line, line + i, columns, e);
			if (text)
				return text;
		}
	return NULL;
}
