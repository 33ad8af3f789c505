// SPDX-License-Identifier: GPL-2.0-only
/* Cuts the bytes of a perf.data into records. */
#include <string.h>

#include "recording/bytes.h"
#include "recording/perf_stream.h"

/* tools/lib/perf/include/perf/event.h; the second one since Linux 6.16 */
enum { RECORD_COMPRESSED = 81, RECORD_COMPRESSED2 = 83 };

#define ROOM (4 * (PERF_RECORD_MAX + 1))

void perf_stream_open(struct perf_stream *s, struct perf_head *h, struct input *in)
{
	*s = (struct perf_stream){ .head = h, .in = in, .at = h->data_at };
	s->plain.buf = xmalloc(ROOM);
	if (h->pipe)
		perf_stream_take(s, NULL, 16); /* its header */
}

void perf_stream_close(struct perf_stream *s)
{
	xfree(s->plain.buf);
	xfree(s->unpacked.buf);
	unpacker_free(s->unpacker);
}

static uint32_t there(const struct perf_bytes *b)
{
	return b->n - b->at;
}

static void move_down(struct perf_bytes *b)
{
	if (b->at)
		memmove(b->buf, b->buf + b->at, there(b));
	b->n -= b->at;
	b->at = 0;
}

/* More bytes from the file; false if there are none. */
static bool fill(struct perf_stream *s)
{
	struct perf_bytes *b = &s->plain;
	uint64_t room;
	long got;

	move_down(b);
	room = ROOM - b->n;
	if (s->head->pipe) {
		got = input_read(s->in, b->buf + b->n, room);
	} else {
		if (room > s->head->data_end - s->at)
			room = s->head->data_end - s->at;
		got = (long)file_pread(s->head->fd, b->buf + b->n, room, s->at);
	}
	if (got <= 0)
		return false;
	b->n += (uint32_t)got;
	s->at += (uint64_t)got;
	return true;
}

/* More bytes from the packed record at hand; false if it has no more. */
static bool inflate_more(struct perf_stream *s)
{
	struct perf_bytes *b = &s->unpacked;
	size_t got;

	if (!s->packed)
		return false;
	move_down(b);
	if (!unpack_stream(s->unpacker, &s->packed, &s->npacked, b->buf + b->n, ROOM - b->n,
			   &got)) {
		s->fault = "packed records can't be unpacked";
		got = 0;
	}
	/* Room that was left over means that all has come out. */
	if (!got || (!s->npacked && b->n + got < ROOM) || s->fault)
		s->packed = NULL;
	b->n += (uint32_t)got;
	return got > 0;
}

/* The record at the front of @b: 1, 0 if not all of it is there, -1 if it makes no sense. */
static int cut_record(struct perf_bytes *b, bool big, struct perf_record *r)
{
	if (there(b) < PERF_RECORD_HEADER)
		return 0;
	r->at = b->buf + b->at;
	r->type = bytes_u32(r->at, big);
	r->misc = bytes_u16(r->at + 4, big);
	r->size = bytes_u16(r->at + 6, big);
	if (r->size < PERF_RECORD_HEADER)
		return -1;
	if (r->size > there(b))
		return 0;
	b->at += r->size;
	return 1;
}

/* Records are to come out of @r from now on. */
static void start_unpacking(struct perf_stream *s, const struct perf_record *r)
{
	uint32_t skip = PERF_RECORD_HEADER, n = r->size - skip;

	if (r->type == RECORD_COMPRESSED2) {
		uint64_t size = n < 8 ? 0 : bytes_u64(r->at + skip, s->head->big);

		skip += 8;
		n = n < 8 ? 0 : n - 8;
		if (size < n)
			n = (uint32_t)size;
	}
	if (!s->unpacker) {
		s->unpacker = unpacker_new(PACKED_ZSTD);
		s->unpacked.buf = xmalloc(ROOM);
	}
	s->packed = r->at + skip;
	s->npacked = n;
}

bool perf_stream_next(struct perf_stream *s, struct perf_record *r)
{
	bool big = s->head->big;
	int got;

	for (;;) {
		/* What was packed comes first. A part of a record waits for the next packed one. */
		while (s->unpacker && !s->fault) {
			got = cut_record(&s->unpacked, big, r);
			if (got > 0 && r->type != RECORD_COMPRESSED &&
			    r->type != RECORD_COMPRESSED2)
				return true;
			if (got) {
				s->fault = "packed records make no sense";
				return false;
			}
			if (!inflate_more(s))
				break;
		}
		got = s->fault ? -1 : cut_record(&s->plain, big, r);
		if (got > 0 && r->type != RECORD_COMPRESSED && r->type != RECORD_COMPRESSED2)
			return true;
		if (got > 0) {
			start_unpacking(s, r);
		} else if (got < 0) {
			if (!s->fault)
				s->fault = "a record has an impossible size";
			return false;
		} else if (!fill(s)) {
			if (there(&s->plain))
				s->fault = "it ends within a record";
			return false;
		}
	}
}

bool perf_stream_take(struct perf_stream *s, void *buf, uint64_t n)
{
	uint8_t *to = buf;

	while (n) {
		uint32_t part = there(&s->plain);

		if (part > n)
			part = (uint32_t)n;
		if (to) {
			memcpy(to, s->plain.buf + s->plain.at, part);
			to += part;
		}
		s->plain.at += part;
		n -= part;
		if (n && !fill(s)) {
			s->fault = "it ends within a record";
			return false;
		}
	}
	return true;
}
