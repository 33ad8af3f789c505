// SPDX-License-Identifier: GPL-2.0-only
/* Lock statistics from events: see stats.h. */
#include "trace/stats.h"

#include <string.h>

/* Flights are kept in sets by hash; of a full set, the oldest is given up. */
#define WAYS 4u

/* A lock that somebody holds or waits for. */
struct flight {
	bool is_used;
	bool is_read;
	uint32_t depth; /* a reader may take it again */
	uint32_t row;
	uint64_t task, lock;
	uint64_t held_since;
	uint64_t waits_since; /* 0: does not wait */
	struct stats_place place;
};

void stats_free(struct stats *s)
{
	vec_free(&s->rows);
	map_free(&s->by_name);
	xfree(s->flights);
}

static void give_up(struct stats *s, struct flight *f)
{
	s->given_up += f->is_used;
	f->is_used = false;
}

static void give_all_up(struct stats *s)
{
	for (unsigned i = 0; s->flights && i < STATS_FLIGHTS; i++)
		give_up(s, &s->flights[i]);
}

void stats_next_file(struct stats *s, uint32_t file)
{
	give_all_up(s);
	s->file = file;
}

/* ---- rows ---- */

struct stats_row *stats_row(struct stats *s, name_t name, unsigned ctx)
{
	uint64_t key = hash_pair(ctx, name);
	const uint32_t *known = map_get(&s->by_name, key);

	if (known)
		return &s->rows.at[*known];
	if (s->rows.n == STATS_ROWS_MAX)
		return NULL;
	*map_put(&s->by_name, key, NULL) = s->rows.n;

	struct stats_row *row = vec_push(&s->rows);

	row->name = name;
	row->ctx = (uint8_t)ctx;
	return row;
}

void stats_add_time(struct stats_time *t, struct stats_place *longest, uint64_t ns,
		    const struct stats_place *place)
{
	t->count++;
	t->total += ns;
	if (t->count > 1 && ns <= t->max)
		return;
	t->max = ns;
	*longest = *place;
}

static int in_order(const void *a, const void *b)
{
	const struct stats_row *x = a, *y = b;

	if (x->wait.total != y->wait.total)
		return x->wait.total > y->wait.total ? -1 : 1;
	if (x->hold.total != y->hold.total)
		return x->hold.total > y->hold.total ? -1 : 1;

	int by_name = name_cmp(x->name, y->name);

	return by_name ? by_name : x->ctx - y->ctx;
}

void stats_sort(struct stats *s)
{
	if (s->rows.n)
		qsort(s->rows.at, s->rows.n, sizeof(*s->rows.at), in_order);
	/* Their numbers are others now. */
	map_clear(&s->by_name);
	give_all_up(s);
}

/* ---- flights ---- */

/* As replay.c: the idle task is another one on each CPU. */
static uint64_t task_of(const struct event *e)
{
	if (e->pid > 0)
		return (uint64_t)e->pid;
	return (e->pid ? UINT64_C(2) : UINT64_C(1)) << 40 | e->cpu;
}

/* Where addresses are hidden, the name stands for the lock. */
static uint64_t lock_of(const struct event *e)
{
	return e->lock.lock ? e->lock.lock : e->lock.name;
}

static struct flight *set_of(struct stats *s, uint64_t task, uint64_t lock)
{
	return &s->flights[(hash_u64(hash_u64(task) ^ lock) & (STATS_FLIGHTS / WAYS - 1)) * WAYS];
}

/* Who holds or waits for the lock of @e in its task, NULL if that was not seen. */
static struct flight *flight_of(struct stats *s, const struct event *e)
{
	uint64_t task = task_of(e), lock = lock_of(e);
	struct flight *set;

	if (!s->flights)
		s->flights = xcalloc(STATS_FLIGHTS, sizeof(*s->flights));
	set = set_of(s, task, lock);
	for (unsigned way = 0; way < WAYS; way++)
		if (set[way].is_used && set[way].task == task && set[way].lock == lock)
			return &set[way];
	return NULL;
}

static struct flight *new_flight(struct stats *s, const struct event *e)
{
	uint64_t task = task_of(e), lock = lock_of(e);
	struct flight *set = set_of(s, task, lock), *f = set;

	for (unsigned way = 0; way < WAYS && f->is_used; way++)
		if (!set[way].is_used || set[way].held_since < f->held_since)
			f = &set[way];
	give_up(s, f);
	*f = (struct flight){ .is_used = true, .task = task, .lock = lock };
	return f;
}

/* ---- events ---- */

static uint64_t since(uint64_t from, uint64_t to)
{
	/* Clocks of two CPUs may differ a little. */
	return to > from ? to - from : 0;
}

static void acquire(struct stats *s, const struct event *e, enum lock_ctx ctx, uint32_t stack)
{
	struct flight *f = flight_of(s, e);
	struct stats_row *row = stats_row(s, e->lock.name, ctx);

	if (!row) {
		s->uncounted++;
		return;
	}
	row->acquisitions++;
	row->tries += e->lock.trylock;
	row->reads += e->lock.read;
	if (f && f->is_read && e->lock.read) {
		f->depth++;
		return;
	}
	if (f)
		give_up(s, f); /* its release was not recorded */
	f = new_flight(s, e);
	f->is_read = e->lock.read;
	f->row = (uint32_t)(row - s->rows.at);
	f->held_since = e->time;
	f->place = (struct stats_place){
		.stack = stack,
		.file = s->file,
		.position = e->position,
		.time = e->time,
		.pid = e->pid,
		.comm = e->comm,
		.cpu = (uint16_t)e->cpu,
	};
}

static void contended(struct stats *s, const struct event *e)
{
	struct flight *f = flight_of(s, e);

	if (!f)
		return;
	s->rows.at[f->row].contentions++;
	if (!f->depth)
		f->waits_since = e->time;
}

static void acquired(struct stats *s, const struct event *e)
{
	struct flight *f = flight_of(s, e);
	struct stats_row *row;

	if (!f || f->depth)
		return;
	f->held_since = e->time;
	if (!f->waits_since)
		return;
	row = &s->rows.at[f->row];
	stats_add_time(&row->wait, &row->longest_wait, since(f->waits_since, e->time), &f->place);
	f->waits_since = 0;
}

static void release(struct stats *s, const struct event *e)
{
	struct flight *f = flight_of(s, e);
	struct stats_row *row;

	if (!f)
		return;
	if (f->depth) {
		f->depth--;
		return;
	}
	row = &s->rows.at[f->row];
	/* Who gave up waiting never held it. */
	if (!f->waits_since)
		stats_add_time(&row->hold, &row->longest_hold, since(f->held_since, e->time),
			       &f->place);
	f->is_used = false;
}

void stats_event(struct stats *s, const struct event *e, enum lock_ctx ctx, uint32_t stack)
{
	switch (e->type) {
	case EV_ACQUIRE:
		acquire(s, e, ctx, stack);
		break;
	case EV_CONTENDED:
		contended(s, e);
		break;
	case EV_ACQUIRED:
		acquired(s, e);
		break;
	case EV_RELEASE:
		release(s, e);
		break;
	case EV_LOST:
		give_all_up(s);
		break;
	default:
		break;
	}
}
