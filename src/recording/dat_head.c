// SPDX-License-Identifier: GPL-2.0-only
/* Reads the head of trace.dat files, versions 6 and 7. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "base/strbuf.h"
#include "recording/dat_head.h"
#include "recording/metadata.h"

/* Options and sections of version 7 share their numbers; version 6 has the first ones as options. */
enum {
	OPTION_DONE = 0,
	OPTION_BUFFER = 3,
	OPTION_UNAME = 5,
	OPTION_TSC2NSEC = 14,
	OPTION_HEADER_INFO = 16,
	OPTION_FTRACE_EVENTS = 17,
	OPTION_EVENT_FORMATS = 18,
	OPTION_KALLSYMS = 19,
	OPTION_PRINTK = 20,
	OPTION_CMDLINES = 21,
};

#define SECTION_PACKED 1u
#define MAGIC "\x17\x08\x44tracing"
#define MAGIC_LEN 10u

/* Larger parts than any real recording has are not believed. */
#define SECTION_MAX (256u << 20)
#define OPTIONS_MAX 100000u
#define BUFFERS_MAX 256u

bool dat_looks(const unsigned char *head, unsigned n)
{
	return n >= MAGIC_LEN && !memcmp(head, MAGIC, MAGIC_LEN);
}

static void read_header(struct cursor *c, struct dat_head *h)
{
	if (!metadata_header(c, h->decoder, &h->layout) && !c->cut)
		diag("%s: its header_page is not known; taken for a 64-bit kernel's", h->path);
}

static void read_tsc(struct cursor *c, struct dat_head *h)
{
	h->tsc_mult = (uint32_t)cursor_number(c, 4);
	h->tsc_shift = (uint32_t)cursor_number(c, 4) & 63;
	h->tsc_offset = cursor_number(c, 8);
}

static void read_uname(struct cursor *c, struct dat_head *h)
{
	char name[512];
	const char *word = name;

	/* "Linux HOST RELEASE MACHINE"; a host's name may be a number */
	cursor_string(c, name, sizeof(name));
	for (unsigned i = 0; i < 2 && word; i++)
		word = strchr(word, ' ') ? strchr(word, ' ') + 1 : NULL;
	if (word)
		decoder_release(h->decoder, word, strlen(word));
}

/* ---- version 6: one part after the other ---- */

static void read_cpu_table(struct cursor *c, struct dat_buffer *b, uint32_t cpus)
{
	for (uint32_t i = 0; i < cpus && !c->cut; i++) {
		struct dat_cpu cpu = { .cpu = i };

		cpu.offset = cursor_number(c, 8);
		cpu.size = cursor_number(c, 8);
		if (!c->cut && cpu.size)
			*vec_push(&b->cpus) = cpu;
	}
}

static bool is_flyrecord(struct cursor *c, char kind[10])
{
	memset(kind, 0, 10);
	return cursor_take(c, kind, 10) && !memcmp(kind, "flyrecord", 10);
}

/* An instance's buffer: the option tells where its table of CPUs lies. */
static void read_instance_v6(struct cursor *c, struct dat_head *h, uint32_t cpus)
{
	struct cursor at = { .fd = h->fd, .big = h->big, .end = h->file_size };
	struct dat_buffer b = { .page_size = h->page_size };
	char name[256], kind[10];

	at.at = cursor_number(c, 8);
	cursor_string(c, name, sizeof(name));
	b.name = name_of(name);
	if (c->cut || at.at > at.end || !is_flyrecord(&at, kind))
		return;
	read_cpu_table(&at, &b, cpus);
	*vec_push(&h->buffers) = b;
}

static void read_options_v6(struct cursor *c, struct dat_head *h, uint32_t cpus)
{
	for (unsigned i = 0; i < OPTIONS_MAX && !c->cut; i++) {
		unsigned id = (unsigned)cursor_number(c, 2);
		struct cursor option = *c;
		uint32_t n;

		if (id == OPTION_DONE)
			return;
		n = (uint32_t)cursor_number(c, 4);
		option.at = c->at;
		cursor_skip(c, n);
		if (c->cut)
			return;
		option.end = c->at;
		if (id == OPTION_BUFFER && h->buffers.n < BUFFERS_MAX)
			read_instance_v6(&option, h, cpus);
		else if (id == OPTION_UNAME)
			read_uname(&option, h);
		else if (id == OPTION_TSC2NSEC)
			read_tsc(&option, h);
	}
}

