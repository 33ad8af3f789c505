// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads ftrace's text: /sys/kernel/tracing/trace and trace_pipe of Linux 5.4 to
 * 6.12, in the latency format too, and `trace-cmd report`.
 *
 *     sh-55      [000] d.h1.     6.481839: lock_acquire: ffff88800080ec40 &s->lock
 *
 * The formats are those of kernel/trace/trace_output.c, trace_print_context() and
 * trace_print_lat_context(), and of libtraceevent's tep_print_event(). What the
 * letters of the flags column mean is read from the header, where there is one.
 */
#include <inttypes.h>
#include <string.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "trace/event_text.h"
#include "trace/lines.h"
#include "trace/scan.h"

#define COMM_WIDTH 16	/* "%16s-", trace_print_context() */
#define LATENCY_WIDTH 8 /* "%8.8s-", lat_print_generic() */
#define COMM_MAX 15	/* TASK_COMM_LEN without the NUL */
#define COLUMNS_MAX 8u

enum column {
	COL_IGNORED, /* need-resched, migrate-disable, … */
	COL_IRQS,
	COL_CONTEXT,
	COL_PREEMPT,
};

/* The flags column's letters. */
struct columns {
	uint8_t at[COLUMNS_MAX];
	unsigned n;
	bool bh_known;
};

/* Linux 5.19 and later; earlier ones lack the last column. */
static const struct columns usual_columns = {
	.at = { COL_IRQS, COL_IGNORED, COL_CONTEXT, COL_PREEMPT },
	.n = 5,
};

enum stack_state {
	STACK_NONE,
	STACK_KERNEL,
	STACK_USER,
};

struct ftrace {
	struct lines lines;
	struct recording_info *info;
	event_fn *put;
	void *front;
	struct columns columns;
	bool header;	       /* there was one */
	bool counted;	       /* and it told how many events were written */
	bool wrapped;	       /* the buffers hold less than what was written */
	bool finished;	       /* the consumer has enough */
	uint64_t events, time; /* how many there were, when the last one was */
	const char *odd;       /* what to say of lines that can't be read */
	enum stack_state stack;
	struct event stack_event;
	struct event_frame frames[STACK_MAX];
	uint64_t started[CPUS_MAX / 64]; /* CPUs that had an event, one bit each */
};

/* ---- what stands before the event ---- */

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
static bool scan_flags(char **p, const struct columns *columns, struct event_flags *f)
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
static char *read_prefix_at(char *line, char *dash, const struct columns *columns, struct event *e)
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
static char *read_prefix(char *line, size_t len, const struct columns *columns, struct event *e)
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

/* ---- what is handed on ---- */

static void give(struct ftrace *t, const struct event *e)
{
	if (!t->finished)
		t->finished = !t->put(t->front, e);
}

static void give_lost(struct ftrace *t, unsigned cpu, uint64_t lost)
{
	struct event e = {
		.type = EV_LOST,
		.cpu = cpu,
		.pid = -1,
		.time = t->time,
		.position = t->lines.number,
		.flags.preempt = ANY_DEPTH,
		.lost = lost,
	};

	give(t, &e);
}

/* A CPU's first event follows: what came before it may have been overwritten. */
static void start_cpu(struct ftrace *t, unsigned cpu)
{
	t->started[cpu / 64] |= 1ul << cpu % 64;
	if (t->wrapped)
		give_lost(t, cpu, 0);
}

static void end_stack(struct ftrace *t)
{
	if (t->stack == STACK_KERNEL && t->stack_event.stack.n)
		give(t, &t->stack_event);
	t->stack = STACK_NONE;
}

/* " => func+0x12/0x34": a frame of the stack that began above */
static void read_frame(struct ftrace *t, const char *text, const char *end)
{
	struct event *e = &t->stack_event;

	if (t->stack == STACK_KERNEL && e->stack.n < STACK_MAX &&
	    frame_text_read(text, end, &t->frames[e->stack.n]))
		e->stack.n++;
}

static void begin_stack(struct ftrace *t, const struct event *e, enum stack_state state)
{
	t->stack = state;
	t->stack_event = *e;
	t->stack_event.type = EV_STACK;
	t->stack_event.stack.frames = t->frames;
	t->stack_event.stack.n = 0;
}

static void read_event(struct ftrace *t, char *text, char *end, struct event *e)
{
	e->position = t->lines.number;
	t->events++;
	t->time = e->time;
	if (!(t->started[e->cpu / 64] >> e->cpu % 64 & 1))
		start_cpu(t, e->cpu);
	/* A letter that only kernels print which tell softirqs: from now on none means on. */
	if (e->flags.bh_off)
		t->columns.bh_known = true;
	if (skip_text(&text, "kernel_stack:") || !strncmp(text, "<stack trace>", 13)) {
		begin_stack(t, e, STACK_KERNEL);
		return;
	}
	if (skip_text(&text, "user_stack:") || !strncmp(text, "<user stack trace>", 18)) {
		begin_stack(t, e, STACK_USER);
		return;
	}
	if (event_text_read(text, end, e, t->info) == TEXT_BROKEN)
		lines_odd(&t->lines);
	give(t, e);
}

/* ---- lines that are no events ---- */

/* "#P:2" */
static void read_cpus(struct ftrace *t, char *line)
{
	char *p = strstr(line, "#P:");
	uint64_t n;

	if (!p)
		return;
	p += strlen("#P:");
	if (scan_number(&p, &n) && n <= CPUS_MAX)
		t->info->cpus = (unsigned)n;
}

