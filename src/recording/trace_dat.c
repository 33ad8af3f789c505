// SPDX-License-Identifier: GPL-2.0-only
/*
 * trace-cmd's trace.dat: the records of all CPUs, merged by their time.
 *
 * The CPUs stand in a heap by the time of their next record. One CPU's records
 * mostly come in runs, so the first of the heap is read on until it is overtaken.
 */
#include <string.h>

#include "base/diag.h"
#include "base/strbuf.h"
#include "recording/cpu_pages.h"

/* ---- the heap ---- */

struct heap {
	struct cpu_pages **at;
	unsigned n;
};

static bool before(const struct cpu_pages *a, const struct cpu_pages *b)
{
	return a->time != b->time ? a->time < b->time : a->cpu < b->cpu;
}

static void sink(struct heap *h, unsigned i)
{
	for (;;) {
		unsigned child = 2 * i + 1;
		struct cpu_pages *p = h->at[i];

		if (child >= h->n)
			return;
		if (child + 1 < h->n && before(h->at[child + 1], h->at[child]))
			child++;
		if (!before(h->at[child], p))
			return;
		h->at[i] = h->at[child];
		h->at[child] = p;
		i = child;
	}
}

/* The one that would be first without the first; NULL if there is none. */
static const struct cpu_pages *second(const struct heap *h)
{
	if (h->n < 2)
		return NULL;
	return h->n > 2 && before(h->at[2], h->at[1]) ? h->at[2] : h->at[1];
}

/* ---- the records ---- */

struct run {
	struct dat_head *head;
	event_fn *put;
	void *front;
	uint64_t position; /* records so far */
	bool short_records;
};

static uint64_t nanoseconds(const struct dat_head *h, uint64_t t)
{
	if (!h->tsc_mult)
		return t;
	return (uint64_t)((unsigned __int128)t * h->tsc_mult >> h->tsc_shift) + h->tsc_offset;
}

static bool put_record(struct run *r, struct cpu_pages *p)
{
	struct event e;

	r->position++;
	if (p->lost) {
		memset(&e, 0, sizeof(e));
		e.type = EV_LOST;
		e.cpu = p->cpu;
		e.pid = -1;
		e.time = nanoseconds(r->head, p->time);
		e.position = r->position;
		e.lost = p->nlost;
		p->lost = false;
		if (!r->put(r->front, &e))
			return false;
	}
	e.cpu = p->cpu;
	e.time = nanoseconds(r->head, p->time);
	e.position = r->position;
	if (!decoder_event(r->head->decoder, p->record, p->size, &e)) {
		r->short_records = true;
		return true;
	}
	return r->put(r->front, &e);
}

static void merge(struct run *r, struct heap *h)
{
	while (h->n) {
		struct cpu_pages *p = h->at[0];
		const struct cpu_pages *next = second(h);
		bool more;

		do {
			if (!put_record(r, p))
				return;
			more = cpu_pages_next(p);
		} while (more && (!next || before(p, next)));
		if (!more)
			h->at[0] = h->at[--h->n];
		sink(h, 0);
	}
}

/* ---- the file ---- */

/* So many of the instances that are left out are told by name. */
#define NAMED_MAX 4u

/* The top buffer, or the first one that has anything if that one is empty. */
static const struct dat_buffer *choose(const struct dat_head *h)
{
	const struct dat_buffer *chosen = NULL;
	struct strbuf others = { 0 };
	unsigned n = 0;

	for (unsigned i = 0; i < h->buffers.n; i++)
		if (h->buffers.at[i].cpus.n && (!chosen || !h->buffers.at[i].name))
			chosen = &h->buffers.at[i];
	for (unsigned i = 0; i < h->buffers.n; i++) {
		const struct dat_buffer *b = &h->buffers.at[i];

		if (b != chosen && b->cpus.n && n++ < NAMED_MAX)
			strbuf_printf(&others, "%s`%s`", others.len ? ", " : "", name_str(b->name));
	}
	if (n > NAMED_MAX)
		strbuf_printf(&others, " and %u more", n - NAMED_MAX);
	if (others.len)
		diag("%s: only %s%s%s is read, not the instances %s", h->path,
		     chosen->name ? "the instance `" : "the top buffer",
		     chosen->name ? name_str(chosen->name) : "", chosen->name ? "`" : "",
		     strbuf_str(&others));
	strbuf_free(&others);
	return chosen;
}

/*
 * Each byte of the file belongs to one CPU; where several claim the same, the later ones
 * of the table get nothing. So a short file can't make for a long run.
 */
static bool claims(uint64_t *claimed, const struct dat_head *h, const struct dat_cpu *c)
{
	uint64_t room = c->offset < h->file_size ? h->file_size - c->offset : 0;

	*claimed += c->size < room ? c->size : room;
	return *claimed <= h->file_size;
}

static bool read_buffer(struct run *r, const struct dat_buffer *b)
{
	struct cpu_pages *cpus = xcalloc(b->cpus.n, sizeof(*cpus));
	struct heap heap = { xcalloc(b->cpus.n, sizeof(struct cpu_pages *)), 0 };
	uint64_t claimed = 0;
	unsigned faulty = 0;

	for (unsigned i = 0; i < b->cpus.n; i++) {
		cpu_pages_open(&cpus[i], r->head, b, &b->cpus.at[i]);
		if (!claims(&claimed, r->head, &b->cpus.at[i]))
			cpus[i].fault = "its data is another CPU's";
		else if (cpu_pages_next(&cpus[i]))
			heap.at[heap.n++] = &cpus[i];
	}
	for (unsigned i = heap.n; i-- > 0;)
		sink(&heap, i);
	merge(r, &heap);
	for (unsigned i = 0; i < b->cpus.n; i++) {
		if (cpus[i].fault && !faulty++ && !r->head->told)
			diag("%s: damaged: CPU %u: %s; the rest is read", r->head->path,
			     cpus[i].cpu, cpus[i].fault);
		cpu_pages_close(&cpus[i]);
	}
	if (!faulty && !r->head->told && r->short_records)
		diag("%s: damaged: records without the fields of all records", r->head->path);
	xfree(heap.at);
	xfree(cpus);
	return true;
}

static bool read_dat(struct input *in, struct recording_info *info, event_fn *put, void *front)
{
	struct dat_head h;
	struct run r = { .head = &h, .put = put, .front = front };
	const struct dat_buffer *b;
	bool ok = false;

	info->format = reader_trace_dat.format;
	if (!in->seekable) {
		diag("%s: a trace.dat can't be read from a pipe", in->path);
		return false;
	}
	if (dat_head_read(&h, in)) {
		b = choose(&h);
		if (!b && h.told) {
			ok = false;
		} else if (!b) {
			diag("%s: no CPU's data in it", in->path);
		} else if (!b->page_size || b->page_size > PAGE_SIZE_MAX) {
			diag("%s: damaged: pages of %u bytes", in->path, b->page_size);
		} else {
			if (h.stext)
				info->stext = h.stext;
			else if (info->stext)
				decoder_stext(h.decoder, info->stext);
			for (unsigned i = 0; i < b->cpus.n; i++)
				if (info->cpus <= b->cpus.at[i].cpu)
					info->cpus = b->cpus.at[i].cpu + 1;
			ok = read_buffer(&r, b);
		}
	}
	dat_head_free(&h);
	return ok;
}

const struct event_reader reader_trace_dat = {
	.format = "trace.dat",
	.looks = dat_looks,
	.read = read_dat,
};
