/* SPDX-License-Identifier: GPL-2.0-only */
/* The fields of perf's samples, and of the trailers of its other records. */
#ifndef UNSPIN_RECORDING_PERF_SAMPLE_H
#define UNSPIN_RECORDING_PERF_SAMPLE_H

#include "recording/perf_head.h"

struct perf_sample {
	const struct perf_attr *attr;
	bool has_cpu, has_time;
	uint32_t cpu;
	int32_t tid; /* -1: not known */
	uint64_t time;
	const uint8_t *raw; /* the event's record as ftrace has it; NULL: none */
	uint32_t nraw;
	const uint8_t *chain; /* the call chain's addresses, 8 bytes each */
	uint32_t nchain;
};

/*
 * Read the @n bytes of a PERF_RECORD_SAMPLE behind its header. False if they make
 * no sense. The sample points into them.
 */
bool perf_sample_read(const struct perf_head *h, const uint8_t *at, uint32_t n,
		      struct perf_sample *s);

/* The same for the trailer of another record; without one, nothing is known. */
void perf_trailer_read(const struct perf_head *h, const uint8_t *at, uint32_t n,
		       struct perf_sample *s);

#endif