/* How many events the buffers hold, of how many that were written: "24/24". */
static void read_counts(struct ftrace *t, char *p)
{
	uint64_t held, written;

	if (!scan_number(&p, &held) || !skip_char(&p, '/') || !scan_number(&p, &written))
		return;
	t->counted = true;
	if (held < written)
		t->wrapped = true;
}

/* "# || / _---=> hardirq/softirq": one more letter of the flags column */
static void read_column(struct ftrace *t, const char *name)
{
	struct columns *c = &t->columns;
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

/* A header begins. If it is not the first one, what follows has nothing to do with what was. */
static void begin_header(struct ftrace *t, const char *tracer)
{
	if (t->events) {
		memset(t->started, 0, sizeof(t->started));
		t->wrapped = true;
	}
	t->header = true;
	t->columns = usual_columns;
	if (!strncmp(tracer, "function_graph", 14))
		t->odd = "not an event of ftrace; the function_graph tracer's output is not read";
}

static void read_comment(struct ftrace *t, char *line)
{
	char *p = line, *found;
	uint64_t cpu;

	if (skip_text(&p, "##### CPU ")) {
		/* Without a header nobody knows whether it was overwritten. */
		if (scan_number(&p, &cpu) && cpu < CPUS_MAX && !t->counted &&
		    !(t->started[cpu / 64] >> cpu % 64 & 1)) {
			t->started[cpu / 64] |= 1ul << cpu % 64;
			give_lost(t, (unsigned)cpu, 0);
		}
	} else if (skip_text(&p, "# tracer: ")) {
		begin_header(t, p);
	} else if (skip_text(&p, "# entries-in-buffer/entries-written: ")) {
		read_counts(t, p);
		read_cpus(t, p);
	} else if (skip_text(&p, "# latency: ")) {
		found = strstr(p, ", #");
		if (found)
			read_counts(t, found + strlen(", #"));
		read_cpus(t, p);
		t->odd =
			"not an event of ftrace; with the option verbose the latency format is not read";
	} else if ((found = strstr(p, "-=> "))) {
		read_column(t, found + strlen("-=> "));
	}
}

/* "CPU:1 [LOST 123 EVENTS]", trace-cmd's "CPU:1 [123 EVENTS DROPPED]" */
static bool read_lost(struct ftrace *t, char *line)
{
	char *p = line;
	uint64_t cpu, lost = 0;

	if (!skip_text(&p, "CPU:") || !scan_number(&p, &cpu) || cpu >= CPUS_MAX ||
	    !skip_text(&p, " ["))
		return false;
	if (skip_text(&p, "LOST "))
		(void)(scan_number(&p, &lost) && skip_char(&p, ' '));
	else if (scan_number(&p, &lost) && !skip_char(&p, ' '))
		return false;
	if (!skip_text(&p, "EVENTS"))
		return false;
	t->started[cpu / 64] |= 1ul << cpu % 64;
	give_lost(t, (unsigned)cpu, lost);
	return true;
}

/* trace-cmd's first lines: "version = 6", "cpus=2", "CPU 1 is empty" */
static bool read_preamble(char *line, struct recording_info *info)
{
	char *p = line;
	uint64_t n;

	if (skip_text(&p, "cpus=") && scan_number(&p, &n) && !*p) {
		if (n <= CPUS_MAX)
			info->cpus = (unsigned)n;
		return true;
	}
	if (skip_text(&p, "CPU "))
		return scan_number(&p, &n) && !strcmp(p, " is empty");
	return skip_text(&p, "version = ") && scan_number(&p, &n);
}

static void read_line(struct ftrace *t, char *line, size_t len)
{
	struct event e;
	char *p = line, *text;

	skip_blanks(&p);
	if (skip_text(&p, "=> ")) {
		if (t->stack == STACK_NONE)
			lines_odd(&t->lines);
		read_frame(t, p, line + len);
		return;
	}
	end_stack(t);
	if (*p == '#') {
		read_comment(t, line);
		return;
	}
	text = read_prefix(line, len, &t->columns, &e);
	if (text)
		read_event(t, text, line + len, &e);
	else if (*p && !read_lost(t, p) && !read_preamble(p, t->info))
		lines_odd(&t->lines);
}

static bool ftrace_read(struct input *in, struct recording_info *info, event_fn *put, void *front)
{
	struct ftrace *t = xcalloc(1, sizeof(*t));
	char *line;
	size_t len;
	bool good;

	info->format = reader_ftrace_text.format;
	t->info = info;
	t->put = put;
	t->front = front;
	t->columns = usual_columns;
	t->odd = "not an event of ftrace";
	lines_open(&t->lines, in);
	while (!t->finished && (line = lines_next(&t->lines, &len)))
		read_line(t, line, len);
	end_stack(t);
	lines_tell_odd(&t->lines, t->odd);
	lines_close(&t->lines);
	good = t->events || (t->header && !t->lines.odd);
	xfree(t);
	return good;
}

/* A header, or a line that reads like one of an event, among the first ones. */
static bool ftrace_looks(const unsigned char *head, unsigned n)
{
	static const char header[] = "# tracer: ";
	struct recording_info info;
	char text[sizeof(((struct input *)NULL)->head) + 1];
	struct event e;

	n = (unsigned)strnlen((const char *)head, n);
	memcpy(text, head, n);
	text[n] = '\0';
	for (char *line = text, *end; line < text + n; line = end + 1) {
		end = line + strcspn(line, "\n");
		*end = '\0';
		if (!strncmp(line, header, sizeof(header) - 1) || read_preamble(line, &info) ||
		    read_prefix(line, (size_t)(end - line), &usual_columns, &e))
			return true;
	}
	return false;
}

const struct event_reader reader_ftrace_text = {
	.format = "ftrace text",
	.lines = true,
	.looks = ftrace_looks,
	.read = ftrace_read,
};
