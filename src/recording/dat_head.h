/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a trace.dat says before its ring-buffer pages: byte order, layout of
 * pages, event formats, symbols, names of tasks, and where each CPU's pages lie.
 *
 * The file format is documented in trace-cmd.dat.v6(5) and trace-cmd.dat.v7(5).
 * It is read here and not by libtracecmd: with 3.1.6, a file that was cut off ends
 * without a word and with success, and libtraceevent 1.7.1, which it needs for
 * formats, runs off the stack where a print format nests deep enough.
 */
#ifndef UNSPIN_RECORDING_DAT_HEAD_H
#define UNSPIN_RECORDING_DAT_HEAD_H

#include "base/alloc.h"
#include "recording/decode.h"
#include "recording/reader.h"
#include "recording/ring_page.h"
#include "recording/unpack.h"

/* Where one CPU's pages lie. */
struct dat_cpu {
	uint32_t cpu;
	uint64_t offset, size; /* in the file; of the packed data if packed */
};

/* A ring buffer: the top one or that of an instance (trace-cmd record -B). */
struct dat_buffer {
	name_t name; /* 0: the top one */
	uint32_t page_size;
	bool packed; /* in chunks */
	VEC(struct dat_cpu) cpus;
};

struct dat_head {
	const char *path;
	int fd;
	uint64_t file_size;
	unsigned version; /* 6 or 7 */
	bool big;
	uint32_t page_size;
	struct ring_layout layout;
	enum packing packing;
	uint64_t stext;
	/* Ticks of the x86-tsc clock to ns: (t * mult >> shift) + offset; mult 0: as they are. */
	uint32_t tsc_mult, tsc_shift;
	uint64_t tsc_offset;
	VEC(struct dat_buffer) buffers;
	uint32_t seen;	 /* parts that were read: bits by the number of their section */
	uint32_t broken; /* parts that can't be read, in the same way */
	bool told;	 /* what is damaged was said; one line is enough */
	struct decoder *decoder;
	struct unpacker *unpacker;
	size_t windows; /* bytes in memory of all CPUs' data */
};

#define PAGE_SIZE_MAX (1u << 20)

/* Does a file that begins so look like a trace.dat? */
bool dat_looks(const unsigned char *head, unsigned n);

/*
 * Read the head of @in. What is missing or makes no sense is told by one diag(); false if
 * nothing can be read without it. Free with dat_head_free() in either case.
 */
bool dat_head_read(struct dat_head *h, const struct input *in);
void dat_head_free(struct dat_head *h);

#endif
