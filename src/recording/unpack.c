// SPDX-License-Identifier: GPL-2.0-only
/* Decompression with libzstd and zlib. */
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "recording/unpack.h"

struct unpacker {
	enum packing how;
	ZSTD_DCtx *zstd;
};

struct unpacker *unpacker_new(enum packing how)
{
	struct unpacker *u = xcalloc(1, sizeof(*u));

	u->how = how;
	if (how == PACKED_ZSTD) {
		u->zstd = ZSTD_createDCtx();
		if (!u->zstd)
			die("out of memory");
	}
	return u;
}

void unpacker_free(struct unpacker *u)
{
	if (!u)
		return;
	ZSTD_freeDCtx(u->zstd);
	xfree(u);
}

bool unpack(struct unpacker *u, const void *src, size_t n, void *dst, size_t size)
{
	uLongf got = size;

	switch (u->how) {
	case PACKED_NOT:
		if (n != size)
			return false;
		memcpy(dst, src, n);
		return true;
	case PACKED_ZLIB:
		return uncompress(dst, &got, src, n) == Z_OK && got == size;
	case PACKED_ZSTD:
		return ZSTD_decompressDCtx(u->zstd, dst, size, src, n) == size;
	default:
		return false;
	}
}

bool unpack_stream(struct unpacker *u, const uint8_t **src, size_t *n, void *dst, size_t size,
		   size_t *got)
{
	ZSTD_inBuffer in = { *src, *n, 0 };
	ZSTD_outBuffer out = { dst, size, 0 };
	size_t state = 0;

	while (in.pos < in.size || (out.pos && out.pos < out.size && state)) {
		size_t before = in.pos + out.pos;

		state = ZSTD_decompressStream(u->zstd, &out, &in);
		if (ZSTD_isError(state))
			break;
		if (out.pos == out.size || in.pos + out.pos == before)
			break;
	}
	*src += in.pos;
	*n -= in.pos;
	*got = out.pos;
	return !ZSTD_isError(state);
}
