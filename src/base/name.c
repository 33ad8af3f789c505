// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interned names: see name.h.
 *
 * 64 shards, each an open-addressed table of numbers under its own lock. A
 * name's number holds its shard in the low bits and its index there in the
 * rest. The records live in fixed-size pages that never move, so name_str()
 * needs no lock. In front stands a small cache per thread: source repeats the
 * same few thousand words, and the lock is then hardly ever taken.
 */
#include "base/name.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/hash.h"

#define SHARD_BITS 6
#define SHARDS (1u << SHARD_BITS)
#define PAGE_BITS 12
#define PAGE_SIZE (1u << PAGE_BITS)
#define PAGES 4096u

struct record {
	const char *str;
	uint32_t len;
	uint32_t hash;
};

static struct shard {
	pthread_mutex_t lock;
	uint32_t *slots; /* index + 1 into the records, 0 is free */
	uint32_t nslots, n;
	struct record *pages[PAGES];
	struct arena text;
} shards[SHARDS] = { [0 ... SHARDS - 1] = { .lock = PTHREAD_MUTEX_INITIALIZER } };

#define CACHE_SIZE 65536u
static _Thread_local struct {
	uint32_t hash;
	name_t name;
} cache[CACHE_SIZE];
static _Thread_local unsigned cache_epoch;
static unsigned epoch;

static inline struct record *record_at(const struct shard *s, uint32_t i)
{
	return &s->pages[i >> PAGE_BITS][i & (PAGE_SIZE - 1)];
}

static inline const struct record *record_of(name_t n)
{
	return record_at(&shards[n & (SHARDS - 1)], (n >> SHARD_BITS) - 1);
}

static void shard_grow(struct shard *s)
{
	uint32_t nslots = s->nslots ? s->nslots * 2 : 1024;
	uint32_t *slots = xcalloc(nslots, sizeof(*slots));

	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t at = record_at(s, i)->hash >> SHARD_BITS;

		while (slots[at & (nslots - 1)])
			at++;
		slots[at & (nslots - 1)] = i + 1;
	}
	xfree(s->slots);
	s->slots = slots;
	s->nslots = nslots;
}

/* The record's index + 1 in its shard, 0 if absent and @add is not set. */
static uint32_t shard_lookup(struct shard *s, const char *str, size_t len, uint32_t hash, int add)
{
	if (s->n * 2 >= s->nslots) {
		if (!add && !s->nslots)
			return 0;
		shard_grow(s);
	}

	uint32_t at = hash >> SHARD_BITS;

	for (uint32_t i; (i = s->slots[at & (s->nslots - 1)]); at++) {
		const struct record *r = record_at(s, i - 1);

		if (r->hash == hash && r->len == len && !memcmp(r->str, str, len))
			return i;
	}
	if (!add)
		return 0;

	uint32_t i = s->n;

	if (i >> PAGE_BITS >= PAGES) {
		fputs("unspin: too many different names\n", stderr);
		exit(2);
	}
	if (!s->pages[i >> PAGE_BITS])
		s->pages[i >> PAGE_BITS] = xcalloc(PAGE_SIZE, sizeof(struct record));
	*record_at(s, i) =
		(struct record){ arena_strndup(&s->text, str, len), (uint32_t)len, hash };
	s->n++;
	s->slots[at & (s->nslots - 1)] = i + 1;
	return i + 1;
}

name_t name_intern(const char *str, size_t len)
{
	if (!len)
		return 0;

	uint32_t hash = hash_bytes(str, len);

	if (cache_epoch != epoch) {
		memset(cache, 0, sizeof(cache));
		cache_epoch = epoch;
	}

	uint32_t slot = hash & (CACHE_SIZE - 1);
	name_t n = cache[slot].name;

	if (n && cache[slot].hash == hash) {
		const struct record *r = record_of(n);

		if (r->len == len && !memcmp(r->str, str, len))
			return n;
	}

	struct shard *s = &shards[hash & (SHARDS - 1)];

	pthread_mutex_lock(&s->lock);
	n = shard_lookup(s, str, len, hash, 1) << SHARD_BITS | (hash & (SHARDS - 1));
	pthread_mutex_unlock(&s->lock);
	cache[slot].hash = hash;
	cache[slot].name = n;
	return n;
}

name_t name_of(const char *str)
{
	return name_intern(str, strlen(str));
}

name_t name_printf(const char *fmt, ...)
{
	char buf[512];
	va_list ap;

	va_start(ap, fmt);
	int len = vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	if (len < 0)
		return 0;
	return name_intern(buf, (size_t)len < sizeof(buf) ? (size_t)len : sizeof(buf) - 1);
}

name_t name_find(const char *str)
{
	size_t len = strlen(str);
	uint32_t hash = hash_bytes(str, len);
	struct shard *s = &shards[hash & (SHARDS - 1)];

	pthread_mutex_lock(&s->lock);
	uint32_t i = shard_lookup(s, str, len, hash, 0);
	pthread_mutex_unlock(&s->lock);
	return i ? i << SHARD_BITS | (hash & (SHARDS - 1)) : 0;
}

const char *name_str(name_t n)
{
	return n ? record_of(n)->str : "";
}

size_t name_len(name_t n)
{
	return n ? record_of(n)->len : 0;
}

int name_cmp(name_t a, name_t b)
{
	return a == b ? 0 : strcmp(name_str(a), name_str(b));
}

void name_free_all(void)
{
	for (unsigned i = 0; i < SHARDS; i++) {
		struct shard *s = &shards[i];

		for (unsigned p = 0; p < PAGES && s->pages[p]; p++) {
			xfree(s->pages[p]);
			s->pages[p] = NULL;
		}
		xfree(s->slots);
		arena_free(&s->text);
		s->slots = NULL;
		s->nslots = s->n = 0;
	}
	epoch++;
}
