// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads what `perf script` prints of tracepoints, call chains too:
 *
 *     sh    81 [000]    15.106743:     lock:lock_acquire: 0xffff88800562d6e0 &fs->lock
 *             ffffffff810db28f lock_acquire+0xcf ([kernel.kallsyms])
 *
 * The format is perf_sample__fprintf_start()'s of tools/perf/builtin-script.c. With -F
 * any of the fields comm, pid, tid and period may be missing or there, in perf's
 * order; CPU, time, event and trace are needed. It has no flags: what perf
 * recorded of them only perf.data tells.
 */
#include <string.h>

#include "base/alloc.h"
#include "recording/event_text.h"
#include "recording/lines.h"
#include "recording/scan.h"

#define COMM_MAX 15 /* TASK_COMM_LEN without the NUL */
#define NO_CPU (-1) /* as perf prints it of records that have none */

struct perf_script {
	struct lines lines;
	struct recording_info *info;
	event_fn *put;
	void *front;
	bool finished; /* the consumer has enough */
	uint64_t events;
	bool chain;		  /* a call chain may follow */
	struct event chain_event; /* and this is its event */
	struct event_frame frames[STACK_MAX];
	unsigned cpus; /* higher than any that was met */
};

/* ---- what stands before the event ---- */

/* "15.106743: " or "15.106743123: ", into nanoseconds */
static bool scan_time(char **p, uint64_t *time)
{
	uint64_t scale = 1000000000, seconds;

	if (!scan_number(p, &seconds) || !skip_char(p, '.'))
		return false;
	*time = seconds * scale;
	for (; is_digit(**p); ++*p)
		if (scale > 1)
			*time += (uint64_t)(**p - '0') * (scale /= 10);
	return skip_char(p, ':') && skip_char(p, ' ');
}

/*
 * "    sh    81" or "    sh    80/81": the name may hold blanks, a number at the end is the
 * thread. False if no task has such a name.
 */
static bool read_task(char *line, char *end, struct event *e)
{
	char *digits;

	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	while (end > line && end[-1] == ' ')
		end--;
	for (digits = end; digits > line && (is_digit(digits[-1]) || digits[-1] == '/'); digits--)
		;
	e->pid = -1;
	if (digits < end && (digits == line || digits[-1] == ' ')) {
		char *slash = memchr(digits, '/', (size_t)(end - digits));
		char *p = slash ? slash + 1 : digits;

		if (scan_int(&p, &e->pid) && p == end)
			for (end = digits; end > line && end[-1] == ' '; end--)
				;
		else
			e->pid = -1;
	}
	if (end - line > COMM_MAX)
		return false;
	e->comm = name_intern(line, (size_t)(end - line));
	return true;
}

/* From "[000]" on; the event's text, or NULL. *@cpu is NO_CPU or the CPU. */
static char *read_prefix_at(char *line, char *bracket, struct event *e, int32_t *cpu)
{
	char *p = bracket + 1;
	uint64_t period;

	if (!scan_int(&p, cpu) || !skip_char(&p, ']') || *p != ' ')
		return NULL;
	skip_blanks(&p);
	if (*cpu < NO_CPU || *cpu >= (int32_t)CPUS_MAX || !scan_time(&p, &e->time))
		return NULL;
	skip_blanks(&p);
	if (is_digit(*p) && scan_number(&p, &period))
		skip_blanks(&p);
	return read_task(line, bracket, e) ? p : NULL;
}

static char *read_prefix(char *line, struct event *e, int32_t *cpu)
{
	char *text;

	*e = (struct event){ .flags.preempt = ANY_DEPTH };
	for (char *p = line; (p = strchr(p, '[')); p++) {
		text = read_prefix_at(line, p, e, cpu);
		if (text)
			return text;
	}
	return NULL;
}

/* ---- what is handed on ---- */

static void give(struct perf_script *s, const struct event *e)
{
	if (!s->finished)
		s->finished = !s->put(s->front, e);
}

static void end_chain(struct perf_script *s)
{
	if (s->chain && s->chain_event.stack.n)
		give(s, &s->chain_event);
	s->chain = false;
}

static void begin_chain(struct perf_script *s, const struct event *e)
{
	s->chain = true;
	s->chain_event = *e;
	s->chain_event.type = EV_STACK;
	s->chain_event.stack.frames = s->frames;
	s->chain_event.stack.n = 0;
}

/*
 * "ffffffff810db28f lock_acquire+0xcf ([kernel.kallsyms])"; frames in user space say nothing
 * of locks. False if it is none at all.
 */
