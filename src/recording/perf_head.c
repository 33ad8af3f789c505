// SPDX-License-Identifier: GPL-2.0-only
/* Reads the head of perf.data files. */
#include <errno.h>
#include <linux/perf_event.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"
#include "recording/bytes.h"
#include "recording/metadata.h"
#include "recording/perf_head.h"

#define MAGIC "PERFILE2"
#define MAGIC_SWAPPED "2ELIFREP"
#define MAGIC_LEN 8u

/* A pipe's header is the magic and its own size. */
#define PIPE_HEADER_SIZE 16u

/* tools/perf/util/header.h */
enum {
	FEATURE_TRACING_DATA = 1,
	FEATURE_OSRELEASE = 4,
	FEATURE_ARCH = 6,
	FEATURE_NRCPUS = 7,
	FEATURE_BITS = 256,
};

#define ATTRS_MAX 65536u
#define IDS_MAX (1u << 20)

/* sample_id_all of struct perf_event_attr: bit fields begin at the other end in big-endian files */
#define ID_ALL_BIT 18

bool perf_looks(const unsigned char *head, unsigned n)
{
	return n >= MAGIC_LEN &&
	       (!memcmp(head, MAGIC, MAGIC_LEN) || !memcmp(head, MAGIC_SWAPPED, MAGIC_LEN));
}

/* struct perf_event_attr at @c, of which @size bytes are there */
static struct perf_attr *read_attr(struct perf_head *h, struct cursor *c, uint64_t size)
{
	struct cursor at = *c;
	struct perf_attr a;
	uint64_t flags;

	cursor_skip(c, size);
	if (c->cut || size < PERF_ATTR_SIZE_VER0 || h->attrs.n >= ATTRS_MAX)
		return NULL;
	a.type = (uint32_t)cursor_number(&at, 4);
	cursor_skip(&at, 4);
	a.config = cursor_number(&at, 8);
	cursor_skip(&at, 8);
	a.sample_type = cursor_number(&at, 8);
	a.read_format = cursor_number(&at, 8);
	flags = cursor_number(&at, 8);
	a.id_all = flags >> (h->big ? 63 - ID_ALL_BIT : ID_ALL_BIT) & 1;
	*vec_push(&h->attrs) = a;
	return vec_last(&h->attrs);
}

/* The ids up to the end of @c belong to the attr that was read last. */
static void read_ids(struct perf_head *h, struct cursor *c)
{
	while (c->end - c->at >= 8 && !c->cut && h->by_id.n < IDS_MAX) {
		uint64_t id = cursor_number(c, 8);

		if (id != UINT64_MAX)
			*map_put(&h->by_id, id, NULL) = h->attrs.n - 1;
	}
}

void perf_head_attr(struct perf_head *h, struct cursor *c)
{
	struct cursor at = *c;
	uint32_t size;

	cursor_skip(&at, 4);
	size = (uint32_t)cursor_number(&at, 4);
	if (read_attr(h, c, size ? size : PERF_ATTR_SIZE_VER0))
		read_ids(h, c);
}

