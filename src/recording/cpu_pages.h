/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One CPU's records of a trace.dat in their order. Of the file only a window is
 * in memory: some pages, or one unpacked chunk.
 */
#ifndef UNSPIN_RECORDING_CPU_PAGES_H
#define UNSPIN_RECORDING_CPU_PAGES_H

#include "recording/dat_head.h"

struct cpu_pages {
	struct dat_head *head;
	uint32_t cpu, page_size;
	bool packed;
	uint64_t at, end;      /* what is still to be read of the file */
	uint32_t chunks;       /* packed: how many are left */
	uint8_t *window;       /* NULL until the first is read */
	uint32_t room, n, pos; /* the window's size, what is in it, where the next page begins */
	struct ring_page page;
	/* the record at hand */
	const uint8_t *record;
	uint32_t size;
	uint64_t time;
	bool lost; /* events were lost before it */
	uint64_t nlost;
	const char *fault; /* what is wrong with the file, NULL if nothing was so far */
};

void cpu_pages_open(struct cpu_pages *p, struct dat_head *h, const struct dat_buffer *b,
		    const struct dat_cpu *c);
void cpu_pages_close(struct cpu_pages *p);

/* Go to the next record. False at the end. */
bool cpu_pages_next(struct cpu_pages *p);

#endif
