/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * perf's records in the order of their time. perf reads the CPUs' buffers in
 * rounds, one after the other; so a record of the next round may be older than
 * one of this round, but not older than all of the round before
 * (tools/perf/util/ordered-events.c). That much is kept and sorted.
 *
 * What is kept is bounded: if a round is larger than any buffers should be, its
 * older half goes out, and the order between CPUs may suffer; that of each CPU does not.
 */
#ifndef UNSPIN_RECORDING_PERF_QUEUE_H
#define UNSPIN_RECORDING_PERF_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/alloc.h"

struct queued {
	uint64_t time;
	uint32_t order; /* in which they came */
	uint32_t size;
	size_t at; /* in the bytes */
};

/* What becomes of a record; false: no more. */
typedef bool queue_fn(void *front, const uint8_t *record, uint32_t size);

struct perf_queue {
	VEC(struct queued) list;
	uint8_t *bytes;
	size_t n, room;
	uint64_t newest, flush_to; /* of this round, and the newest of the round before */
	queue_fn *put;
	void *front;
	bool stopped; /* put() wanted no more */
};

/* A queue starts as all zeroes with @put and @front set. */
void perf_queue_add(struct perf_queue *q, uint64_t time, const uint8_t *record, uint32_t size);
void perf_queue_round(struct perf_queue *q); /* PERF_RECORD_FINISHED_ROUND */
void perf_queue_flush(struct perf_queue *q); /* all */
void perf_queue_free(struct perf_queue *q);

#endif
