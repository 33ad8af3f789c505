// SPDX-License-Identifier: GPL-2.0-only
/*
 * perf's perf.data: samples of tracepoints, which carry the event's record as
 * ftrace has it. So the context flags are there, which perf script's text lacks,
 * and no perf is needed.
 */
#include <linux/perf_event.h>
#include <string.h>

#include "base/diag.h"
#include "recording/bytes.h"
#include "recording/perf_queue.h"
#include "recording/perf_sample.h"
#include "recording/perf_stream.h"

/* tools/lib/perf/include/perf/event.h */
enum {
	RECORD_HEADER_ATTR = 64,
	RECORD_HEADER_TRACING_DATA = 66,
	RECORD_FINISHED_ROUND = 68,
	RECORD_AUXTRACE = 71,
	RECORD_HEADER_FEATURE = 80,
};

#define METADATA_MAX (256u << 20)

/* What perf calls the start of the kernel's text on x86, where _stext is _text. */
#define KERNEL_MAP "[kernel.kallsyms]_text"

struct run {
	struct perf_head head;
	struct perf_stream stream;
	struct perf_queue queue;
	struct recording_info *info;
	event_fn *put;
	void *front;
	uint64_t position; /* samples so far */
	struct event_frame frames[STACK_MAX];
	unsigned bad;	   /* samples that make no sense */
	unsigned homeless; /* samples without time or CPU */
};

static const uint8_t *payload(const uint8_t *record)
{
	return record + PERF_RECORD_HEADER;
}

/* ---- records in the order of their time ---- */

/* The kernel's part of a call chain; markers of its parts stand between the addresses. */
static unsigned kernel_frames(struct run *r, const struct perf_sample *s)
{
	bool kernel = false;
	unsigned n = 0;

	for (uint32_t i = 0; i < s->nchain && n < STACK_MAX; i++) {
		uint64_t ip = bytes_u64(s->chain + 8 * i, r->head.big);

		if (ip >= (uint64_t)PERF_CONTEXT_MAX)
			kernel = ip == (uint64_t)PERF_CONTEXT_KERNEL;
		else if (kernel)
			r->frames[n++] = (struct event_frame){ .address = ip };
	}
	return n;
}

static bool put_sample(struct run *r, const uint8_t *record, uint32_t size)
{
	struct perf_sample s;
	struct event e;

	r->position++;
	perf_sample_read(&r->head, payload(record), size - PERF_RECORD_HEADER, &s);
	e.cpu = s.cpu;
	e.time = s.time;
	e.position = r->position;
	if (!s.raw || !decoder_event(r->head.decoder, s.raw, s.nraw, &e))
		return true; /* no tracepoint */
	if (!r->put(r->front, &e))
		return false;
	e.stack.n = kernel_frames(r, &s);
	e.stack.frames = r->frames;
	e.type = EV_STACK;
	return !e.stack.n || r->put(r->front, &e);
}

static bool put_lost(struct run *r, const struct perf_sample *s, uint64_t lost)
{
	struct event e = { .type = EV_LOST, .cpu = s->cpu, .pid = -1, .time = s->time };

	e.position = r->position;
	e.lost = lost;
	return r->put(r->front, &e);
}

static void read_comm(struct run *r, const uint8_t *record, uint32_t size)
{
	int32_t tid;
	size_t n;

	if (size < 17)
		return;
	tid = (int32_t)bytes_u32(record + 12, r->head.big);
	n = strnlen((const char *)record + 16, size - 16);
	if (n < size - 16 && n < 64)
		decoder_comm(r->head.decoder, tid,
			     decoder_name(r->head.decoder, (const char *)record + 16, n));
}

/* A new task is called as the one that made it. */
static void read_fork(struct run *r, const uint8_t *record, uint32_t size)
{
	int32_t tid, parent;

	if (size < 24)
		return;
	tid = (int32_t)bytes_u32(record + 16, r->head.big);
	parent = (int32_t)bytes_u32(record + 20, r->head.big);
	if (tid != parent)
		decoder_comm(r->head.decoder, tid, decoder_comm_of(r->head.decoder, parent));
}

static bool put_record(void *front, const uint8_t *record, uint32_t size)
{
	struct run *r = front;
	bool big = r->head.big;
	struct perf_sample trailer;
	uint32_t n = size - PERF_RECORD_HEADER;

	if (!r->head.metadata)
		return true; /* no event means anything */
	switch (bytes_u32(record, big)) {
	case PERF_RECORD_SAMPLE:
		return put_sample(r, record, size);
	case PERF_RECORD_LOST:
	case PERF_RECORD_LOST_SAMPLES:
		perf_trailer_read(&r->head, payload(record), n, &trailer);
		return put_lost(
			r, &trailer,
			bytes_u64(payload(record) +
					  (bytes_u32(record, big) == PERF_RECORD_LOST ? 8 : 0),
				  big));
	case PERF_RECORD_COMM:
		read_comm(r, record, size);
		return true;
	case PERF_RECORD_FORK:
		read_fork(r, record, size);
		return true;
	default:
		return true;
	}
}

/* ---- records as they come ---- */

static void queue_sample(struct run *r, const struct perf_record *rec)
{
	struct perf_sample s;

	if (!perf_sample_read(&r->head, payload(rec->at), rec->size - PERF_RECORD_HEADER, &s))
		r->bad++;
	else if (!s.has_cpu || !s.has_time || s.cpu >= CPUS_MAX)
		r->homeless++;
	else
		perf_queue_add(&r->queue, s.time, rec->at, rec->size);
}

