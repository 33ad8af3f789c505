// SPDX-License-Identifier: GPL-2.0-only
/* Reads the head of trace.dat files, versions 6 and 7. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "trace/bytes.h"
#include "trace/dat_head.h"

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
#define FORMAT_MAX (1u << 20)
#define SECTION_MAX (256u << 20)
#define CPUS_MAX 8192u /* x86's CONFIG_MAXSMP */
#define OPTIONS_MAX 100000u

size_t dat_pread(const struct dat_head *h, void *buf, size_t n, uint64_t offset)
{
	size_t got = 0;

	while (got < n && offset + got < h->file_size) {
		ssize_t r = pread(h->fd, (char *)buf + got, n - got, (off_t)(offset + got));

		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			break;
		got += (size_t)r;
	}
	return got;
}

bool dat_looks(const unsigned char *head, unsigned n)
{
	return n >= MAGIC_LEN && !memcmp(head, MAGIC, MAGIC_LEN);
}

/* ---- a cursor over the file, or over an unpacked section ---- */

struct cursor {
	const struct dat_head *h;
	const uint8_t *memory; /* NULL: the file */
	uint64_t at, end;
	bool cut; /* something was asked for that isn't there */
};

static bool take(struct cursor *c, void *buf, uint64_t n)
{
	if (c->cut || n > c->end - c->at) {
		c->cut = true;
		return false;
	}
	if (c->memory)
		memcpy(buf, c->memory + c->at, n);
	else if (dat_pread(c->h, buf, n, c->at) < n)
		c->cut = true;
	c->at += n;
	return !c->cut;
}

static uint64_t take_number(struct cursor *c, unsigned size)
{
	uint8_t buf[8];

	return take(c, buf, size) ? bytes_number(buf, size, c->h->big) : 0;
}

/* @n bytes in memory of their own, with a NUL after them; NULL and cut if they aren't there. */
static char *take_text(struct cursor *c, uint64_t n, uint64_t max)
{
	char *s;

	if (c->cut || n > max || n > c->end - c->at) {
		c->cut = true;
		return NULL;
	}
	s = xmalloc(n + 1);
	if (!take(c, s, n)) {
		xfree(s);
		return NULL;
	}
	s[n] = 0;
	return s;
}

/* A string up to its NUL, cut at @size - 1 bytes. */
static void take_string(struct cursor *c, char *buf, size_t size)
{
	size_t n = 0;
	char ch;

	while (take(c, &ch, 1) && ch)
		if (n + 1 < size)
			buf[n++] = ch;
	buf[n] = 0;
}

static void skip(struct cursor *c, uint64_t n)
{
	if (c->cut || n > c->end - c->at)
		c->cut = true;
	else
		c->at += n;
}

/* ---- the parts, which are the same in both versions ---- */

static void read_header_info(struct cursor *c, struct dat_head *h)
{
	char word[16];
	uint64_t n;
	char *text;

	take(c, word, sizeof("header_page"));
	n = take_number(c, 8);
	text = take_text(c, n, FORMAT_MAX);
	if (text && !ring_layout_parse(text, n, &h->layout))
		diag("%s: its header_page is not known; taken for a 64-bit kernel's", h->path);
	xfree(text);
	decoder_long(h->decoder, h->layout.long_size);
	take(c, word, sizeof("header_event"));
	skip(c, take_number(c, 8));
}

static void read_formats(struct cursor *c, struct dat_head *h, const char *system, uint32_t count)
{
	while (count-- && !c->cut) {
		uint64_t n = take_number(c, 8);
		char *text = take_text(c, n, FORMAT_MAX);

		if (text)
			decoder_add_format(h->decoder, system, text, n, NULL, NULL);
		xfree(text);
	}
}

static void read_ftrace_events(struct cursor *c, struct dat_head *h)
{
	read_formats(c, h, "ftrace", (uint32_t)take_number(c, 4));
}

static void read_event_formats(struct cursor *c, struct dat_head *h)
{
	uint32_t systems = (uint32_t)take_number(c, 4);
	char system[64];

	while (systems-- && !c->cut) {
		take_string(c, system, sizeof(system));
		read_formats(c, h, system, (uint32_t)take_number(c, 4));
	}
}