static bool read_v6(struct cursor *c, struct dat_head *h)
{
	struct dat_buffer top = { .page_size = h->page_size };
	uint32_t cpus;
	char kind[10];

	read_header(c, h);
	metadata_ftrace_events(c, h->decoder);
	metadata_event_formats(c, h->decoder);
	h->stext = metadata_kallsyms(c, h->decoder);
	metadata_printk(c);
	metadata_cmdlines(c, h->decoder);
	cpus = (uint32_t)cursor_number(c, 4);
	if (cpus > CPUS_MAX) {
		diag("%s: damaged: it says that it has %u CPUs", h->path, cpus);
		return false;
	}
	if (!is_flyrecord(c, kind) && !memcmp(kind, "options  ", 10)) {
		read_options_v6(c, h, cpus);
		is_flyrecord(c, kind);
	}
	if (!memcmp(kind, "latency  ", 10)) {
		diag("%s: a latency tracer's text in a trace.dat, which is not read", h->path);
		return false;
	}
	if (!memcmp(kind, "flyrecord", 10)) {
		read_cpu_table(c, &top, cpus);
		*vec_push(&h->buffers) = top;
	} else if (!c->cut) {
		diag("%s: damaged: there is no table of CPUs where it should be", h->path);
		h->told = true;
	}
	return true;
}

/* ---- version 7: sections, told by options ---- */

/*
 * The section @id at @offset: @c is set to its contents, unpacked into *@memory, which the caller
 * frees, if packed. False if it isn't there; *@packed tells whether its data is in chunks.
 */
static bool open_section(struct dat_head *h, unsigned id, uint64_t offset, struct cursor *c,
			 uint8_t **memory, bool *packed)
{
	uint64_t size;
	uint32_t from, to;
	char *src;

	*memory = NULL;
	*c = (struct cursor){ .fd = h->fd, .big = h->big, .at = offset, .end = h->file_size };
	if (offset >= h->file_size || cursor_number(c, 2) != id)
		return false;
	*packed = cursor_number(c, 2) & SECTION_PACKED;
	cursor_skip(c, 4);
	size = cursor_number(c, 8);
	if (c->cut || size > c->end - c->at)
		return false;
	c->end = c->at + size;
	if (!*packed || id == OPTION_BUFFER)
		return true;
	from = (uint32_t)cursor_number(c, 4);
	to = (uint32_t)cursor_number(c, 4);
	if (to > SECTION_MAX)
		return false;
	src = cursor_text(c, from, SECTION_MAX);
	if (!src)
		return false;
	*memory = xmalloc(to + 1u);
	if (!unpack(h->unpacker, src, from, *memory, to)) {
		xfree(src);
		xfree(*memory);
		*memory = NULL;
		return false;
	}
	xfree(src);
	*c = (struct cursor){ .memory = *memory, .big = h->big, .end = to };
	return true;
}

static void read_buffer_v7(struct cursor *option, struct dat_head *h)
{
	struct dat_buffer b = { 0 };
	struct cursor section;
	uint64_t offset = cursor_number(option, 8);
	char text[256];
	uint8_t *memory;
	uint32_t cpus;

	cursor_string(option, text, sizeof(text));
	b.name = *text ? name_of(text) : 0;
	cursor_string(option, text, sizeof(text)); /* the clock */
	b.page_size = (uint32_t)cursor_number(option, 4);
	cpus = (uint32_t)cursor_number(option, 4);
	if (option->cut || h->buffers.n >= BUFFERS_MAX ||
	    !open_section(h, OPTION_BUFFER, offset, &section, &memory, &b.packed))
		return;
	while (cpus-- && !option->cut) {
		struct dat_cpu cpu = { 0 };

		cpu.cpu = (uint32_t)cursor_number(option, 4);
		cpu.offset = cursor_number(option, 8);
		cpu.size = cursor_number(option, 8);
		if (!option->cut && cpu.size && cpu.cpu < CPUS_MAX)
			*vec_push(&b.cpus) = cpu;
	}
	*vec_push(&h->buffers) = b;
}

static void read_part_v7(struct dat_head *h, unsigned id, uint64_t offset)
{
	struct cursor c;
	uint8_t *memory;
	bool packed;

	/* Each is there once; a file that tells one again and again wants our time. */
	if (id < OPTION_HEADER_INFO || id > OPTION_CMDLINES || id == OPTION_PRINTK ||
	    h->seen >> id & 1)
		return;
	h->seen |= 1u << id;
	if (!open_section(h, id, offset, &c, &memory, &packed))
		c.cut = true;
	else if (id == OPTION_HEADER_INFO)
		read_header(&c, h);
	else if (id == OPTION_FTRACE_EVENTS)
		metadata_ftrace_events(&c, h->decoder);
	else if (id == OPTION_EVENT_FORMATS)
		metadata_event_formats(&c, h->decoder);
	else if (id == OPTION_KALLSYMS)
		h->stext = metadata_kallsyms(&c, h->decoder);
	else
		metadata_cmdlines(&c, h->decoder);
	if (c.cut)
		h->broken |= 1u << id;
	xfree(memory);
}

