// SPDX-License-Identifier: GPL-2.0-only
/* Writes trace.dat files as trace-cmd.dat.v6(5) and trace-cmd.dat.v7(5) say. */
#include "make_dat.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/alloc.h"

/* ---- ring-buffer pages ---- */

static unsigned data_at(const struct machine *m)
{
	return 8 + m->long_size;
}

static void close_page(struct dat_pages *p)
{
	while (p->bytes.len % DAT_PAGE)
		strbuf_add(&p->bytes, "", 1);
}

static void set_used(struct dat_pages *p, uint32_t flags)
{
	size_t used = p->bytes.len - p->page - data_at(p->m);

	set_number(&p->bytes, p->page + 8, p->m, used | flags, p->m->long_size);
}

void dat_page(struct dat_pages *p, uint64_t time)
{
	close_page(p);
	p->page = p->bytes.len;
	p->time = time;
	add_number(&p->bytes, p->m, time, 8);
	add_number(&p->bytes, p->m, 0, p->m->long_size);
}

void dat_lost(struct dat_pages *p, uint32_t n)
{
	set_used(p, n ? 3u << 30 : 1u << 31);
	if (n)
		add_number(&p->bytes, p->m, n, p->m->long_size);
	close_page(p);
}

/* An event's head: five bits of type and length, 27 of time */
static void add_head(struct dat_pages *p, unsigned type, uint32_t delta)
{
	add_number(&p->bytes, p->m, p->m->big ? type << 27 | delta : delta << 5 | type, 4);
}

static uint32_t delta_to(struct dat_pages *p, uint64_t time)
{
	uint64_t delta = time - p->time;

	p->time = time;
	if (delta >> 27) {
		add_head(p, 30, delta & ((1u << 27) - 1));
		add_number(&p->bytes, p->m, delta >> 27, 4);
		return 0;
	}
	return (uint32_t)delta;
}

void dat_event(struct dat_pages *p, uint64_t time, const struct strbuf *record)
{
	uint32_t delta = delta_to(p, time);

	if (record->len <= 28 * 4) {
		add_head(p, (unsigned)record->len / 4, delta);
	} else {
		add_head(p, 0, delta);
		add_number(&p->bytes, p->m, record->len + 4, 4);
	}
	strbuf_add(&p->bytes, record->s, record->len);
	set_used(p, 0);
}

void dat_taken_back(struct dat_pages *p, uint64_t time)
{
	add_head(p, 29, delta_to(p, time));
	add_number(&p->bytes, p->m, 12, 4);
	strbuf_add(&p->bytes, "whatever", 8);
	set_used(p, 0);
}

void dat_absolute(struct dat_pages *p, uint64_t time)
{
	add_head(p, 31, time & ((1u << 27) - 1));
	add_number(&p->bytes, p->m, time >> 27, 4);
	p->time = time;
	set_used(p, 0);
}

/* ---- both versions ---- */

enum { OPTION_BUFFER = 3, OPTION_UNAME = 5, OPTION_TSC2NSEC = 14 };

static void add_start(struct strbuf *out, const struct dat_recipe *r)
{
	strbuf_add(out, "\x17\x08\x44tracing", 10);
	add_string(out, r->version == 6 ? "6" : "7");
	add_number(out, &r->machine, r->machine.big, 1);
	add_number(out, &r->machine, 8, 1);
	add_number(out, &r->machine, DAT_PAGE, 4);
}

static void add_option(struct strbuf *out, const struct machine *m, unsigned id,
		       const struct strbuf *data)
{
	add_number(out, m, id, 2);
	add_number(out, m, data->len, 4);
	strbuf_add(out, data->s, data->len);
}

static void add_common_options(struct strbuf *out, const struct dat_recipe *r)
{
	struct strbuf data = { 0 };

	add_string(&data, "Linux 5.4 6.12.1 x86_64"); /* a host called 5.4 */
	add_option(out, &r->machine, OPTION_UNAME, &data);
	strbuf_clear(&data);
	if (r->tsc) {
		add_number(&data, &r->machine, 1, 4);
		add_number(&data, &r->machine, 1, 4);
		add_number(&data, &r->machine, 1000, 8);
		add_option(out, &r->machine, OPTION_TSC2NSEC, &data);
	}
	strbuf_free(&data);
}

