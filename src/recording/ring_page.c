// SPDX-License-Identifier: GPL-2.0-only
/* Reads pages of the kernel's ring buffer, and trusts no length in them. */
#include "recording/ring_page.h"
#include "recording/bytes.h"
#include "recording/format.h"

/* The commit word: bytes used, and what was lost (RB_MISSED_EVENTS, RB_MISSED_STORED) */
#define COMMIT_MASK ((1u << 27) - 1)
#define MISSED_EVENTS (1u << 31)
#define MISSED_STORED (1u << 30)

/* enum ring_buffer_type of include/linux/ring_buffer.h; below: the length in words */
enum { TYPE_LONG = 0, TYPE_PADDING = 29, TYPE_TIME_EXTEND = 30, TYPE_TIME_STAMP = 31 };

#define TIME_BITS 27
/* An absolute time stamp has 59 bits, the rest is the page's (rb_fix_abs_ts()). */
#define STAMP_BITS 59

bool ring_layout_parse(const char *text, size_t len, struct ring_layout *l)
{
	/* The text has fields like an event's format, but neither name nor ID. */
	struct event_format f;
	const struct format_field *commit, *data;

	l->commit_at = 8;
	l->long_size = 8;
	l->data_at = 16;
	format_parse(text, len, &f);
	commit = format_field(&f, "commit");
	data = format_field(&f, "data");
	if (!commit || !data || commit->offset < 8 || commit->offset > 64 ||
	    (commit->size != 4 && commit->size != 8) ||
	    data->offset < commit->offset + commit->size || data->offset > 256)
		return false;
	l->commit_at = commit->offset;
	l->long_size = commit->size;
	l->data_at = data->offset;
	return true;
}

void ring_page_open(struct ring_page *p, const struct ring_layout *l, const uint8_t *page,
		    uint32_t size)
{
	uint64_t commit;
	uint32_t used;

	*p = (struct ring_page){ .at = page, .end = page, .big = l->big };
	if (size < l->data_at) {
		p->damaged = true;
		return;
	}
	p->time = bytes_u64(page, l->big);
	commit = bytes_number(page + l->commit_at, l->long_size, l->big);
	used = (uint32_t)commit & COMMIT_MASK;
	if (used > size - l->data_at) {
		p->damaged = true;
		return;
	}
	p->at = page + l->data_at;
	p->end = p->at + used;
	if (commit & MISSED_EVENTS) {
		p->lost = true;
		if (commit & MISSED_STORED && size - l->data_at - used >= l->long_size)
			p->nlost = bytes_number(p->end, l->long_size, l->big);
	}
}

static const uint8_t *damaged(struct ring_page *p)
{
	p->damaged = true;
	p->at = p->end;
	return NULL;
}

const uint8_t *ring_page_next(struct ring_page *p, uint32_t *size)
{
	for (;;) {
		size_t left = (size_t)(p->end - p->at);
		const uint8_t *data;
		uint32_t head, type, delta, n;

		if (!left)
			return NULL;
		if (left < 4)
			return damaged(p);
		head = bytes_u32(p->at, p->big);
		data = p->at + 4;
		/* Bit fields begin at the other end in big-endian kernels. */
		type = p->big ? head >> TIME_BITS : head & 31;
		delta = p->big ? head & ((1u << TIME_BITS) - 1) : head >> 5;
		left -= 4;
		if (type > TYPE_LONG && type < TYPE_PADDING) {
			n = type * 4;
			if (n > left)
				return damaged(p);
			p->time += delta;
			p->at = data + n;
			*size = n;
			return data;
		}
		if (type == TYPE_PADDING && !delta) {
			/* the rest of the page is empty */
			p->at = p->end;
			return NULL;
		}
		if (left < 4)
			return damaged(p);
		n = bytes_u32(data, p->big);
		switch (type) {
		case TYPE_TIME_EXTEND:
			p->time += ((uint64_t)n << TIME_BITS) + delta;
			p->at = data + 4;
			continue;
		case TYPE_TIME_STAMP:
			p->time = (p->time >> STAMP_BITS << STAMP_BITS) |
				  ((((uint64_t)n << TIME_BITS) + delta) &
				   ((UINT64_C(1) << STAMP_BITS) - 1));
			p->at = data + 4;
			continue;
		}
		/* The length is that of the event with this word but not with its head. */
		if (n < 4 || n > left)
			return damaged(p);
		p->time += delta;
		p->at = data + (n + 3) / 4 * 4;
		if (p->at > p->end)
			p->at = p->end;
		if (type == TYPE_PADDING)
			continue; /* an event that was taken back */
		*size = n - 4;
		return data + 4;
	}
}
