// SPDX-License-Identifier: GPL-2.0-only
/* The store of what recordings show, as the tracker tells it. */
#include "trace/facts.h"

#include <string.h>

/*
 * Instances of classes that interrupts use, by address; a newer one may
 * displace an older one. Each bit has the sighting by which it was first seen.
 */
#define INSTANCES (1u << 12)
struct instance {
	uint64_t lock;
	class_t class;
	uint8_t bits, told;
	struct sighting where[USAGE_N], on[USAGE_N]; /* on: if @later has the bit */
	uint8_t later;
};

void facts_init(struct facts *f)
{
	memset(f, 0, sizeof(*f));
	f->names = names_new();
	sightings_init(&f->sightings);
	f->instances = xcalloc(INSTANCES, sizeof(*f->instances));
	vec_push(&f->classes);
	vec_push(&f->deps);
}

void facts_free(struct facts *f)
{
	names_free(f->names);
	sightings_free(&f->sightings);
	stacks_free(&f->stacks);
	for (unsigned i = 0; i < f->deps.n; i++)
		vec_free(&f->deps.at[i].samples);
	vec_free(&f->classes);
	vec_free(&f->deps);
	vec_free(&f->faults);
	map_free(&f->by_name);
	map_free(&f->by_pair);
	map_free(&f->faults_told);
	xfree(f->instances);
}

class_t facts_class(struct facts *f, name_t name)
{
	const uint32_t *known = map_get(&f->by_name, name);
	struct class_facts *c;

	if (known)
		return *known;
	if (f->classes.n > MOST_CLASSES) {
		f->full = true;
		return 0;
	}
	*map_put(&f->by_name, name, NULL) = f->classes.n;
	c = vec_push(&f->classes);
	c->name = name;
	c->named = names_kind(f->names, name);
	c->unchecked = c->named == LK_RCU || names_is_novalidate(f->names, name);
	return f->classes.n - 1;
}

void facts_next_file(struct facts *f, uint32_t file)
{
	f->file = file;
	f->now = f->since = 0;
	f->ncarried = 0;
	memset(f->carried, 0, sizeof(f->carried));
	f->nlatest = 0;
	memset(f->latest, 0, sizeof(f->latest));
	memset(f->instances, 0, INSTANCES * sizeof(*f->instances));
	memset(f->sightings.recent, 0, RECENT * sizeof(*f->sightings.recent));
}

/* Did the task bring @lock along when it came to its CPU? */
static bool is_carried(const struct facts *f, const struct held_lock *lock)
{
	return lock->by.ref <= f->since;
}

/* ---- usage ---- */

/* The usage bits that @bit can't stand beside, for one lock; two readers never wait for each other. */
static unsigned at_odds(enum usage_bit bit)
{
	unsigned state = bit & 4, both = 3u << (state + ((bit & 2) ^ 2));

	return bit & 1 ? both & (1u << state | 1u << (state + 2)) : both;
}

static struct usage_sample *add_sample(struct usage_samples *s)
{
	if (s->n < USAGE_SAMPLES)
		return &s->at[s->n++];
	return NULL;
}

/* A place for a sample that must be kept: the last one that shows no conflict gives way. */
static struct usage_sample *force_sample(struct usage_samples *s)
{
	struct usage_sample *free = add_sample(s);

	for (unsigned i = USAGE_SAMPLES; !free && i-- > 0;)
		if (!s->at[i].conflict)
			free = &s->at[i];
	return free;
}

static void note_usage(struct facts *f, struct class_facts *c, const struct held_lock *lock,
		       enum usage_bit bit, uint32_t on)
{
	struct usage_samples *s = &c->usage[bit];
	struct usage_sample *new;

