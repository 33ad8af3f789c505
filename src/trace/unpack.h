/* SPDX-License-Identifier: GPL-2.0-only */
/* Decompression of parts of recordings. */
#ifndef UNSPIN_TRACE_UNPACK_H
#define UNSPIN_TRACE_UNPACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum packing {
	PACKED_NOT,
	PACKED_ZLIB,
	PACKED_ZSTD,
	PACKED_UNKNOWN,
};

struct unpacker;
struct unpacker *unpacker_new(enum packing how);
void unpacker_free(struct unpacker *u);

/* Unpack @n bytes at @src into exactly @size bytes at @dst. False if they aren't that. */
bool unpack(struct unpacker *u, const void *src, size_t n, void *dst, size_t size);

#endif
