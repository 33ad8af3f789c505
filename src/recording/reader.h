/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The readers: one a format, told apart by what a file holds, not by its name.
 * Each turns a recording into struct events in the order of their time.
 */
#ifndef UNSPIN_RECORDING_READER_H
#define UNSPIN_RECORDING_READER_H

#include "recording/event.h"

/* A file that has been opened and looked at. */
struct input {
	const char *path; /* as the user named it; "-" is standard input */
	int fd;		  /* stands behind the head; -1: closed */
	bool seekable;
	unsigned nhead;
	unsigned char head[4096]; /* its first bytes, already read from fd */
};

/* Open @path and read its head. False after one diag(). Close with input_close(). */
bool input_open(struct input *in, const char *path);
void input_close(struct input *in);

/* The next bytes, the head's first, as read(2): 0 at the end, -1 after one diag(). */
long input_read(struct input *in, void *buf, unsigned long size);

/*
 * From now on the first SIGINT (^C) ends all inputs instead of the program: who
 * reads a trace_pipe, which never ends, wants what was seen. The second one kills.
 */
void input_end_on_interrupt(void);
bool input_interrupted(void);

struct event_reader {
	const char *format; /* "trace.dat", "ftrace text" … */
	bool lines;	    /* positions are line numbers, not numbers of records */
	/* Does a file that begins so look like it? */
	bool (*looks)(const unsigned char *head, unsigned n);
	/*
	 * Read @in to its end; fill @info before the first event as far as the format allows. What
	 * can't be read is told by one diag() and skipped. False if nothing at all could be read.
	 */
	bool (*read)(struct input *in, struct recording_info *info, event_fn *put, void *front);
};

extern const struct event_reader reader_trace_dat;   /* trace-cmd, versions 6 and 7 */
extern const struct event_reader reader_perf_data;   /* perf record, lock:* and other events */
extern const struct event_reader reader_ftrace_text; /* trace, trace_pipe, trace-cmd report */
extern const struct event_reader reader_perf_script; /* perf script's text */

/* The reader for what @in holds, NULL if it is of no known format. */
const struct event_reader *reader_for(const struct input *in);

#endif
