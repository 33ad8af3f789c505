// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes perf.data files: tools/perf/Documentation/perf.data-file-format.txt,
 * include/uapi/linux/perf_event.h.
 */
#include "make_perf.h"

#include <linux/perf_event.h>
#include <string.h>
#include <zstd.h>

#include "base/alloc.h"

/* tools/lib/perf/include/perf/event.h */
enum {
	RECORD_HEADER_ATTR = 64,
	RECORD_HEADER_TRACING_DATA = 66,
	RECORD_FINISHED_ROUND = 68,
	RECORD_HEADER_FEATURE = 80,
	RECORD_COMPRESSED = 81,
};

enum { FEATURE_TRACING_DATA = 1, FEATURE_OSRELEASE = 4, FEATURE_ARCH = 6, FEATURE_NRCPUS = 7 };

#define ATTR_SIZE 128u
#define HEADER_SIZE 104u

#define PLAIN                                                                           \
	(PERF_SAMPLE_IDENTIFIER | PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_TIME | \
	 PERF_SAMPLE_CPU | PERF_SAMPLE_PERIOD)

/* Each event has an id; that of the event in perf, not the kernel's number of it. */
static uint64_t perf_id(unsigned event)
{
	return 1000 + event;
}

/* ---- records ---- */

static size_t begin(struct strbuf *b, const struct machine *m, unsigned type)
{
	size_t at = b->len;

	add_number(b, m, type, 4);
	add_number(b, m, 0, 2);
	add_number(b, m, 0, 2);
	return at;
}

static void end(struct strbuf *b, const struct machine *m, size_t at)
{
	set_number(b, at + 6, m, b->len - at, 2);
}

static void add_tid(struct strbuf *b, const struct machine *m, int32_t tid)
{
	add_number(b, m, (uint32_t)tid, 4);
	add_number(b, m, (uint32_t)tid, 4);
}

static void sample_start(struct strbuf *b, const struct machine *m, unsigned event, unsigned cpu,
			 uint64_t time, int32_t tid)
{
	add_number(b, m, perf_id(event), 8);
	add_number(b, m, 0xffffffff81234567, 8); /* ip */
	add_tid(b, m, tid);
	add_number(b, m, time, 8);
	add_number(b, m, cpu, 4);
	add_number(b, m, 0, 4);
	add_number(b, m, 1, 8); /* period */
}

void perf_sample(struct strbuf *b, const struct machine *m, unsigned cpu, uint64_t time,
		 int32_t tid, const struct strbuf *raw, const uint64_t *chain, unsigned nchain)
{
	unsigned event = (unsigned char)raw->s[m->big ? 1 : 0];
	size_t at = begin(b, m, PERF_RECORD_SAMPLE);

	sample_start(b, m, event, cpu, time, tid);
	if (event == ID_RELEASE) {
		/* PERF_FORMAT_GROUP | PERF_FORMAT_ID: how many, then each with its id */
		add_number(b, m, 2, 8);
		for (unsigned i = 0; i < 4; i++)
			add_number(b, m, 77, 8);
	} else {
		add_number(b, m, nchain, 8);
		for (unsigned i = 0; i < nchain; i++)
			add_number(b, m, chain[i], 8);
	}
	/* with its size it fills whole words */
	add_number(b, m, (raw->len + 4 + 7) / 8 * 8 - 4, 4);
	strbuf_add(b, raw->s, raw->len);
	while ((b->len - at) % 8)
		strbuf_add(b, "", 1);
	end(b, m, at);
}

void perf_clock_sample(struct strbuf *b, const struct machine *m, unsigned cpu, uint64_t time)
{
	size_t at = begin(b, m, PERF_RECORD_SAMPLE);

	sample_start(b, m, PERF_CLOCK, cpu, time, 10);
	end(b, m, at);
}

/* struct sample_id */
static void add_trailer(struct strbuf *b, const struct machine *m, unsigned cpu, uint64_t time,
			int32_t tid)
{
	add_tid(b, m, tid);
	add_number(b, m, time, 8);
	add_number(b, m, cpu, 4);
	add_number(b, m, 0, 4);
	add_number(b, m, perf_id(ID_ACQUIRE), 8);
}

void perf_comm(struct strbuf *b, const struct machine *m, uint64_t time, int32_t tid,
	       const char *comm)
{
	size_t at = begin(b, m, PERF_RECORD_COMM);

	add_tid(b, m, tid);
	add_string(b, comm);
	while ((b->len - at) % 8)
		strbuf_add(b, "", 1);
	add_trailer(b, m, 0, time, tid);
	end(b, m, at);
}

