// SPDX-License-Identifier: GPL-2.0-only
/* Reads perf's samples: include/uapi/linux/perf_event.h, PERF_RECORD_SAMPLE. */
#include <linux/perf_event.h>

#include "recording/bytes.h"
#include "recording/perf_sample.h"

/* PERF_FORMAT_LOST, newer than some headers */
#define FORMAT_LOST (1u << 4)

/* The event that a sample belongs to: by its id, which stands at the same place in all samples. */
static const struct perf_attr *attr_of(const struct perf_head *h, uint64_t id)
{
	const uint32_t *index = map_get(&h->by_id, id);

	return index && *index < h->attrs.n ? &h->attrs.at[*index] : NULL;
}

/* Where the id stands in samples of @type, as a number of words; -1: nowhere */
static int id_word(uint64_t type)
{
	static const uint64_t before[] = { PERF_SAMPLE_IP, PERF_SAMPLE_TID, PERF_SAMPLE_TIME,
					   PERF_SAMPLE_ADDR };
	int word = 0;

	if (type & PERF_SAMPLE_IDENTIFIER)
		return 0;
	if (!(type & PERF_SAMPLE_ID))
		return -1;
	for (unsigned i = 0; i < ARRAY_SIZE(before); i++)
		word += (type & before[i]) != 0;
	return word;
}

/* struct read_format, which stands before the call chain */
static void skip_read(struct cursor *c, uint64_t format)
{
	unsigned times = (format & PERF_FORMAT_TOTAL_TIME_ENABLED ? 8u : 0) +
			 (format & PERF_FORMAT_TOTAL_TIME_RUNNING ? 8u : 0);
	unsigned each = 8u + (format & PERF_FORMAT_ID ? 8u : 0) + (format & FORMAT_LOST ? 8u : 0);
	uint64_t n = 1;

	if (format & PERF_FORMAT_GROUP)
		n = cursor_number(c, 8);
	cursor_skip(c, times);
	if (n > (c->end - c->at) / each)
		c->cut = true;
	else
		cursor_skip(c, n * each);
}

static int32_t read_tid(struct cursor *c)
{
	cursor_skip(c, 4); /* of the process */
	return (int32_t)cursor_number(c, 4);
}

static uint32_t read_cpu(struct cursor *c)
{
	uint32_t cpu = (uint32_t)cursor_number(c, 4);

	cursor_skip(c, 4);
	return cpu;
}

/*
 * What a sample has before its values and its chain, in the order of the bits' meaning. A
 * trailer (struct sample_id) is the same without what only samples have.
 */
#define TRAILER_FIELDS                                                                 \
	(PERF_SAMPLE_TID | PERF_SAMPLE_TIME | PERF_SAMPLE_ID | PERF_SAMPLE_STREAM_ID | \
	 PERF_SAMPLE_CPU)

static void read_fields(struct cursor *c, uint64_t type, struct perf_sample *s)
{
	if (type & PERF_SAMPLE_IDENTIFIER)
		cursor_skip(c, 8);
	if (type & PERF_SAMPLE_IP)
		cursor_skip(c, 8);
	if (type & PERF_SAMPLE_TID)
		s->tid = read_tid(c);
	if (type & PERF_SAMPLE_TIME)
		s->time = cursor_number(c, 8);
	if (type & PERF_SAMPLE_ADDR)
		cursor_skip(c, 8);
	if (type & PERF_SAMPLE_ID)
		cursor_skip(c, 8);
	if (type & PERF_SAMPLE_STREAM_ID)
		cursor_skip(c, 8);
	if (type & PERF_SAMPLE_CPU)
		s->cpu = read_cpu(c);
	if (type & PERF_SAMPLE_PERIOD)
		cursor_skip(c, 8);
	s->has_cpu = type & PERF_SAMPLE_CPU;
	s->has_time = type & PERF_SAMPLE_TIME;
}

bool perf_sample_read(const struct perf_head *h, const uint8_t *at, uint32_t n,
		      struct perf_sample *s)
{
	struct cursor c = { .memory = at, .end = n, .big = h->big };
	uint64_t type, nchain;
	int word;

	*s = (struct perf_sample){ .tid = -1 };
	if (!h->attrs.n)
		return false;
	s->attr = &h->attrs.at[0];
	word = h->attrs.n > 1 ? id_word(s->attr->sample_type) : -1;
	if (word >= 0 && n / 8 > (unsigned)word)
		s->attr = attr_of(h, bytes_u64(at + 8 * word, h->big));
	if (!s->attr)
		return false;
	type = s->attr->sample_type;
	read_fields(&c, type, s);
	if (type & PERF_SAMPLE_READ)
		skip_read(&c, s->attr->read_format);
	if (type & PERF_SAMPLE_CALLCHAIN) {
		nchain = cursor_number(&c, 8);
		if (c.cut || nchain > (c.end - c.at) / 8)
			return false;
		s->chain = at + c.at;
		s->nchain = (uint32_t)nchain;
		cursor_skip(&c, 8 * nchain);
	}
	if (type & PERF_SAMPLE_RAW) {
		s->nraw = (uint32_t)cursor_number(&c, 4);
		if (c.cut || s->nraw > c.end - c.at)
			return false;
		s->raw = at + c.at;
	}
	return !c.cut;
}

void perf_trailer_read(const struct perf_head *h, const uint8_t *at, uint32_t n,
		       struct perf_sample *s)
{
	struct cursor c = { .memory = at, .end = n, .big = h->big };
	uint64_t type;
	unsigned size;

	*s = (struct perf_sample){ .tid = -1 };
	if (!h->attrs.n)
		return;
	s->attr = &h->attrs.at[0];
	if (h->attrs.n > 1 && s->attr->sample_type & PERF_SAMPLE_IDENTIFIER && n >= 8)
		s->attr = attr_of(h, bytes_u64(at + n - 8, h->big));
	if (!s->attr || !s->attr->id_all)
		return;
	type = s->attr->sample_type;
	size = 8u *
	       (unsigned)__builtin_popcountll(type & (TRAILER_FIELDS | PERF_SAMPLE_IDENTIFIER));
	if (n < size)
		return;
	c.at = n - size;
	read_fields(&c, type & TRAILER_FIELDS, s);
}
