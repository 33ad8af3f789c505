/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers in recordings of machines of either byte order, at any address. */
#ifndef UNSPIN_RECORDING_BYTES_H
#define UNSPIN_RECORDING_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define HOST_IS_BIG (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__)

static inline uint16_t bytes_u16(const uint8_t *p, bool big)
{
	uint16_t v;

	memcpy(&v, p, sizeof(v));
	return big == HOST_IS_BIG ? v : __builtin_bswap16(v);
}

static inline uint32_t bytes_u32(const uint8_t *p, bool big)
{
	uint32_t v;

	memcpy(&v, p, sizeof(v));
	return big == HOST_IS_BIG ? v : __builtin_bswap32(v);
}

static inline uint64_t bytes_u64(const uint8_t *p, bool big)
{
	uint64_t v;

	memcpy(&v, p, sizeof(v));
	return big == HOST_IS_BIG ? v : __builtin_bswap64(v);
}

/* An unsigned number of @size bytes; 0 for a size that no number has. */
static inline uint64_t bytes_number(const uint8_t *p, unsigned size, bool big)
{
	switch (size) {
	case 1:
		return *p;
	case 2:
		return bytes_u16(p, big);
	case 4:
		return bytes_u32(p, big);
	case 8:
		return bytes_u64(p, big);
	default:
		return 0;
	}
}

#endif
