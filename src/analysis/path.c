// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interned access paths: see path.h.
 *
 * The table is shared by all threads: records stand in pages that never move,
 * and are found through 64 locked shards. A path's number is its shard and its
 * place there, as with names.
 */
#include "analysis/path.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/hash.h"

#define SHARD_BITS 6
#define SHARDS (1u << SHARD_BITS)
#define PAGE_BITS 10
#define PAGE_SIZE (1u << PAGE_BITS)
#define PAGES 4096u
#define LONGEST 14 /* steps; longer ones do not name a lock that anyone could follow */

static struct shard {
	pthread_mutex_t lock;
	uint32_t *slots; /* index + 1, 0 is free */
	uint32_t nslots, n;
	struct path *pages[PAGES];
} shards[SHARDS];

void paths_init(void)
{
	for (unsigned i = 0; i < SHARDS; i++)
		pthread_mutex_init(&shards[i].lock, NULL);
}

void paths_free(void)
{
	for (unsigned i = 0; i < SHARDS; i++) {
		struct shard *s = &shards[i];

		for (unsigned p = 0; p < PAGES && s->pages[p]; p++)
			xfree(s->pages[p]);
		xfree(s->slots);
		pthread_mutex_destroy(&s->lock);
		memset(s, 0, sizeof(*s));
	}
}

static inline struct path *at(const struct shard *s, uint32_t i)
{
	return &s->pages[i >> PAGE_BITS][i & (PAGE_SIZE - 1)];
}

const struct path *path_of(path_t p)
{
	return at(&shards[p & (SHARDS - 1)], (p >> SHARD_BITS) - 1);
}

static uint64_t hash_of(path_t base, uint32_t op, uint32_t a, uint32_t b)
{
	return hash_u64(hash_u64(hash_pair(base, op)) ^ hash_pair(a, b));
}

static void grow(struct shard *s)
{
	uint32_t nslots = s->nslots ? s->nslots * 2 : 256;
	uint32_t *slots = xcalloc(nslots, sizeof(*slots));

	for (uint32_t i = 0; i < s->n; i++) {
		const struct path *p = at(s, i);
		uint32_t k = (uint32_t)(hash_of(p->base, p->op, p->a, p->b) >> SHARD_BITS);

		while (slots[k & (nslots - 1)])
			k++;
		slots[k & (nslots - 1)] = i + 1;
	}
	xfree(s->slots);
	s->slots = slots;
	s->nslots = nslots;
}

static path_t intern(path_t base, enum path_op op, uint32_t a, uint32_t b, path_t key)
{
	uint64_t hash = hash_of(base, op, a, b);
	struct shard *s = &shards[hash & (SHARDS - 1)];
	uint32_t k = (uint32_t)(hash >> SHARD_BITS);

	pthread_mutex_lock(&s->lock);
	if (s->n * 2 >= s->nslots)
		grow(s);

	uint32_t i;

	for (; (i = s->slots[k & (s->nslots - 1)]); k++) {
		const struct path *p = at(s, i - 1);

		if (p->base == base && p->op == op && p->a == a && p->b == b)
			break;
	}
	if (!i && s->n >> PAGE_BITS < PAGES) {
		i = s->n + 1;
		if (!s->pages[s->n >> PAGE_BITS])
			s->pages[s->n >> PAGE_BITS] = xcalloc(PAGE_SIZE, sizeof(struct path));
		*at(s, s->n) = (struct path){
			.base = base,
			.key = key,
			.op = (uint8_t)op,
			/* casts of casts are one, so they can stay out of the count */
			.depth = (uint8_t)(base ? path_of(base)->depth + (op != P_CAST) : 0),
			.a = a,
			.b = b,
		};
		if (!key)
			at(s, s->n)->key = i << SHARD_BITS | (uint32_t)(hash & (SHARDS - 1));
		s->n++;
		s->slots[k & (s->nslots - 1)] = i;
	}
	pthread_mutex_unlock(&s->lock);
	return i ? i << SHARD_BITS | (uint32_t)(hash & (SHARDS - 1)) : 0;
}

