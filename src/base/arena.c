// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arenas: see arena.h. Chunks double up to a cap, so that an arena for a
 * ten-line file costs one small page and one for a 5 MB table few calls.
 */
#include "base/arena.h"

#include <string.h>

#include "base/alloc.h"

#define FIRST_CHUNK (16u << 10)
#define LARGEST_CHUNK (1u << 20)
#define ALIGN 8u

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* usable bytes behind this header */
	char data[];
};

static void add_chunk(struct arena *a, size_t size)
{
	struct arena_chunk *c = xmalloc(sizeof(*c) + size);

	c->older = a->chunk;
	c->size = size;
	a->chunk = c;
	a->next = c->data;
	a->end = c->data + size;
	a->total += size;
}

static void grow(struct arena *a, size_t need)
{
	size_t size = a->chunk ? a->chunk->size * 2 : FIRST_CHUNK;

	if (size > LARGEST_CHUNK)
		size = LARGEST_CHUNK;
	add_chunk(a, size < need ? need : size);
}

void arena_reserve(struct arena *a, size_t size)
{
	if (!a->chunk)
		add_chunk(a, (size + ALIGN - 1) & ~(size_t)(ALIGN - 1));
}

void *arena_alloc(struct arena *a, size_t size)
{
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!a->chunk || (size_t)(a->end - a->next) < size)
		grow(a, size);

	void *p = a->next;

	a->next += size;
	return memset(p, 0, size);
}

char *arena_strndup(struct arena *a, const char *src, size_t len)
{
	char *p = arena_alloc(a, len + 1);

	memcpy(p, src, len);
	return p;
}

void *arena_memdup(struct arena *a, const void *src, size_t size)
{
	void *p = arena_alloc(a, size);

	if (size)
		memcpy(p, src, size);
	return p;
}

static void free_chunks(struct arena_chunk *c)
{
	while (c) {
		struct arena_chunk *older = c->older;

		xfree(c);
		c = older;
	}
}

void arena_reset(struct arena *a)
{
	if (!a->chunk)
		return;
	free_chunks(a->chunk->older);
	a->chunk->older = NULL;
	a->next = a->chunk->data;
	a->end = a->chunk->data + a->chunk->size;
	a->total = a->chunk->size;
}

void arena_free(struct arena *a)
{
	free_chunks(a->chunk);
	*a = (struct arena){ 0 };
}
