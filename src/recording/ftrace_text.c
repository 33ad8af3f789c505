// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads ftrace's text: /sys/kernel/tracing/trace and trace_pipe of Linux 5.4 to
 * 6.12, in the latency format too, and `trace-cmd report`.
 *
 *     sh-55      [000] d.h1.     6.481839: lock_acquire: ffff88800080ec40 &s->lock
 */
#include <string.h>

#include "base/alloc.h"
#include "recording/event_text.h"
#include "recording/ftrace_prefix.h"
#include "recording/lines.h"
#include "recording/scan.h"

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
	struct ftrace_columns columns;
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

/* A header begins. If it is not the first one, what follows has nothing to do with what was. */
static void begin_header(struct ftrace *t, const char *tracer)
{
	if (t->events) {
		memset(t->started, 0, sizeof(t->started));
		t->wrapped = true;
	}
	t->header = true;
	t->columns = ftrace_usual_columns;
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
		ftrace_columns_add(&t->columns, found + strlen("-=> "));
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
	text = ftrace_prefix_read(line, len, &t->columns, &e);
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
	t->columns = ftrace_usual_columns;
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

/* A header, or a line that reads like one of an event */
static bool is_ftrace(char *line, size_t len)
{
	static const char header[] = "# tracer: ";
	struct recording_info info;
	struct event e;

	return !strncmp(line, header, sizeof(header) - 1) || read_preamble(line, &info) ||
	       ftrace_prefix_read(line, len, &ftrace_usual_columns, &e);
}

static bool ftrace_looks(const unsigned char *head, unsigned n)
{
	return lines_any(head, n, is_ftrace);
}

const struct event_reader reader_ftrace_text = {
	.format = "ftrace text",
	.lines = true,
	.looks = ftrace_looks,
	.read = ftrace_read,
};