path_t path_root(enum path_op op, uint32_t a, uint32_t b)
{
	return intern(0, op, a, b, 0);
}

/* The step without regard to casts; also used to compute keys. */
static path_t plain_step(path_t base, enum path_op op, uint32_t a, uint32_t b)
{
	const struct path *p = path_of(base);

	if ((op == P_DEREF && p->op == P_ADDR) || (op == P_ADDR && p->op == P_DEREF))
		return p->base;
	if (op == P_CONTAINER && p->op == P_ADDR) {
		const struct path *m = path_of(p->base);

		if (m->op == P_MEMBER && m->a == b && path_of(m->base)->op == P_DEREF)
			return path_of(m->base)->base;
	}
	if (op == P_MEMBER && p->op == P_DEREF) {
		const struct path *c = path_of(p->base);

		if (c->op == P_CONTAINER && c->b == a)
			return plain_step(c->base, P_DEREF, 0, 0);
	}
	if (p->depth >= LONGEST)
		return 0;
	return intern(base, op, a, b, 0);
}

path_t path_step(path_t base, enum path_op op, uint32_t a, uint32_t b)
{
	if (!base)
		return 0;

	const struct path *p = path_of(base);

	if (op == P_CAST) {
		if (p->op == P_CAST)
			base = p->base;
		else if (p->op == P_CONTAINER)
			return base;
		return intern(base, P_CAST, a, b, path_key(base));
	}
	if (p->key == base)
		return plain_step(base, op, a, b);
	if (p->op == P_CAST && op == P_DEREF && path_of(p->base)->op == P_ADDR)
		return path_of(p->base)->base;
	if ((op == P_DEREF && p->op == P_ADDR) || (op == P_ADDR && p->op == P_DEREF))
		return p->base;
	if (p->depth >= LONGEST)
		return 0;

	path_t key = plain_step(p->key, op, a, b);

	return key ? intern(base, op, a, b, key) : 0;
}

path_t path_origin(path_t p)
{
	while (p && path_of(p)->base)
		p = path_of(p)->base;
	return p;
}

bool path_same(path_t a, path_t b)
{
	a = path_key(a);
	if (!a || a != path_key(b))
		return false;
	for (; a; a = path_of(a)->base)
		if ((path_of(a)->op == P_INDEX && path_of(a)->a == NO_INDEX) ||
		    path_of(a)->op == P_EXPR)
			return false;
	return true;
}

path_t path_subst(path_t p, const path_t *args, unsigned n)
{
	if (!p)
		return 0;

	struct path x = *path_of(p);

	if (x.base) {
		path_t base = path_subst(x.base, args, n);

		return base == x.base ? p : path_step(base, x.op, x.a, x.b);
	}
	if (x.op == P_PARAM)
		return x.a < n && !x.b ? args[x.a] : 0;
	return x.op == P_GLOBAL || x.op == P_CLASS ? p : 0;
}

bool path_is_variable(path_t p)
{
	const struct path *x = path_of(path_key(p));

	while (x->base && (x->op == P_MEMBER || x->op == P_INDEX))
		x = path_of(x->base);
	return p && x->op == P_GLOBAL;
}

path_t path_reassigned(path_t p, uint32_t mask)
{
	path_t root = path_origin(p);

	if (!root)
		return p;

	struct path x = *path_of(p);

	if (path_of(root)->op != P_PARAM || path_of(root)->a > 31 ||
	    !(mask & 1u << path_of(root)->a))
		return p;
	return x.base ? path_step(path_reassigned(x.base, mask), x.op, x.a, x.b)
		      : path_root(P_PARAM, x.a, 1);
}

bool path_is_visible(path_t p)
{
	p = path_origin(p);
	return p && ((path_of(p)->op == P_PARAM && !path_of(p)->b) || path_of(p)->op == P_GLOBAL);
}

bool path_goes_through(path_t p, path_t object)
{
	for (p = path_key(p); p; p = path_of(p)->base)
		if (path_of(p)->base == object)
			return object != 0;
	return false;
}