void perf_fork(struct strbuf *b, const struct machine *m, uint64_t time, int32_t tid,
	       int32_t parent)
{
	size_t at = begin(b, m, PERF_RECORD_FORK);

	for (unsigned i = 0; i < 2; i++) {
		add_number(b, m, (uint32_t)tid, 4);
		add_number(b, m, (uint32_t)parent, 4);
	}
	add_number(b, m, time, 8);
	add_trailer(b, m, 0, time, parent);
	end(b, m, at);
}

void perf_kernel_map(struct strbuf *b, const struct machine *m, uint64_t text)
{
	size_t at = begin(b, m, PERF_RECORD_MMAP);

	add_tid(b, m, -1);
	add_number(b, m, text, 8);
	add_number(b, m, 0x100000, 8);
	add_number(b, m, text, 8);
	add_string(b, "[kernel.kallsyms]_text");
	while ((b->len - at) % 8)
		strbuf_add(b, "", 1);
	add_trailer(b, m, 0, 0, -1);
	end(b, m, at);
}

void perf_lost(struct strbuf *b, const struct machine *m, unsigned cpu, uint64_t time,
	       uint64_t lost)
{
	size_t at = begin(b, m, PERF_RECORD_LOST);

	add_number(b, m, perf_id(ID_ACQUIRE), 8);
	add_number(b, m, lost, 8);
	add_trailer(b, m, cpu, time, 10);
	end(b, m, at);
}

void perf_round(struct strbuf *b, const struct machine *m)
{
	end(b, m, begin(b, m, RECORD_FINISHED_ROUND));
}

/* ---- the head ---- */

static const unsigned recorded[] = { ID_ACQUIRE, ID_RELEASE,	  ID_IRQ_ENTRY, ID_IRQ_DISABLE,
				     ID_SWITCH,	 ID_SYSCALL_EXIT, PERF_CLOCK };

static void add_attr(struct strbuf *b, const struct machine *m, unsigned event)
{
	size_t start = b->len;
	uint64_t type = PLAIN;

	if (event == ID_RELEASE)
		type |= PERF_SAMPLE_RAW | PERF_SAMPLE_READ;
	else if (event != PERF_CLOCK)
		type |= PERF_SAMPLE_RAW | PERF_SAMPLE_CALLCHAIN;
	add_number(b, m, event == PERF_CLOCK ? PERF_TYPE_SOFTWARE : PERF_TYPE_TRACEPOINT, 4);
	add_number(b, m, ATTR_SIZE, 4);
	add_number(b, m, event == PERF_CLOCK ? PERF_COUNT_SW_CPU_CLOCK : event, 8);
	add_number(b, m, 1, 8);
	add_number(b, m, type, 8);
	add_number(b, m, event == ID_RELEASE ? PERF_FORMAT_GROUP | PERF_FORMAT_ID : 0, 8);
	add_number(b, m, UINT64_C(1) << (m->big ? 63 - 18 : 18), 8); /* sample_id_all */
	while (b->len - start < ATTR_SIZE)
		strbuf_add(b, "", 1);
}

static void add_metadata(struct strbuf *b, const struct machine *m)
{
	strbuf_add(b, "\x17\x08\x44tracing", 10);
	add_string(b, "0.6");
	add_number(b, m, m->big, 1);
	add_number(b, m, m->long_size, 1);
	add_number(b, m, 4096, 4);
	add_header_info(b, m);
	add_ftrace_events(b, m);
	add_event_formats(b, m);
	add_number(b, m, 0, 4); /* kallsyms */
	add_number(b, m, 0, 4); /* printk formats */
	add_number(b, m, 0, 8); /* names of tasks */
}

static void add_feature(struct strbuf *b, const struct machine *m, unsigned feature)
{
	const char *text = feature == FEATURE_ARCH ? "x86_64" : "6.12.1";

	if (feature == FEATURE_TRACING_DATA) {
		add_metadata(b, m);
	} else if (feature == FEATURE_NRCPUS) {
		add_number(b, m, 2, 4);
		add_number(b, m, 2, 4);
	} else {
		add_number(b, m, 64, 4);
		strbuf_puts(b, text);
		for (size_t i = strlen(text); i < 64; i++)
			strbuf_add(b, "", 1);
	}
}

static const unsigned features[] = { FEATURE_TRACING_DATA, FEATURE_OSRELEASE, FEATURE_ARCH,
				     FEATURE_NRCPUS };

static void add_magic(struct strbuf *b, const struct machine *m)
{
	strbuf_puts(b, m->big ? "2ELIFREP" : "PERFILE2");
}