	for (unsigned i = 0; i < s->n; i++)
		if (s->at[i].lock == lock->by.lock && s->at[i].file == f->file)
			return;
	new = add_sample(s);
	if (new)
		*new = (struct usage_sample){
			.lock = lock->by.lock,
			.where = sightings_keep(&f->sightings, lock->by.ref),
			.on = on ? sightings_keep(&f->sightings, f->now) : 0,
			.file = f->file,
		};
	if (s->n == USAGE_SAMPLES)
		c->full |= 1u << bit;
}

/* One instance in two usages that are at odds: both are kept for the judge. */
static void note_conflict(struct facts *f, struct class_facts *c, struct instance *inst,
			  enum usage_bit bit)
{
	unsigned odds = at_odds(bit) & inst->bits;
	unsigned both[] = { bit, (unsigned)__builtin_ctz(odds) };

	for (unsigned i = 0; i < 2; i++) {
		struct usage_sample *s;
		bool later;

		if (inst->told & 1u << both[i])
			continue;
		inst->told |= (uint8_t)(1u << both[i]);
		later = inst->later & 1u << both[i];
		s = force_sample(&c->usage[both[i]]);
		if (s)
			*s = (struct usage_sample){
				.lock = inst->lock,
				.where = sightings_keep_copy(&f->sightings, &inst->where[both[i]]),
				.on = later ? sightings_keep_copy(&f->sightings, &inst->on[both[i]])
					    : 0,
				.file = f->file,
				.conflict = true,
			};
	}
}

static void note_instance(struct facts *f, struct class_facts *c, const struct held_lock *lock,
			  unsigned bits, bool later)
{
	struct instance *inst = &f->instances[hash_u64(lock->by.lock) % INSTANCES];
	const struct sighting *where, *on;

	if (inst->lock != lock->by.lock || inst->class != lock->by.class) {
		inst->lock = lock->by.lock;
		inst->class = lock->by.class;
		inst->bits = inst->told = inst->later = 0;
	}
	bits &= ~(unsigned)inst->bits;
	if (!bits)
		return;
	where = sightings_recent(&f->sightings, lock->by.ref);
	on = later ? sightings_recent(&f->sightings, f->now) : NULL;
	if (!where || (later && !on))
		return;
	for (unsigned bit = 0; bit < USAGE_N; bit++) {
		if (!(bits & 1u << bit))
			continue;
		inst->bits |= (uint8_t)(1u << bit);
		inst->where[bit] = *where;
		if (on) {
			inst->on[bit] = *on;
			inst->later |= (uint8_t)(1u << bit);
		}
		if (at_odds(bit) & inst->bits)
			note_conflict(f, c, inst, bit);
	}
}

static void usage(void *front, const struct held_lock *lock, unsigned bits)
{
	struct facts *f = front;
	struct class_facts *c = &f->classes.at[lock->by.class];
	unsigned open = bits & ~(unsigned)c->full;
	/* Told at a later event than the acquisition: that event switched interrupts on. */
	uint32_t on = f->now && f->now != lock->by.ref;

	/* Whoever carries along what must not be held with interrupts on has slept with it. */
	if (on && is_carried(f, lock))
		return;
	c->bits |= (uint8_t)bits;
	for (unsigned bit = 0; open; bit++, open >>= 1)
		if (open & 1)
			note_usage(f, c, lock, bit, on);
	if (c->bits & IN_BITS)
		note_instance(f, c, lock, bits, on);
}

/* ---- dependencies ---- */