/* The options of one section; returns where the next section of options is, 0 if nowhere. */
static uint64_t read_options_v7(struct cursor *c, struct dat_head *h)
{
	for (unsigned i = 0; i < OPTIONS_MAX && !c->cut; i++) {
		unsigned id = (unsigned)cursor_number(c, 2);
		uint32_t n = (uint32_t)cursor_number(c, 4);
		struct cursor option = *c;

		cursor_skip(c, n);
		if (c->cut)
			return 0;
		option.end = c->at;
		switch (id) {
		case OPTION_DONE:
			return cursor_number(&option, 8);
		case OPTION_BUFFER:
			read_buffer_v7(&option, h);
			break;
		case OPTION_UNAME:
			read_uname(&option, h);
			break;
		case OPTION_TSC2NSEC:
			read_tsc(&option, h);
			break;
		default:
			if (n == 8)
				read_part_v7(h, id, cursor_number(&option, 8));
		}
	}
	return 0;
}

/* Once, for all parts together */
static void tell_broken(struct dat_head *h)
{
	static const struct {
		unsigned id;
		const char *what;
	} parts[] = {
		{ OPTION_HEADER_INFO, "the layout of its pages" },
		{ OPTION_FTRACE_EVENTS, "ftrace's formats" },
		{ OPTION_EVENT_FORMATS, "the events' formats" },
		{ OPTION_KALLSYMS, "symbols" },
		{ OPTION_CMDLINES, "names of tasks" },
	};
	struct strbuf list = { 0 };

	for (unsigned i = 0; i < ARRAY_SIZE(parts); i++)
		if (h->broken >> parts[i].id & 1)
			strbuf_printf(&list, "%s%s", list.len ? ", " : "", parts[i].what);
	if (list.len)
		diag("%s: damaged: it lacks %s", h->path, strbuf_str(&list));
	h->told |= list.len > 0;
	strbuf_free(&list);
}

static bool read_v7(struct cursor *c, struct dat_head *h)
{
	uint64_t offset;
	char packing[32], version[32];

	cursor_string(c, packing, sizeof(packing));
	cursor_string(c, version, sizeof(version));
	if (c->cut)
		return true;
	h->packing = !strcmp(packing, "none")	? PACKED_NOT
		     : !strcmp(packing, "zstd") ? PACKED_ZSTD
		     : !strcmp(packing, "zlib") ? PACKED_ZLIB
						: PACKED_UNKNOWN;
	if (h->packing == PACKED_UNKNOWN) {
		diag("%s: packed by `%s`, which is not known here: trace-cmd convert --compression none",
		     h->path, packing);
		return false;
	}
	h->unpacker = unpacker_new(h->packing);
	offset = cursor_number(c, 8);
	for (uint64_t behind = 0; offset && !c->cut;) {
		struct cursor options;
		uint8_t *memory;
		bool packed;

		/* Sections of options are written one behind the other: no circle. */
		if (offset <= behind ||
		    !open_section(h, OPTION_DONE, offset, &options, &memory, &packed)) {
			c->cut = true;
			break;
		}
		behind = offset;
		offset = read_options_v7(&options, h);
		c->cut = options.cut;
		xfree(memory);
	}
	return true;
}

/* ---- */

bool dat_head_read(struct dat_head *h, const struct input *in)
{
	struct cursor c = { .fd = in->fd };
	uint8_t start[MAGIC_LEN];
	struct stat st;
	char version[8];
	bool ok;

	memset(h, 0, sizeof(*h));
	h->path = in->path;
	h->fd = in->fd;
	if (fstat(in->fd, &st) || st.st_size < 0) {
		diag("%s: %s", in->path, strerror(errno));
		return false;
	}
	h->file_size = c.end = (uint64_t)st.st_size;
	cursor_take(&c, start, sizeof(start));
	cursor_string(&c, version, sizeof(version));
	h->version = (unsigned)atoi(version);
	if (h->version != 6 && h->version != 7) {
		diag("%s: a trace.dat of version %s; 6 and 7 can be read", h->path, version);
		return false;
	}
	h->big = c.big = cursor_number(&c, 1) == 1;
	cursor_skip(&c, 1); /* the size of a long of user space */
	h->page_size = (uint32_t)cursor_number(&c, 4);
	h->layout = (struct ring_layout){ .commit_at = 8, .long_size = 8, .data_at = 16 };
	h->layout.big = h->big;
	h->decoder = decoder_new(h->big);
	decoder_comm(h->decoder, 0, name_of("<idle>")); /* as ftrace calls it */
	ok = h->version == 6 ? read_v6(&c, h) : read_v7(&c, h);
	tell_broken(h);
	if (ok && c.cut && !h->told)
		diag("%s: cut off or damaged in its head", h->path);
	h->told |= !ok || c.cut;
	return ok;
}

void dat_head_free(struct dat_head *h)
{
	for (unsigned i = 0; i < h->buffers.n; i++)
		vec_free(&h->buffers.at[i].cpus);
	vec_free(&h->buffers);
	decoder_free(h->decoder);
	unpacker_free(h->unpacker);
}
