/* SPDX-License-Identifier: GPL-2.0-only */
/* Decompression of parts of recordings. */
#ifndef UNSPIN_RECORDING_UNPACK_H
#define UNSPIN_RECORDING_UNPACK_H

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

/*
 * Unpack a stream that comes in pieces, zstd only: takes from *@src what it needs of *@n bytes,
 * puts at most @size bytes to @dst. False if it is damaged.
 */
bool unpack_stream(struct unpacker *u, const uint8_t **src, size_t *n, void *dst, size_t size,
		   size_t *got);

#endif