static void depends(void *front, const struct held_lock *from, const struct held_lock *to)
{
	struct facts *f = front;
	bool fresh;
	uint32_t *slot;
	struct dep_facts *d;
	struct told_dep told;
	struct dep_sample new = {
		.from_lock = from->by.lock,
		.to_lock = to->by.lock,
		.file = f->file,
		.from_mode = from->by.mode,
		.to_mode = to->by.mode,
	};

	/* Two locks of one name: a parent's and its child's, or two classes. */
	if (from->by.class == to->by.class)
		return;
	slot = map_put(&f->by_pair, hash_pair(from->by.class, to->by.class), &fresh);
	if (fresh) {
		*slot = f->deps.n <= MOST_DEPS ? f->deps.n : 0;
		f->full |= !*slot;
	}
	if (!*slot)
		return;
	if (*slot == f->deps.n) {
		d = vec_push(&f->deps);
		d->from = from->by.class;
		d->to = to->by.class;
	}
	d = &f->deps.at[*slot];
	for (unsigned i = 0; i < d->samples.n; i++) {
		const struct dep_sample *s = &d->samples.at[i];

		if (s->from_lock == new.from_lock && s->to_lock == new.to_lock &&
		    s->file == new.file && s->from_mode == new.from_mode &&
		    s->to_mode == new.to_mode)
			return;
	}
	if (d->samples.n >= DEP_SAMPLES)
		return;
	if (f->nsamples >= MOST_SAMPLES) {
		f->full = true;
		return;
	}
	f->nsamples++;
	new.from_where = sightings_keep(&f->sightings, from->by.ref);
	new.to_where = sightings_keep(&f->sightings, to->by.ref);
	*vec_push(&d->samples) = new;
	told = (struct told_dep){ *slot, new.from_where, new.to_where, f->sightings.last };
	f->latest[f->nlatest++ % LATEST] = told;
	if (is_carried(f, from) || is_carried(f, to))
		f->carried[f->ncarried++ % CARRIED] = told;
}

static void drop_dep(struct dep_facts *d, const struct told_dep *c)
{
	for (unsigned i = 0; i < d->samples.n; i++) {
		struct dep_sample *s = &d->samples.at[i];

		if (s->from_where != c->from_where || s->to_where != c->to_where)
			continue;
		memmove(s, s + 1, (--d->samples.n - i) * sizeof(*s));
		return;
	}
}

bool facts_spins(const struct facts *f, class_t class)
{
	const struct class_facts *c = &f->classes.at[class];

	return c->named == LK_NONE && c->spun && !c->slept && (c->stayed || !c->fell);
}

static void withdraw_usage(struct usage_samples *s, uint32_t where)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < s->n; i++)
		if (s->at[i].where != where || !s->at[i].on)
			s->at[kept++] = s->at[i];
	s->n = kept;
}

void facts_withdraw(struct facts *f, const struct held_lock *lock)
{
	struct instance *inst = &f->instances[hash_u64(lock->by.lock) % INSTANCES];
	struct class_facts *c = &f->classes.at[lock->by.class];
	uint32_t where = sightings_kept(&f->sightings, lock->by.ref);

	if (inst->lock == lock->by.lock)
		inst->lock = 0;
	if (!where)
		return;
	for (unsigned i = 0; i < LATEST; i++)
		if (f->latest[i].from_where == where)
			drop_dep(&f->deps.at[f->latest[i].dep], &f->latest[i]);
	for (unsigned bit = 0; bit < USAGE_N; bit++) {
		withdraw_usage(&c->usage[bit], where);
		if (c->usage[bit].n < USAGE_SAMPLES)
			c->full &= (uint8_t) ~(1u << bit);
	}
	withdraw_usage(&c->switched, where);
}

void facts_doubt_since(struct facts *f, uint64_t ref)
{
	for (unsigned i = 0; i < CARRIED; i++)
		if (f->carried[i].ref > ref) {
			drop_dep(&f->deps.at[f->carried[i].dep], &f->carried[i]);
			f->carried[i].ref = 0;
		}
}

/* Drop the samples of @file; with @later only those of interrupts that were switched on later. */
static void drop_usage(struct usage_samples *s, uint32_t file, bool later)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < s->n; i++)
		if (s->at[i].file != file || (later && !s->at[i].on))
			s->at[kept++] = s->at[i];
	s->n = kept;
}

static void drop_deps(struct dep_facts *d, uint32_t file)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < d->samples.n; i++)
		if (d->samples.at[i].file != file)
			d->samples.at[kept++] = d->samples.at[i];
	d->samples.n = kept;
}

