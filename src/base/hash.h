/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Hashes: one function for bytes, one for integers, and a map from a 64-bit key
 * to a 32-bit value, which is all that the tables of this program need.
 */
#ifndef UNSPIN_BASE_HASH_H
#define UNSPIN_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Not for hostile tables of unbounded growth: speed over strength. */
uint32_t hash_bytes(const void *p, size_t len);
uint64_t hash_bytes64(const void *p, size_t len, uint64_t seed);

/* splitmix64's finalizer (Steele, Lea, Flood 2014) */
static inline uint64_t hash_u64(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static inline uint64_t hash_pair(uint32_t a, uint32_t b)
{
	return (uint64_t)a << 32 | b;
}

/* Map from any 64-bit key but ~0 to a 32-bit value; starts as all zeroes. */
struct map {
	uint64_t *keys;
	uint32_t *vals;
	uint32_t n, cap;
};

/* The value's place for @key, NULL if absent; valid until the next map_put. */
uint32_t *map_get(const struct map *m, uint64_t key);

/* As map_get, but adds the key with value 0 where absent; *@fresh (may be NULL) tells. */
uint32_t *map_put(struct map *m, uint64_t key, bool *fresh);

void map_clear(struct map *m);
void map_free(struct map *m);

#endif