static void align_page(struct strbuf *out)
{
	while (out->len % DAT_PAGE)
		strbuf_add(out, "", 1);
}

static unsigned cpus_of_top(const struct dat_recipe *r)
{
	return r->top_empty ? 0 : r->ncpus;
}

/* ---- version 6: the instance's table of CPUs is where its option says ---- */

static void add_table(struct strbuf *out, unsigned n)
{
	strbuf_add(out, "flyrecord", 10);
	for (unsigned i = 0; i < n; i++)
		strbuf_add(out, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
}

static void add_data(struct strbuf *out, const struct dat_recipe *r, size_t table, unsigned cpu)
{
	const struct strbuf *pages = &r->cpus[cpu].bytes;

	align_page(out);
	set_number(out, table + 10 + 16 * cpu, &r->machine, out->len, 8);
	set_number(out, table + 18 + 16 * cpu, &r->machine, pages->len, 8);
	strbuf_add(out, pages->s, pages->len);
}

static void make_v6(const struct dat_recipe *r, struct strbuf *out)
{
	struct strbuf data = { 0 };
	unsigned instances = !r->instance ? 0 : r->instances ? r->instances : 1;
	size_t table, where = 0;

	add_header_info(out, &r->machine);
	add_ftrace_events(out, &r->machine);
	add_event_formats(out, &r->machine);
	add_kallsyms(out, &r->machine);
	add_number(out, &r->machine, 0, 4); /* printk formats */
	add_cmdlines(out, &r->machine);
	add_number(out, &r->machine, r->ncpus, 4);
	strbuf_add(out, "options  ", 10);
	add_common_options(out, r);
	for (unsigned i = 0; i < instances; i++) {
		strbuf_clear(&data);
		add_number(&data, &r->machine, 0, 8);
		add_string(&data, r->instance);
		where = out->len + 6;
		add_option(out, &r->machine, OPTION_BUFFER, &data);
	}
	add_number(out, &r->machine, 0, 2);
	table = out->len;
	add_table(out, r->ncpus);
	for (unsigned i = 0; i < cpus_of_top(r); i++)
		add_data(out, r, table, i);
	if (r->instance) {
		table = out->len;
		for (unsigned i = 0; i < instances; i++)
			set_number(out, where - i * (6 + data.len), &r->machine, table, 8);
		add_table(out, r->ncpus);
		add_data(out, r, table, 0);
	}
	strbuf_free(&data);
}

/* ---- version 7 ---- */

static void pack(enum packing how, const struct strbuf *from, struct strbuf *to)
{
	uLongf n = compressBound(from->len) + ZSTD_compressBound(from->len);
	void *buf = xmalloc(n);

	if (how == PACKED_ZLIB)
		compress(buf, &n, (const void *)from->s, from->len);
	else
		n = ZSTD_compress(buf, n, from->s, from->len, 1);
	strbuf_add(to, buf, n);
	xfree(buf);
}

/* Sizes, then the packed bytes */
static void add_packed(struct strbuf *out, const struct dat_recipe *r, const struct strbuf *data)
{
	struct strbuf packed = { 0 };

	pack(r->packing, data, &packed);
	add_number(out, &r->machine, packed.len, 4);
	add_number(out, &r->machine, data->len, 4);
	strbuf_add(out, packed.s, packed.len);
	strbuf_free(&packed);
}

static size_t add_section(struct strbuf *out, const struct dat_recipe *r, unsigned id,
			  const struct strbuf *data)
{
	bool packed = r->packing != PACKED_NOT && id;
	size_t at = out->len;

	add_number(out, &r->machine, id, 2);
	add_number(out, &r->machine, packed, 2);
	add_number(out, &r->machine, 0, 4);
	add_number(out, &r->machine, data->len, 8);
	if (packed)
		add_packed(out, r, data);
	else
		strbuf_add(out, data->s, data->len);
	set_number(out, at + 8, &r->machine, out->len - at - 16, 8);
	return at;
}

/* A chunk holds one page only, so that there are several. */
static void add_chunks(struct strbuf *out, const struct dat_recipe *r, const struct strbuf *pages)
{
	add_number(out, &r->machine, pages->len / DAT_PAGE, 4);
	for (size_t at = 0; at < pages->len; at += DAT_PAGE) {
		struct strbuf page = { .s = pages->s + at, .len = DAT_PAGE };

		add_packed(out, r, &page);
	}
}

/* A buffer's pages, and the option that tells where they are, into @options */
static void add_buffer(struct strbuf *out, const struct dat_recipe *r, const char *name,
		       unsigned ncpus, struct strbuf *options)
{
	struct strbuf data = { 0 };
	size_t section = out->len;

	add_number(out, &r->machine, OPTION_BUFFER, 2);
	add_number(out, &r->machine, r->packing != PACKED_NOT, 2);
	add_number(out, &r->machine, 0, 4);
	add_number(out, &r->machine, 0, 8);
	add_number(&data, &r->machine, section, 8);
	add_string(&data, name);
	add_string(&data, "local");
	add_number(&data, &r->machine, DAT_PAGE, 4);
	add_number(&data, &r->machine, ncpus, 4);
	for (unsigned i = 0; i < ncpus; i++) {
		size_t at;

		align_page(out);
		at = out->len;
		if (r->packing == PACKED_NOT)
			strbuf_add(out, r->cpus[i].bytes.s, r->cpus[i].bytes.len);
		else
			add_chunks(out, r, &r->cpus[i].bytes);
		add_number(&data, &r->machine, i, 4);
		add_number(&data, &r->machine, at, 8);
		/* of packed data, without the number of chunks */
		add_number(&data, &r->machine, out->len - at - (r->packing == PACKED_NOT ? 0 : 4),
			   8);
	}
	set_number(out, section + 8, &r->machine, out->len - section - 16, 8);
	add_option(options, &r->machine, OPTION_BUFFER, &data);
	strbuf_free(&data);
}

static void make_v7(const struct dat_recipe *r, struct strbuf *out)
{
	static void (*const parts[])(struct strbuf * b, const struct machine *m) = {
		[16] = add_header_info, [17] = add_ftrace_events, [18] = add_event_formats,
		[19] = add_kallsyms,	[21] = add_cmdlines,
	};
	static const char *const names[] = { "none", "zlib", "zstd" };
	struct strbuf options = { 0 }, part = { 0 };
	size_t first, at;

	add_string(out, names[r->packing]);
	add_string(out, "1");
	first = out->len;
	add_number(out, &r->machine, 0, 8);
	for (unsigned id = 16; id < ARRAY_SIZE(parts); id++) {
		struct strbuf where = { 0 };

		if (!parts[id])
			continue;
		strbuf_clear(&part);
		parts[id](&part, &r->machine);
		add_number(&where, &r->machine, add_section(out, r, id, &part), 8);
		add_option(&options, &r->machine, id, &where);
		strbuf_free(&where);
	}
	if (r->told_twice) {
		strbuf_clear(&part);
		add_number(&part, &r->machine, 1, 8);
		add_option(&options, &r->machine, 19, &part);
	}
	add_common_options(&options, r);
	/* The buffers are told by a second section of options, as trace-cmd does. */
	strbuf_clear(&part);
	add_number(&part, &r->machine, 0, 8);
	add_option(&options, &r->machine, 0, &part);
	at = add_section(out, r, 0, &options);
	set_number(out, first, &r->machine, at, 8);
	first = out->len - 8;
	strbuf_clear(&options);
	add_buffer(out, r, "", cpus_of_top(r), &options);
	if (r->instance)
		add_buffer(out, r, r->instance, 1, &options);
	add_option(&options, &r->machine, 0, &part);
	at = add_section(out, r, 0, &options);
	set_number(out, first, &r->machine, at, 8);
	strbuf_free(&options);
	strbuf_free(&part);
}

void make_dat(const struct dat_recipe *r, struct strbuf *out)
{
	add_start(out, r);
	if (r->version == 6)
		make_v6(r, out);
	else
		make_v7(r, out);
}