static bool read_frame(struct perf_script *s, char *p, const char *end)
{
	struct event *e = &s->chain_event;
	struct event_frame *frame = &s->frames[e->stack.n];
	const char *object;
	uint64_t address;

	if (!scan_hex(&p, &address) || (*p && *p != ' '))
		return false;
	object = strrchr(p, '(');
	if (!(address >> 63) && !(object && !strncmp(object, "([kernel.", 9)))
		return true;
	if (e->stack.n == STACK_MAX)
		return true;
	/* Without a symbol there is "[unknown]", which is no name. */
	frame_text_read(p, object ? object : end, frame);
	frame->address = address;
	e->stack.n++;
	return true;
}

/* "PERF_RECORD_LOST lost 12" and "PERF_RECORD_LOST_SAMPLES …": of one CPU, or of all that there are. */
static void read_lost(struct perf_script *s, struct event *e, char *p, int32_t cpu)
{
	unsigned first = cpu == NO_CPU ? 0 : (unsigned)cpu;
	unsigned end = cpu == NO_CPU ? s->cpus : first + 1;

	e->type = EV_LOST;
	e->pid = -1;
	e->comm = 0;
	p = strstr(p, " lost ");
	if (p) {
		p += strlen(" lost ");
		(void)scan_number(&p, &e->lost);
	}
	for (unsigned i = first; i < end; i++) {
		e->cpu = i;
		give(s, e);
	}
}

static void read_event(struct perf_script *s, char *text, char *end, struct event *e, int32_t cpu)
{
	e->position = s->lines.number;
	s->events++;
	if (skip_text(&text, "PERF_RECORD_")) {
		if (skip_text(&text, "LOST"))
			read_lost(s, e, text, cpu);
		return;
	}
	if (cpu == NO_CPU) {
		lines_odd(&s->lines);
		return;
	}
	e->cpu = (unsigned)cpu;
	if (e->cpu >= s->cpus)
		s->cpus = e->cpu + 1;
	if (event_text_read(text, end, e, s->info) == TEXT_BROKEN)
		lines_odd(&s->lines);
	give(s, e);
	begin_chain(s, e);
}

/* "# nrcpus avail : 2", from --header */
static void read_comment(struct perf_script *s, char *p)
{
	uint64_t n;

	if (skip_text(&p, "# nrcpus avail : ") && scan_number(&p, &n) && n <= CPUS_MAX)
		s->info->cpus = (unsigned)n;
}

static void read_line(struct perf_script *s, char *line, size_t len)
{
	char *p = line, *text;
	struct event e;
	int32_t cpu;

	skip_blanks(&p);
	if (s->chain && *line == '\t' && *p) {
		if (!read_frame(s, p, line + len))
			lines_odd(&s->lines);
		return;
	}
	/* An inlined frame's source line, with -F srcline */
	if (s->chain && !strncmp(line, "  ", 2) && !strchr(line, '['))
		return;
	end_chain(s);
	if (*p == '#') {
		read_comment(s, p);
		return;
	}
	text = read_prefix(line, &e, &cpu);
	if (text)
		read_event(s, text, line + len, &e, cpu);
	else if (*p)
		lines_odd(&s->lines);
}

static bool perf_script_read(struct input *in, struct recording_info *info, event_fn *put,
			     void *front)
{
	struct perf_script *s = xcalloc(1, sizeof(*s));
	char *line;
	size_t len;
	bool good;

	info->format = reader_perf_script.format;
	s->info = info;
	s->put = put;
	s->front = front;
	lines_open(&s->lines, in);
	while (!s->finished && (line = lines_next(&s->lines, &len)))
		read_line(s, line, len);
	end_chain(s);
	lines_tell_odd(&s->lines, "not an event of perf script with its CPU and time");
	lines_close(&s->lines);
	good = s->events || !s->lines.odd;
	xfree(s);
	return good;
}

/* The header of --header, or a line that reads like one of an event */
static bool is_perf_script(char *line, size_t len)
{
	static const char header[] = "# captured on    : ";
	struct event e;
	int32_t cpu;

	(void)len;
	return !strncmp(line, header, sizeof(header) - 1) || read_prefix(line, &e, &cpu);
}

static bool perf_script_looks(const unsigned char *head, unsigned n)
{
	return lines_any(head, n, is_perf_script);
}

const struct event_reader reader_perf_script = {
	.format = "perf script",
	.lines = true,
	.looks = perf_script_looks,
	.read = perf_script_read,
};
