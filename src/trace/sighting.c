// SPDX-License-Identifier: GPL-2.0-only
/* Stores of sightings and of the stacks that belong to them. */
#include "trace/sighting.h"

#include <string.h>

static uint64_t hash_stack(const struct event_frame *frames, unsigned n)
{
	uint64_t h = n + 1;

	for (unsigned i = 0; i < n; i++)
		h = hash_u64(h + frames[i].address * 31 +
			     hash_pair(frames[i].function, frames[i].offset));
	return h == UINT64_MAX ? 0 : h;
}

static bool frames_equal(const struct event_frame *a, const struct event_frame *b, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (a[i].address != b[i].address || a[i].function != b[i].function ||
		    a[i].offset != b[i].offset)
			return false;
	return true;
}

unsigned stacks_at(const struct stacks *s, uint32_t stack, const struct event_frame **frames)
{
	uint32_t end;

	if (!stack || stack >= s->first.n)
		return 0;
	end = stack + 1 < s->first.n ? s->first.at[stack + 1] : s->frames.n;
	*frames = s->frames.at + s->first.at[stack];
	return end - s->first.at[stack];
}

uint32_t stacks_add(struct stacks *s, const struct event_frame *frames, unsigned n)
{
	uint64_t hash = hash_stack(frames, n);
	const struct event_frame *old;
	uint32_t *known;

	if (!n)
		return 0;
	if (!s->first.n)
		*vec_push(&s->first) = 0;
	known = map_get(&s->by_hash, hash);
	if (known && stacks_at(s, *known, &old) == n && frames_equal(old, frames, n))
		return *known;
	if (s->frames.n + n > STACK_FRAMES) {
		s->full = true;
		return 0;
	}
	*vec_push(&s->first) = s->frames.n;
	for (unsigned i = 0; i < n; i++)
		*vec_push(&s->frames) = frames[i];
	*map_put(&s->by_hash, hash, NULL) = s->first.n - 1;
	return s->first.n - 1;
}

void stacks_free(struct stacks *s)
{
	vec_free(&s->frames);
	vec_free(&s->first);
	map_free(&s->by_hash);
}

void sightings_init(struct sightings *s)
{
	memset(s, 0, sizeof(*s));
	s->recent = xcalloc(RECENT, sizeof(*s->recent));
	vec_push(&s->kept);
}

void sightings_free(struct sightings *s)
{
	xfree(s->recent);
	vec_free(&s->kept);
}

struct sighting *sightings_new(struct sightings *s, uint64_t *ref)
{
	struct recent *r = &s->recent[++s->last % RECENT];

	*ref = s->last;
	r->ref = s->last;
	r->kept = 0;
	return &r->s;
}

const struct sighting *sightings_recent(const struct sightings *s, uint64_t ref)
{
	const struct recent *r = &s->recent[ref % RECENT];

	return ref && r->ref == ref ? &r->s : NULL;
}

uint32_t sightings_keep_copy(struct sightings *s, const struct sighting *copy)
{
	struct sighting mine = *copy;

	*vec_push(&s->kept) = mine;
	return s->kept.n - 1;
}

uint32_t sightings_kept(const struct sightings *s, uint64_t ref)
{
	const struct recent *r = &s->recent[ref % RECENT];

	return ref && r->ref == ref ? r->kept : 0;
}

uint32_t sightings_keep(struct sightings *s, uint64_t ref)
{
	struct recent *r = &s->recent[ref % RECENT];

	if (!ref || r->ref != ref)
		return 0;
	if (!r->kept)
		r->kept = sightings_keep_copy(s, &r->s);
	return r->kept;
}