static void read_kallsyms(struct cursor *c, struct dat_head *h)
{
	uint32_t n = (uint32_t)take_number(c, 4);
	char *text = take_text(c, n, SECTION_MAX);

	if (text && n)
		h->stext = decoder_kallsyms(h->decoder, text, n);
	xfree(text);
}

static void read_printk(struct cursor *c, struct dat_head *h)
{
	(void)h;
	skip(c, take_number(c, 4));
}

/* Lines of "PID NAME" */
static void read_cmdlines(struct cursor *c, struct dat_head *h)
{
	uint64_t n = take_number(c, 8);
	char *text = take_text(c, n, SECTION_MAX), *save = NULL;

	for (char *line = text ? strtok_r(text, "\n", &save) : NULL; line;
	     line = strtok_r(NULL, "\n", &save)) {
		char *name;
		long pid = strtol(line, &name, 10);

		if (name != line && *name == ' ' && pid >= 0 && pid <= INT32_MAX)
			decoder_comm(h->decoder, (int32_t)pid, name_of(name + 1));
	}
	xfree(text);
}

static void read_tsc(struct cursor *c, struct dat_head *h)
{
	h->tsc_mult = (uint32_t)take_number(c, 4);
	h->tsc_shift = (uint32_t)take_number(c, 4) & 63;
	h->tsc_offset = take_number(c, 8);
}

static void read_uname(struct cursor *c, struct dat_head *h)
{
	char name[512];
	const char *word = name;

	/* "Linux HOST RELEASE MACHINE"; a host's name may be a number */
	take_string(c, name, sizeof(name));
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

		cpu.offset = take_number(c, 8);
		cpu.size = take_number(c, 8);
		if (!c->cut && cpu.size)
			*vec_push(&b->cpus) = cpu;
	}
}

static bool is_flyrecord(struct cursor *c, char kind[10])
{
	memset(kind, 0, 10);
	return take(c, kind, 10) && !memcmp(kind, "flyrecord", 10);
}

/* An instance's buffer: the option tells where its table of CPUs lies. */
static void read_instance_v6(struct cursor *c, struct dat_head *h, uint32_t cpus)
{
	struct cursor at = { .h = h, .end = h->file_size };
	struct dat_buffer b = { .page_size = h->page_size };
	char name[256], kind[10];

	at.at = take_number(c, 8);
	take_string(c, name, sizeof(name));
	b.name = name_of(name);
	if (c->cut || at.at > at.end || !is_flyrecord(&at, kind))
		return;
	read_cpu_table(&at, &b, cpus);
	*vec_push(&h->buffers) = b;
}

