/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pages of the kernel's ring buffer, as trace-cmd copies them into its files
 * (include/linux/ring_buffer.h, struct buffer_data_page of
 * kernel/trace/ring_buffer.c): a time stamp, the number of bytes used, and
 * events that each carry the time since the one before.
 */
#ifndef UNSPIN_RECORDING_RING_PAGE_H
#define UNSPIN_RECORDING_RING_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How the recorded kernel lays out a page; events/header_page tells. */
struct ring_layout {
	uint32_t commit_at; /* offset of the number of bytes used */
	uint32_t long_size; /* its size, that of a long of the kernel: 4 or 8 */
	uint32_t data_at;   /* offset of the first event */
	bool big;	    /* byte order */
};

/*
 * Read the text of events/header_page into @l, whose byte order is set. False,
 * with the layout of a 64-bit kernel, if it says nothing that could be.
 */
bool ring_layout_parse(const char *text, size_t len, struct ring_layout *l);

/* A page in the course of being read. */
struct ring_page {
	const uint8_t *at, *end;
	uint64_t time; /* of the event that was read last */
	bool big;
	bool lost;	/* events were lost before its first */
	uint64_t nlost; /* how many; 0: not known */
	bool damaged;	/* it does not hold what it should; what is left of it is not read */
};

/* Begin to read the @size bytes at @page. */
void ring_page_open(struct ring_page *p, const struct ring_layout *l, const uint8_t *page,
		    uint32_t size);

/* The next event's data, NULL at the page's end; it is at most as long as what is left of the page. */
const uint8_t *ring_page_next(struct ring_page *p, uint32_t *size);

#endif
