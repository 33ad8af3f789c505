/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes perf.data files of an imagined machine, for tests. */
#ifndef UNSPIN_TESTS_RECORDING_MAKE_PERF_H
#define UNSPIN_TESTS_RECORDING_MAKE_PERF_H

#include "recorder.h"

/* The events that are recorded: recorder.h's, and one that is no tracepoint */
#define PERF_CLOCK 1u

/*
 * Records, one after the other into @b. The samples of lock_release have counter
 * values in them and no call chain; all others have a call chain.
 */
void perf_sample(struct strbuf *b, const struct machine *m, unsigned cpu, uint64_t time,
		 int32_t tid, const struct strbuf *raw, const uint64_t *chain, unsigned nchain);
void perf_clock_sample(struct strbuf *b, const struct machine *m, unsigned cpu, uint64_t time);
void perf_comm(struct strbuf *b, const struct machine *m, uint64_t time, int32_t tid,
	       const char *comm);
void perf_fork(struct strbuf *b, const struct machine *m, uint64_t time, int32_t tid,
	       int32_t parent);
void perf_kernel_map(struct strbuf *b, const struct machine *m, uint64_t text);
void perf_lost(struct strbuf *b, const struct machine *m, unsigned cpu, uint64_t time,
	       uint64_t lost);
void perf_round(struct strbuf *b, const struct machine *m);

struct perf_recipe {
	struct machine machine;
	bool pipe;	 /* as perf record writes it to a pipe */
	bool packed;	 /* as perf record -z does */
	bool unended;	 /* as when perf was killed: the size of the data is not there */
	bool no_formats; /* nothing of the kernel's metadata */
	struct strbuf records;
};

/* The whole file, into @out. */
void make_perf(const struct perf_recipe *r, struct strbuf *out);

#endif
