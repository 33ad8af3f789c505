// SPDX-License-Identifier: GPL-2.0-only
/* Hashes and the integer map: see hash.h. */
#include "base/hash.h"

#include <string.h>

#include "base/alloc.h"

#define NO_KEY UINT64_MAX

uint64_t hash_bytes64(const void *p, size_t len, uint64_t seed)
{
	const unsigned char *s = p;
	uint64_t h = seed ^ (len * 0x9e3779b97f4a7c15u);

	for (; len >= 8; len -= 8, s += 8) {
		uint64_t w;

		memcpy(&w, s, 8);
		h = (h ^ w) * 0x9fb21c651e98df25u;
		h ^= h >> 32;
	}

	uint64_t w = 0;

	memcpy(&w, s, len);
	h = (h ^ w) * 0x9fb21c651e98df25u;
	return h ^ h >> 29;
}

uint32_t hash_bytes(const void *p, size_t len)
{
	uint64_t h = hash_bytes64(p, len, 0);

	return (uint32_t)(h ^ h >> 32);
}

static uint32_t slot_of(const struct map *m, uint64_t key)
{
	uint32_t i = (uint32_t)hash_u64(key) & (m->cap - 1);

	while (m->keys[i] != key && m->keys[i] != NO_KEY)
		i = (i + 1) & (m->cap - 1);
	return i;
}

uint32_t *map_get(const struct map *m, uint64_t key)
{
	if (!m->n)
		return NULL;

	uint32_t i = slot_of(m, key);

	return m->keys[i] == key ? &m->vals[i] : NULL;
}

static void resize(struct map *m, uint32_t cap)
{
	struct map old = *m;

	m->cap = cap;
	m->keys = xmalloc(cap * sizeof(*m->keys));
	m->vals = xcalloc(cap, sizeof(*m->vals));
	memset(m->keys, 0xff, cap * sizeof(*m->keys));
	for (uint32_t i = 0; i < old.cap; i++) {
		if (old.keys[i] == NO_KEY)
			continue;

		uint32_t at = slot_of(m, old.keys[i]);

		m->keys[at] = old.keys[i];
		m->vals[at] = old.vals[i];
	}
	xfree(old.keys);
	xfree(old.vals);
}

uint32_t *map_put(struct map *m, uint64_t key, bool *fresh)
{
	if ((m->n + 1) * 3 > m->cap * 2)
		resize(m, m->cap ? m->cap * 2 : 16);

	uint32_t i = slot_of(m, key);
	bool is_new = m->keys[i] == NO_KEY;

	if (is_new) {
		m->keys[i] = key;
		m->vals[i] = 0;
		m->n++;
	}
	if (fresh)
		*fresh = is_new;
	return &m->vals[i];
}

void map_clear(struct map *m)
{
	if (m->cap)
		memset(m->keys, 0xff, m->cap * sizeof(*m->keys));
	m->n = 0;
}

void map_free(struct map *m)
{
	xfree(m->keys);
	xfree(m->vals);
	*m = (struct map){ 0 };
}
