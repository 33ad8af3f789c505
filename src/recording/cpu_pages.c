// SPDX-License-Identifier: GPL-2.0-only
/* Brings one CPU's pages of a trace.dat into memory, some at a time. */
#include "recording/cpu_pages.h"
#include "recording/bytes.h"
#include "recording/cursor.h"

/* How much of an unpacked file is read at once. */
#define WINDOW (64u << 10)

/* trace-cmd packs 10 pages into a chunk (PAGES_IN_CHUNK); what is far beyond that is no chunk. */
#define CHUNK_MAX (1u << 20)

/* What all CPUs' windows may take; thousands of CPUs need it, or a file that means ill. */
#define WINDOWS_MAX (512u << 20)

/* The first fault is the one that is told. */
static void blame(struct cpu_pages *p, const char *fault)
{
	if (!p->fault)
		p->fault = fault;
}

void cpu_pages_open(struct cpu_pages *p, struct dat_head *h, const struct dat_buffer *b,
		    const struct dat_cpu *c)
{
	uint8_t count[4];

	*p = (struct cpu_pages){ .head = h, .cpu = c->cpu, .page_size = b->page_size };
	p->packed = b->packed;
	p->at = c->offset;
	p->end = c->offset + c->size;
	if (c->offset > h->file_size || c->size > h->file_size - c->offset) {
		blame(p, "the file ends before its data does");
		p->end = h->file_size;
	}
	if (!p->packed || p->at >= p->end)
		return;
	if (file_pread(h->fd, count, sizeof(count), p->at) < sizeof(count)) {
		blame(p, "the file ends before its data does");
		return;
	}
	p->chunks = bytes_u32(count, h->big);
	/* which the size of the data does not count (trace-cmd 3.1) */
	p->at += sizeof(count);
	p->end += sizeof(count);
}

void cpu_pages_close(struct cpu_pages *p)
{
	xfree(p->window);
	p->window = NULL;
	p->head->windows -= p->room;
	p->room = p->n = p->pos = 0;
}

static bool make_room(struct cpu_pages *p, uint32_t size)
{
	if (p->room >= size)
		return true;
	cpu_pages_close(p);
	if (p->head->windows + size > WINDOWS_MAX) {
		blame(p, "too many CPUs with too much data at once");
		p->at = p->end;
		return false;
	}
	p->window = xmalloc(size);
	p->room = size;
	p->head->windows += size;
	return true;
}

static bool read_window(struct cpu_pages *p)
{
	uint64_t n = p->page_size > WINDOW ? p->page_size : WINDOW / p->page_size * p->page_size;

	if (p->at >= p->end)
		return false;
	if (n > p->end - p->at)
		n = p->end - p->at;
	if (!make_room(p, (uint32_t)n))
		return false;
	p->n = (uint32_t)file_pread(p->head->fd, p->window, n, p->at);
	p->at += n;
	if (p->n < n)
		blame(p, "the file can't be read to its end");
	return p->n > 0;
}

static bool read_chunk(struct cpu_pages *p)
{
	uint8_t sizes[8];
	uint32_t from, to;
	bool ok;
	void *src;

	while (p->chunks && p->at < p->end) {
		p->chunks--;
		if (p->end - p->at < sizeof(sizes) ||
		    file_pread(p->head->fd, sizes, sizeof(sizes), p->at) < sizeof(sizes))
			break;
		from = bytes_u32(sizes, p->head->big);
		to = bytes_u32(sizes + 4, p->head->big);
		p->at += sizeof(sizes);
		if (from > p->end - p->at || from > CHUNK_MAX || to > CHUNK_MAX) {
			blame(p, "a packed chunk has an impossible size");
			p->at = p->end;
			return false;
		}
		if (!make_room(p, to))
			return false;
		src = xmalloc(from + 1u);
		ok = file_pread(p->head->fd, src, from, p->at) == from &&
		     unpack(p->head->unpacker, src, from, p->window, to);
		xfree(src);
		p->at += from;
		p->n = to;
		if (ok && to)
			return true;
		if (!ok) {
			blame(p, "a packed chunk can't be unpacked");
			p->lost = true;
			p->nlost = 0;
		}
	}
	if (p->chunks)
		blame(p, "packed chunks are missing");
	return false;
}

/* Open the next page. */
static bool next_page(struct cpu_pages *p)
{
	uint32_t n;

	if (p->pos >= p->n) {
		p->pos = p->n = 0;
		if (p->packed ? !read_chunk(p) : !read_window(p)) {
			cpu_pages_close(p);
			return false;
		}
	}
	n = p->n - p->pos < p->page_size ? p->n - p->pos : p->page_size;
	ring_page_open(&p->page, &p->head->layout, p->window + p->pos, n);
	p->pos += n;
	if (p->page.lost) {
		p->lost = true;
		p->nlost = p->page.nlost;
	}
	return true;
}

bool cpu_pages_next(struct cpu_pages *p)
{
	for (;;) {
		p->record = ring_page_next(&p->page, &p->size);
		if (p->record) {
			p->time = p->page.time;
			return true;
		}
		if (p->page.damaged) {
			p->page.damaged = false;
			blame(p, "a page is damaged");
			p->lost = true;
			p->nlost = 0;
		}
		if (!next_page(p))
			return false;
	}
}