static void drop_faults(struct facts *f, uint32_t file)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < f->faults.n; i++)
		if (f->sightings.kept.at[f->faults.at[i].where].file != file)
			f->faults.at[kept++] = f->faults.at[i];
	f->faults.n = kept;
}

void facts_drop_held(struct facts *f, uint32_t file)
{
	for (class_t c = 1; c < f->classes.n; c++) {
		for (unsigned bit = 0; bit < USAGE_N; bit++)
			drop_usage(&f->classes.at[c].usage[bit], file, true);
		f->classes.at[c].full = 0;
		drop_usage(&f->classes.at[c].switched, file, false);
	}
	for (unsigned i = 1; i < f->deps.n; i++)
		drop_deps(&f->deps.at[i], file);
	drop_faults(f, file);
}

/* ---- faults and kinds ---- */

void facts_fault(struct facts *f, const struct fault_facts *fault)
{
	uint64_t key = hash_u64(hash_pair(fault->class, fault->other)) ^ fault->rule;
	bool fresh;

	if (f->faults.n >= MOST_FAULTS)
		return;
	map_put(&f->faults_told, key == UINT64_MAX ? 0 : key, &fresh);
	if (fresh)
		*vec_push(&f->faults) = *fault;
}

void facts_left_behind(struct facts *f, const struct held_lock *lock, const char *what)
{
	facts_fault(f, &(struct fault_facts){
			       .rule = RULE_UNBALANCED,
			       .class = lock->by.class,
			       .lock = lock->by.lock,
			       .where = sightings_keep(&f->sightings, lock->by.ref),
			       .what = what,
		       });
}

/*
 * The tracker's own faults are not told: a recording begins and has gaps where
 * it likes, so a release of what is not held says nothing, and a lock that is
 * taken while held is for the replay to judge, which sees whether its task goes
 * on.
 */
static void fault(void *front, enum rule rule, const struct held_lock *lock,
		  const struct held_lock *other, const char *what)
{
	(void)front;
	(void)rule;
	(void)lock;
	(void)other;
	(void)what;
}

/*
 * spin_lock() and spin_unlock() are inside of preempt_disable() when they tell
 * lockdep, so what is taken or released with preemption on does not spin. But a
 * seqcount's reader tells with irqs off instead (seqcount_lockdep_reader_access()).
 */
static bool is_preemptible(const struct event_flags *flags)
{
	return flags->known && !flags->preempt && !flags->irqs_off && !flags->hardirq &&
	       !flags->softirq;
}

void facts_taken(struct facts *f, class_t class, const struct event_flags *flags)
{
	f->classes.at[class].slept |= is_preemptible(flags);
}

void facts_released(struct facts *f, class_t class, const struct event_flags *flags)
{
	struct class_facts *c = &f->classes.at[class];

	c->slept |= is_preemptible(flags);
	c->spun |= flags->known && flags->preempt && flags->preempt != ANY_DEPTH &&
		   !flags->hardirq && !flags->softirq;
}

void facts_depths(struct facts *f, class_t class, unsigned before, unsigned after)
{
	struct class_facts *c = &f->classes.at[class];

	if (before == ANY_DEPTH || after == ANY_DEPTH)
		return;
	c->fell |= after < before;
	c->stayed |= after >= before;
}

void facts_switched(struct facts *f, const struct held_lock *lock)
{
	struct usage_samples *s = &f->classes.at[lock->by.class].switched;
	struct usage_sample *new;

	if (is_carried(f, lock))
		return;
	new = add_sample(s);
	if (!new)
		return;
	*new = (struct usage_sample){
		.lock = lock->by.lock,
		.where = sightings_keep(&f->sightings, lock->by.ref),
		.on = sightings_keep(&f->sightings, f->now),
		.file = f->file,
	};
}

const struct tracker_sink facts_sink = { usage, depends, fault };