void perf_head_metadata(struct perf_head *h, struct cursor *c)
{
	static const uint8_t magic[] = { 0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i', 'n', 'g' };
	uint8_t start[sizeof(magic)];
	struct ring_layout unused = { .big = h->big };
	char version[16];

	if (!cursor_take(c, start, sizeof(start)) || memcmp(start, magic, sizeof(magic))) {
		diag("%s: damaged: no event formats where they should be", h->path);
		return;
	}
	cursor_string(c, version, sizeof(version));
	c->big = cursor_number(c, 1) == 1;
	cursor_skip(c, 1 + 4); /* the size of a long of user space, that of a page */
	metadata_header(c, h->decoder, &unused);
	metadata_ftrace_events(c, h->decoder);
	metadata_event_formats(c, h->decoder);
	h->metadata = !c->cut;
	metadata_kallsyms(c, h->decoder);
	metadata_printk(c);
	if (strcmp(version, "0.6") >= 0)
		metadata_cmdlines(c, h->decoder);
}

void perf_head_feature(struct perf_head *h, unsigned feature, struct cursor *c)
{
	uint32_t n;
	char *s;

	switch (feature) {
	case FEATURE_TRACING_DATA:
		perf_head_metadata(h, c);
		break;
	case FEATURE_OSRELEASE:
	case FEATURE_ARCH:
		n = (uint32_t)cursor_number(c, 4);
		s = cursor_text(c, n, 4096);
		if (s && feature == FEATURE_OSRELEASE)
			decoder_release(h->decoder, s, strlen(s));
		else if (s)
			h->x86 = !strncmp(s, "x86", 3);
		xfree(s);
		break;
	case FEATURE_NRCPUS:
		n = (uint32_t)cursor_number(c, 4);
		if (n <= CPUS_MAX)
			h->cpus = n;
		break;
	}
}

/* A section of the file, as the table at @c says; empty, and cut, if the file doesn't have it. */
static struct cursor section(struct perf_head *h, struct cursor *c, uint64_t file_size)
{
	uint64_t at = cursor_number(c, 8), size = cursor_number(c, 8);

	if (c->cut || at > file_size || size > file_size - at) {
		h->cut = true;
		at = size = 0;
	}
	return (struct cursor){ .fd = h->fd, .big = h->big, .at = at, .end = at + size };
}

static void read_attrs(struct perf_head *h, struct cursor attrs, uint64_t attr_size, uint64_t size)
{
	while (attr_size >= PERF_ATTR_SIZE_VER0 + 16 && attr_size <= 4096 &&
	       attrs.end - attrs.at >= attr_size && h->attrs.n < ATTRS_MAX) {
		bool good = read_attr(h, &attrs, attr_size - 16);
		struct cursor ids = section(h, &attrs, size);

		if (good)
			read_ids(h, &ids);
	}
}

static bool read_file_head(struct perf_head *h, struct cursor *c, uint64_t file_size)
{
	uint64_t attr_size = cursor_number(c, 8), flags[FEATURE_BITS / 64], size;
	struct cursor attrs = section(h, c, file_size), table;

	h->data_at = cursor_number(c, 8);
	size = cursor_number(c, 8);
	cursor_skip(c, 16); /* event_types, which are no more */
	for (unsigned i = 0; i < ARRAY_SIZE(flags); i++)
		flags[i] = cursor_number(c, 8);
	if (c->cut || h->data_at > file_size) {
		diag("%s: cut off in its head", h->path);
		return false;
	}
	/* perf writes the size at last: when it was killed, it is 0 */
	if (!size || size > file_size - h->data_at) {
		h->cut = true;
		size = file_size - h->data_at;
	}
	h->data_end = h->data_at + size;
	read_attrs(h, attrs, attr_size, file_size);
	table = (struct cursor){ .fd = h->fd, .big = h->big, .at = h->data_end, .end = file_size };
	for (unsigned i = 0; i < FEATURE_BITS; i++) {
		struct cursor feature;

		if (!(flags[i / 64] >> i % 64 & 1))
			continue;
		feature = section(h, &table, file_size);
		if (feature.end > feature.at)
			perf_head_feature(h, i, &feature);
		h->cut |= feature.cut;
	}
	return true;
}

bool perf_head_read(struct perf_head *h, const struct input *in)
{
	struct cursor c = { .memory = in->head, .end = in->nhead };
	uint64_t size;
	struct stat st;

	memset(h, 0, sizeof(*h));
	h->path = in->path;
	h->fd = in->fd;
	h->big = !memcmp(in->head, MAGIC_SWAPPED, MAGIC_LEN) != HOST_IS_BIG;
	h->decoder = decoder_new(h->big);
	decoder_perf(h->decoder);
	decoder_comm(h->decoder, 0, name_of("swapper"));
	c.big = h->big;
	cursor_skip(&c, MAGIC_LEN);
	size = cursor_number(&c, 8);
	h->pipe = size == PIPE_HEADER_SIZE;
	if (h->pipe)
		return true;
	if (!in->seekable) {
		diag("%s: a perf.data can't be read from a pipe that was not written to one",
		     in->path);
		return false;
	}
	if (fstat(in->fd, &st)) {
		diag("%s: %s", in->path, strerror(errno));
		return false;
	}
	return read_file_head(h, &c, (uint64_t)st.st_size);
}

void perf_head_free(struct perf_head *h)
{
	vec_free(&h->attrs);
	map_free(&h->by_id);
	decoder_free(h->decoder);
}

uint32_t perf_head_has(const struct perf_head *h)
{
	uint32_t has = 0;

	for (unsigned i = 0; i < h->attrs.n; i++) {
		const struct perf_attr *a = &h->attrs.at[i];

		if (a->type != PERF_TYPE_TRACEPOINT)
			continue;
		has |= 1u << decoder_type(h->decoder, a->config);
		if (a->sample_type & PERF_SAMPLE_CALLCHAIN)
			has |= 1u << EV_STACK;
	}
	return has;
}