/* A record that says something at its time; without time or CPU nobody knows where it belongs. */
static void queue_timed(struct run *r, const struct perf_record *rec, uint32_t at_least, bool cpu)
{
	struct perf_sample s;

	if (rec->size < PERF_RECORD_HEADER + at_least)
		return;
	perf_trailer_read(&r->head, payload(rec->at), rec->size - PERF_RECORD_HEADER, &s);
	if (!cpu || (s.has_cpu && s.has_time && s.cpu < CPUS_MAX && s.time))
		perf_queue_add(&r->queue, s.time, rec->at, rec->size);
}

/* struct perf_record_mmap: pid, tid, addr, len, pgoff, filename */
static void read_mmap(struct run *r, const struct perf_record *rec)
{
	if (r->head.x86 && rec->size >= 40 + sizeof(KERNEL_MAP) &&
	    !memcmp(rec->at + 40, KERNEL_MAP, sizeof(KERNEL_MAP)))
		decoder_stext(r->head.decoder, bytes_u64(rec->at + 32, r->head.big));
}

/* In a pipe, the metadata stands behind its record. */
static void read_metadata(struct run *r, const struct perf_record *rec)
{
	uint32_t n = rec->size < 12 ? 0 : bytes_u32(payload(rec->at), r->head.big);
	uint64_t padded = (n + UINT64_C(7)) & ~UINT64_C(7);
	struct cursor c = { .end = n, .big = r->head.big };
	uint8_t *text;

	if (!r->head.pipe || n > METADATA_MAX) {
		r->stream.fault = "its event formats are too large";
		return;
	}
	text = xmalloc(padded + 1);
	c.memory = text;
	if (perf_stream_take(&r->stream, text, padded))
		perf_head_metadata(&r->head, &c);
	xfree(text);
}

static void tell_head(struct run *r)
{
	r->info->cpus = r->head.cpus;
	r->info->has = perf_head_has(&r->head);
}

static void take_record(struct run *r, const struct perf_record *rec)
{
	struct cursor c = { .memory = payload(rec->at),
			    .end = rec->size - PERF_RECORD_HEADER,
			    .big = r->head.big };

	switch (rec->type) {
	case PERF_RECORD_SAMPLE:
		queue_sample(r, rec);
		break;
	case PERF_RECORD_LOST:
		queue_timed(r, rec, 16, true);
		break;
	case PERF_RECORD_LOST_SAMPLES:
		queue_timed(r, rec, 8, true);
		break;
	case PERF_RECORD_COMM:
	case PERF_RECORD_FORK:
		queue_timed(r, rec, 8, false);
		break;
	case PERF_RECORD_MMAP:
		read_mmap(r, rec);
		break;
	case RECORD_FINISHED_ROUND:
		perf_queue_round(&r->queue);
		break;
	case RECORD_HEADER_ATTR:
		if (r->head.pipe)
			perf_head_attr(&r->head, &c);
		break;
	case RECORD_HEADER_FEATURE:
		if (r->head.pipe)
			perf_head_feature(&r->head, (unsigned)cursor_number(&c, 8), &c);
		tell_head(r);
		break;
	case RECORD_HEADER_TRACING_DATA:
		read_metadata(r, rec);
		tell_head(r);
		break;
	case RECORD_AUXTRACE:
		if (rec->size >= 16)
			perf_stream_take(&r->stream, NULL, bytes_u64(rec->at + 8, r->head.big));
		break;
	}
}

/* Once, what was wrong, if anything. */
static void complain(const struct run *r)
{
	const char *path = r->head.path;

	if (!r->head.metadata && r->head.cut)
		diag("%s: cut off, and so without event formats: no event can be read", path);
	else if (!r->head.metadata)
		diag("%s: no event formats in it, so that no event can be read; record tracepoints, as in perf record -e 'lock:*'",
		     path);
	else if (r->head.cut)
		diag("%s: cut off: perf did not end the recording, or the file is not whole", path);
	else if (r->stream.fault)
		diag("%s: damaged: %s; what was before it is read", path, r->stream.fault);
	else if (r->bad)
		diag("%s: damaged: %u samples make no sense", path, r->bad);
	if (r->head.metadata && r->homeless)
		diag("%s: %u samples without time or CPU are left out: record with perf record -a --timestamp --sample-cpu",
		     path, r->homeless);
}

static bool read_perf(struct input *in, struct recording_info *info, event_fn *put, void *front)
{
	struct run r = { .put = put, .front = front };
	struct perf_record rec;
	bool ok;

	info->format = reader_perf_data.format;
	ok = perf_head_read(&r.head, in);
	if (ok) {
		r.queue.put = put_record;
		r.queue.front = &r;
		r.info = info;
		tell_head(&r);
		perf_stream_open(&r.stream, &r.head, in);
		while (!r.queue.stopped && perf_stream_next(&r.stream, &rec))
			take_record(&r, &rec);
		perf_queue_flush(&r.queue);
		complain(&r);
		ok = r.head.metadata;
		perf_stream_close(&r.stream);
		perf_queue_free(&r.queue);
	}
	perf_head_free(&r.head);
	return ok;
}

const struct event_reader reader_perf_data = {
	.format = "perf.data",
	.looks = perf_looks,
	.read = read_perf,
};
