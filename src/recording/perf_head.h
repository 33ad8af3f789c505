/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a perf.data says before and beside its records: which events were
 * recorded, which fields their samples have, and the recorded kernel's metadata.
 *
 * tools/perf/Documentation/perf.data-file-format.txt, include/uapi/linux/perf_event.h
 */
#ifndef UNSPIN_RECORDING_PERF_HEAD_H
#define UNSPIN_RECORDING_PERF_HEAD_H

#include "base/alloc.h"
#include "base/hash.h"
#include "recording/cursor.h"
#include "recording/decode.h"
#include "recording/reader.h"

/* What is needed of struct perf_event_attr. */
struct perf_attr {
	uint32_t type; /* enum perf_type_id */
	uint64_t config, sample_type, read_format;
	bool id_all; /* records that are no samples have a trailer, too */
};

struct perf_head {
	const char *path;
	int fd;
	bool big;
	bool pipe;		    /* written to a pipe: all that follows are records */
	uint64_t data_at, data_end; /* where the records are; no pipe only */
	VEC(struct perf_attr) attrs;
	struct map by_id; /* an event's id → index of its attr */
	unsigned cpus;	  /* 0: not known */
	bool x86;
	bool cut;      /* parts of the file are missing */
	bool metadata; /* the formats of events were there */
	struct decoder *decoder;
};

bool perf_looks(const unsigned char *head, unsigned n);

/* Read the head of @in. False after one diag(). Free with perf_head_free() in either case. */
bool perf_head_read(struct perf_head *h, const struct input *in);
void perf_head_free(struct perf_head *h);

/* In a pipe the same parts come as records: an attr with its ids, a feature, the metadata. */
void perf_head_attr(struct perf_head *h, struct cursor *c);
void perf_head_feature(struct perf_head *h, unsigned feature, struct cursor *c);
void perf_head_metadata(struct perf_head *h, struct cursor *c);

/* What the samples can tell: bits as in struct recording_info. */
uint32_t perf_head_has(const struct perf_head *h);

#endif
