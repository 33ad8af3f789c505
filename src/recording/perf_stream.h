/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The records of a perf.data one after the other, from a file or a pipe, packed
 * ones (perf record -z) unpacked.
 */
#ifndef UNSPIN_RECORDING_PERF_STREAM_H
#define UNSPIN_RECORDING_PERF_STREAM_H

#include "recording/perf_head.h"
#include "recording/unpack.h"

/* A record's size has 16 bits. */
#define PERF_RECORD_MAX 65535u
#define PERF_RECORD_HEADER 8u

/* Bytes that have come and are not yet used up. */
struct perf_bytes {
	uint8_t *buf;
	uint32_t at, n;
};

struct perf_stream {
	struct perf_head *head;
	struct input *in;
	uint64_t at; /* in the file; where the next bytes are read from */
	struct perf_bytes plain, unpacked;
	struct unpacker *unpacker; /* NULL until something packed comes */
	const uint8_t *packed;	   /* what is left of a packed record */
	size_t npacked;
	const char *fault; /* why it ended before its end, NULL if it didn't */
};

struct perf_record {
	uint32_t type;
	uint16_t misc;
	const uint8_t *at; /* with its header; valid until the next call */
	uint32_t size;
};

void perf_stream_open(struct perf_stream *s, struct perf_head *h, struct input *in);
void perf_stream_close(struct perf_stream *s);

/* The next record; false at the end. */
bool perf_stream_next(struct perf_stream *s, struct perf_record *r);

/* @n bytes that stand behind a record, into @buf or (NULL) nowhere; false if they aren't there. */
bool perf_stream_take(struct perf_stream *s, void *buf, uint64_t n);

#endif
