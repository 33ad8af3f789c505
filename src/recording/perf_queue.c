// SPDX-License-Identifier: GPL-2.0-only
/* Sorts perf's records. */
#include <string.h>

#include "recording/perf_queue.h"

#define QUEUE_MAX (128u << 20) /* bytes */

static int by_time(const void *a, const void *b)
{
	const struct queued *p = a, *q = b;

	if (p->time != q->time)
		return p->time < q->time ? -1 : 1;
	return p->order < q->order ? -1 : p->order > q->order;
}

/* The records that are left keep their order, and their bytes move down to the buffer's start. */
static void keep_from(struct perf_queue *q, unsigned first)
{
	uint8_t *bytes;
	size_t n = 0;

	q->list.n -= first;
	memmove(q->list.at, q->list.at + first, q->list.n * sizeof(*q->list.at));
	bytes = q->list.n ? xmalloc(q->room) : NULL;
	for (unsigned i = 0; i < q->list.n; i++) {
		struct queued *e = &q->list.at[i];

		memcpy(bytes + n, q->bytes + e->at, e->size);
		e->at = n;
		e->order = i;
		n += e->size;
	}
	if (bytes) {
		xfree(q->bytes);
		q->bytes = bytes;
	}
	q->n = n;
}

static void flush(struct perf_queue *q, uint64_t to, unsigned at_least)
{
	unsigned i = 0;

	if (!q->list.n)
		return;
	qsort(q->list.at, q->list.n, sizeof(*q->list.at), by_time);
	while (i < q->list.n && !q->stopped && (q->list.at[i].time <= to || i < at_least)) {
		const struct queued *e = &q->list.at[i++];

		q->stopped = !q->put(q->front, q->bytes + e->at, e->size);
	}
	keep_from(q, i);
}

void perf_queue_add(struct perf_queue *q, uint64_t time, const uint8_t *record, uint32_t size)
{
	struct queued *e;

	if (q->stopped)
		return;
	if (q->n + size > QUEUE_MAX || q->list.n >= QUEUE_MAX / sizeof(*e))
		flush(q, 0, q->list.n / 2 + 1);
	if (q->n + size > q->room) {
		q->room = q->room ? q->room * 2 : 64u << 10;
		if (q->room < q->n + size)
			q->room = q->n + size;
		q->bytes = xrealloc(q->bytes, q->room);
	}
	e = vec_push(&q->list);
	*e = (struct queued){ .time = time, .order = q->list.n, .size = size, .at = q->n };
	memcpy(q->bytes + q->n, record, size);
	q->n += size;
	if (q->newest < time)
		q->newest = time;
}

void perf_queue_round(struct perf_queue *q)
{
	flush(q, q->flush_to, 0);
	q->flush_to = q->newest;
}

void perf_queue_flush(struct perf_queue *q)
{
	flush(q, UINT64_MAX, 0);
}

void perf_queue_free(struct perf_queue *q)
{
	vec_free(&q->list);
	xfree(q->bytes);
	q->bytes = NULL;
}
