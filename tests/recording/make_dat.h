/* SPDX-License-Identifier: GPL-2.0-only */
/* Writes trace.dat files of an imagined machine, for tests. */
#ifndef UNSPIN_TESTS_RECORDING_MAKE_DAT_H
#define UNSPIN_TESTS_RECORDING_MAKE_DAT_H

#include "recorder.h"
#include "recording/unpack.h"

#define DAT_PAGE 512u
#define DAT_CPUS 4u

/* The pages of one CPU, written one event after the other. */
struct dat_pages {
	const struct machine *m;
	struct strbuf bytes;
	size_t page; /* where the last page begins */
	uint64_t time;
};

void dat_page(struct dat_pages *p, uint64_t time); /* begin a page */
void dat_lost(struct dat_pages *p, uint32_t n);	   /* before the page at hand */
void dat_event(struct dat_pages *p, uint64_t time, const struct strbuf *record);
void dat_taken_back(struct dat_pages *p, uint64_t time); /* an event that was discarded */
void dat_absolute(struct dat_pages *p, uint64_t time);	 /* a time stamp of its own */

struct dat_recipe {
	struct machine machine;
	unsigned version;     /* 6 or 7 */
	enum packing packing; /* version 7 only */
	const char *instance; /* a second buffer of this name with CPU 0's data, NULL: none */
	unsigned instances;   /* so many of them, all with the same data; version 6 only; 0: one */
	bool told_twice;      /* kallsyms are told of again, where none are; version 7 only */
	bool top_empty;	      /* only the instance has data */
	bool tsc;	      /* ticks are half nanoseconds, and begin at 1000 ns */
	struct dat_pages cpus[DAT_CPUS];
	unsigned ncpus;
};

/* The whole file, into @out. */
void make_dat(const struct dat_recipe *r, struct strbuf *out);

#endif