/* One stream of zstd that goes on from record to record, cut without regard to what is in it */
static void add_packed(struct strbuf *out, const struct machine *m, const struct strbuf *records)
{
	enum { PART = 100 };
	ZSTD_CStream *stream = ZSTD_createCStream();
	size_t room = ZSTD_compressBound(records->len) + 1024;
	char *buf = xmalloc(room);

	ZSTD_initCStream(stream, 1);
	for (size_t at = 0; at < records->len; at += PART) {
		size_t n = records->len - at < PART ? records->len - at : PART;
		ZSTD_inBuffer in = { records->s + at, n, 0 };
		ZSTD_outBuffer to = { buf, room, 0 };
		size_t record = begin(out, m, RECORD_COMPRESSED);

		ZSTD_compressStream(stream, &to, &in);
		ZSTD_flushStream(stream, &to);
		strbuf_add(out, buf, to.pos);
		end(out, m, record);
	}
	ZSTD_freeCStream(stream);
	xfree(buf);
}

static void add_records(const struct perf_recipe *r, struct strbuf *out)
{
	if (r->packed)
		add_packed(out, &r->machine, &r->records);
	else
		strbuf_add(out, r->records.s, r->records.len);
}

static void make_pipe(const struct perf_recipe *r, struct strbuf *out)
{
	const struct machine *m = &r->machine;
	struct strbuf metadata = { 0 };
	size_t at;

	add_number(out, m, 16, 8);
	for (unsigned i = 0; i < ARRAY_SIZE(recorded); i++) {
		at = begin(out, m, RECORD_HEADER_ATTR);
		add_attr(out, m, recorded[i]);
		add_number(out, m, perf_id(recorded[i]), 8);
		end(out, m, at);
	}
	for (unsigned i = 1; i < ARRAY_SIZE(features); i++) {
		at = begin(out, m, RECORD_HEADER_FEATURE);
		add_number(out, m, features[i], 8);
		add_feature(out, m, features[i]);
		end(out, m, at);
	}
	if (!r->no_formats) {
		add_metadata(&metadata, m);
		while (metadata.len % 8)
			strbuf_add(&metadata, "", 1);
		at = begin(out, m, RECORD_HEADER_TRACING_DATA);
		add_number(out, m, metadata.len, 4);
		end(out, m, at);
		strbuf_add(out, metadata.s, metadata.len);
		strbuf_free(&metadata);
	}
	add_records(r, out);
}

static void make_file(const struct perf_recipe *r, struct strbuf *out)
{
	const struct machine *m = &r->machine;
	unsigned first = r->no_formats ? 1 : 0;
	uint64_t bits = 0;
	size_t table, at;

	for (unsigned i = first; i < ARRAY_SIZE(features); i++)
		bits |= UINT64_C(1) << features[i];
	add_number(out, m, HEADER_SIZE, 8);
	add_number(out, m, ATTR_SIZE + 16, 8);
	add_number(out, m, HEADER_SIZE, 8);
	add_number(out, m, ARRAY_SIZE(recorded) * (ATTR_SIZE + 16), 8);
	for (unsigned i = 0; i < 4; i++) /* the data, event types */
		add_number(out, m, 0, 8);
	for (unsigned i = 0; i < 4; i++)
		add_number(out, m, i ? 0 : bits, 8);
	at = out->len + ARRAY_SIZE(recorded) * (ATTR_SIZE + 16);
	for (unsigned i = 0; i < ARRAY_SIZE(recorded); i++) {
		add_attr(out, m, recorded[i]);
		add_number(out, m, at + 8 * i, 8);
		add_number(out, m, 8, 8);
	}
	for (unsigned i = 0; i < ARRAY_SIZE(recorded); i++)
		add_number(out, m, perf_id(recorded[i]), 8);
	at = out->len;
	add_records(r, out);
	set_number(out, 40, m, at, 8);
	if (r->unended)
		return;
	set_number(out, 48, m, out->len - at, 8);
	table = out->len;
	for (unsigned i = first; i < ARRAY_SIZE(features); i++) {
		add_number(out, m, 0, 8);
		add_number(out, m, 0, 8);
	}
	for (unsigned i = first; i < ARRAY_SIZE(features); i++, table += 16) {
		at = out->len;
		add_feature(out, m, features[i]);
		set_number(out, table, m, at, 8);
		set_number(out, table + 8, m, out->len - at, 8);
	}
}

void make_perf(const struct perf_recipe *r, struct strbuf *out)
{
	add_magic(out, &r->machine);
	if (r->pipe)
		make_pipe(r, out);
	else
		make_file(r, out);
}