static void read_options_v6(struct cursor *c, struct dat_head *h, uint32_t cpus)
{
	for (unsigned i = 0; i < OPTIONS_MAX && !c->cut; i++) {
		unsigned id = (unsigned)take_number(c, 2);
		struct cursor option = *c;
		uint32_t n;

		if (id == OPTION_DONE)
			return;
		n = (uint32_t)take_number(c, 4);
		option.at = c->at;
		skip(c, n);
		if (c->cut)
			return;
		option.end = c->at;
		if (id == OPTION_BUFFER)
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

	read_header_info(c, h);
	read_ftrace_events(c, h);
	read_event_formats(c, h);
	read_kallsyms(c, h);
	read_printk(c, h);
	read_cmdlines(c, h);
	cpus = (uint32_t)take_number(c, 4);
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
	*c = (struct cursor){ .h = h, .at = offset, .end = h->file_size };
	if (offset >= h->file_size || take_number(c, 2) != id)
		return false;
	*packed = take_number(c, 2) & SECTION_PACKED;
	skip(c, 4);
	size = take_number(c, 8);
	if (c->cut || size > c->end - c->at)
		return false;
	c->end = c->at + size;
	if (!*packed || id == OPTION_BUFFER)
		return true;
	from = (uint32_t)take_number(c, 4);
	to = (uint32_t)take_number(c, 4);
	if (to > SECTION_MAX)
		return false;
	src = take_text(c, from, SECTION_MAX);
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
	*c = (struct cursor){ .h = h, .memory = *memory, .end = to };
	return true;
}

static void read_buffer_v7(struct cursor *option, struct dat_head *h)
{
	struct dat_buffer b = { 0 };
	struct cursor section;
	uint64_t offset = take_number(option, 8);
	char text[256];
	uint8_t *memory;
	uint32_t cpus;

	take_string(option, text, sizeof(text));
	b.name = *text ? name_of(text) : 0;
	take_string(option, text, sizeof(text)); /* the clock */
	b.page_size = (uint32_t)take_number(option, 4);
	cpus = (uint32_t)take_number(option, 4);
	if (option->cut || !open_section(h, OPTION_BUFFER, offset, &section, &memory, &b.packed))
		return;
	while (cpus-- && !option->cut) {
		struct dat_cpu cpu = { 0 };

		cpu.cpu = (uint32_t)take_number(option, 4);
		cpu.offset = take_number(option, 8);
		cpu.size = take_number(option, 8);
		if (!option->cut && cpu.size && cpu.cpu < CPUS_MAX)
			*vec_push(&b.cpus) = cpu;
	}
	*vec_push(&h->buffers) = b;
}

static void read_part_v7(struct dat_head *h, unsigned id, uint64_t offset)
{
	static void (*const readers[])(struct cursor * c, struct dat_head * h) = {
		[OPTION_HEADER_INFO] = read_header_info,
		[OPTION_FTRACE_EVENTS] = read_ftrace_events,
		[OPTION_EVENT_FORMATS] = read_event_formats,
		[OPTION_KALLSYMS] = read_kallsyms,
		[OPTION_CMDLINES] = read_cmdlines,
	};
	struct cursor c;
	uint8_t *memory;
	bool packed;

	if (id >= ARRAY_SIZE(readers) || !readers[id])
		return;
	if (open_section(h, id, offset, &c, &memory, &packed))
		readers[id](&c, h);
	else
		c.cut = true;
	if (c.cut)
		diag("%s: damaged: section %u at byte %llu can't be read", h->path, id,
		     (unsigned long long)offset);
	xfree(memory);
}

/* The options of one section; returns where the next section of options is, 0 if nowhere. */
static uint64_t read_options_v7(struct cursor *c, struct dat_head *h)
{
	for (unsigned i = 0; i < OPTIONS_MAX && !c->cut; i++) {
		unsigned id = (unsigned)take_number(c, 2);
		uint32_t n = (uint32_t)take_number(c, 4);
		struct cursor option = *c;

		skip(c, n);
		if (c->cut)
			return 0;
		option.end = c->at;
		switch (id) {
		case OPTION_DONE:
			return take_number(&option, 8);
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
				read_part_v7(h, id, take_number(&option, 8));
		}
	}
	return 0;
}

static bool read_v7(struct cursor *c, struct dat_head *h)
{
	uint64_t offset;
	char packing[32], version[32];

	take_string(c, packing, sizeof(packing));
	take_string(c, version, sizeof(version));
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
	offset = take_number(c, 8);
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
	struct cursor c = { .h = h };
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
	take(&c, start, sizeof(start));
	take_string(&c, version, sizeof(version));
	h->version = (unsigned)atoi(version);
	if (h->version != 6 && h->version != 7) {
		diag("%s: a trace.dat of version %s; 6 and 7 can be read", h->path, version);
		return false;
	}
	h->big = take_number(&c, 1) == 1;
	skip(&c, 1); /* the size of a long of user space */
	h->page_size = (uint32_t)take_number(&c, 4);
	h->layout = (struct ring_layout){ .commit_at = 8, .long_size = 8, .data_at = 16 };
	h->layout.big = h->big;
	h->decoder = decoder_new(h->big);
	decoder_comm(h->decoder, 0, name_of("<idle>")); /* as ftrace calls it */
	ok = h->version == 6 ? read_v6(&c, h) : read_v7(&c, h);
	if (ok && c.cut)
		diag("%s: cut off or damaged in its head", h->path);
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
