/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arenas: memory that is freed all at once.
 *
 * Everything read from one source file, from one function or for one run lives
 * in an arena of that lifetime, so nothing in the tree frees a node by hand.
 * An arena belongs to one thread at a time; it is not locked.
 */
#ifndef UNSPIN_BASE_ARENA_H
#define UNSPIN_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* the chunk that allocations come from */
	char *next;		   /* first free byte in it */
	char *end;		   /* first byte past it */
	size_t total;		   /* bytes in all chunks, for --stats */
};

/* An arena starts as all zeroes: struct arena a = { 0 }; */

/* @size zeroed bytes, aligned for any object. Never NULL: out of memory ends the program. */
void *arena_alloc(struct arena *a, size_t size);

/* Make an empty arena's first chunk hold exactly @size bytes: for what will not grow further. */
void arena_reserve(struct arena *a, size_t size);

/* A copy of the @len bytes at @src with a NUL after them. */
char *arena_strndup(struct arena *a, const char *src, size_t len);

/* A copy of the @size bytes at @src. */
void *arena_memdup(struct arena *a, const void *src, size_t size);

/* Forget everything but keep one chunk for the next use. */
void arena_reset(struct arena *a);

/* Give all memory back; the arena is empty and usable afterwards. */
void arena_free(struct arena *a);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc((a), sizeof(type) * (size_t)(n)))

#endif
