// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dump of lockdep as a front end of the lock graph. Its stories have one step,
 * the line of the dump: who took the lock where lockdep does not say.
 *
 * A dependency's line in /proc/lockdep is sure. Which locks were held when another one
 * was taken, and in which context, chains tell, also where that line is missing:
 * it is there only if nothing else, rcu_read_lock() included, was taken in between
 * (lock_list.distance). But what a chain shows may have been a trylock.
 */
#include <string.h>

#include "trace/lockdep_dump.h"

/*
 * An evidence's ref: a class with a usage bit; a dependency with its context (enum
 * lock_ctx); or two links of a chain, the lock held and the one taken.
 */
#define REF_DEP (1ull << 62)
#define REF_CHAIN (1ull << 61)
#define REF_SECOND 32 /* where the second number begins */
#define REF_MASK 0xfffffffu

static const char root[] = "code that lockdep saw";

#define READ_BITS                                                                               \
	(1u << USED_IN_HARDIRQ_READ | 1u << ENABLED_HARDIRQ_READ | 1u << USED_IN_SOFTIRQ_READ | \
	 1u << ENABLED_SOFTIRQ_READ)

enum reason {
	REASON_CLASSES,
	REASON_CHAIN,
	REASON_N,
};

static enum lock_kind kind_of(struct names *names, const struct lockdep_class *c)
{
	return names ? names_kind(names, lockdep_dump_plain_name(c->name)) : LK_NONE;
}

/* Dumps don't tell the modes of a dependency; a class that only readers took is read in it too. */
static enum lock_mode mode_of(const struct lockdep_class *c, enum lock_kind kind)
{
	if (kind == LK_RCU || kind == LK_SRCU)
		return LM_SHARED_RECURSIVE;
	return c->usage && !(c->usage & ~READ_BITS) ? LM_SHARED : LM_EXCLUSIVE;
}

static struct evidence evidence(const struct lockdep_place *place, uint64_t ref)
{
	return (struct evidence){ .ref = LOCKDEP_REF | ref,
				  .order = (uint64_t)place->file << 32 | place->line,
				  .length = 1,
				  .conf = CONF_MEDIUM,
				  .reason = REASON_CLASSES };
}

/* ---- the dump to the graph ---- */

struct telling {
	const struct lockdep_dump *d;
	struct lockgraph *g;
	struct names *names;
	class_t *classes; /* the graph's, by the dump's */
	bool *unchecked;  /* lockdep does not validate this class */
	struct map seen;  /* what chains show: pairs of classes → bits of enum lock_ctx */
};

static void tell_class(struct telling *t, uint32_t i)
{
	const struct lockdep_class *c = &t->d->classes.at[i];
	enum lock_kind kind = kind_of(t->names, c);
	name_t plain = lockdep_dump_plain_name(c->name);

	t->classes[i] = lockgraph_class(t->g, c->name, kind);
	t->unchecked[i] = kind == LK_RCU || (t->names && names_is_novalidate(t->names, plain));
	if (plain != c->name)
		lockgraph_alias(t->g, t->classes[i], plain);
	for (unsigned bit = 0; bit < USAGE_N; bit++) {
		struct evidence why = evidence(&c->place, (uint64_t)bit << REF_SECOND | i);

		if (c->usage & 1u << bit)
			lockgraph_usage(t->g, t->classes[i], bit, &why);
	}
}

static void tell_dep(struct telling *t, uint32_t from, uint32_t to, const struct evidence *why)
{
	const struct lockdep_class *a = &t->d->classes.at[from], *b = &t->d->classes.at[to];

	lockgraph_depends(t->g, t->classes[from], mode_of(a, kind_of(t->names, a)), t->classes[to],
			  mode_of(b, kind_of(t->names, b)), why);
}

/* lockdep's check_prevs_add(): a lock depends on the last one before it that is validated. */
static void tell_chain(struct telling *t, const struct lockdep_chain *chain)
{
	const uint32_t *links = t->d->links.at;
	uint32_t held = UINT32_MAX;

	for (uint32_t k = chain->first; k < chain->first + chain->n; k++) {
		if (t->unchecked[links[k]])
			continue;
		if (held != UINT32_MAX) {
			uint64_t pair = hash_pair(links[held], links[k]);
			struct lockdep_place place = { chain->place.file,
						       chain->place.line + 1 + k - chain->first };
			struct evidence why =
				evidence(&place, REF_CHAIN | held | (uint64_t)k << REF_SECOND);

			why.conf = CONF_LOW;
			why.reason = REASON_CHAIN;
			*map_put(&t->seen, pair, NULL) |= 1u << chain->ctx;
			if (!map_get(&t->d->by_pair, pair))
				tell_dep(t, links[held], links[k], &why);
		}
		held = k;
	}
}

/* The calmest context in which chains show it; they may not have been read. */
static enum lock_ctx context_of(const struct telling *t, const struct lockdep_dep *dep)
{
	const uint32_t *bits = map_get(&t->seen, hash_pair(dep->from, dep->to));

	for (enum lock_ctx c = LC_PROCESS; bits && c < LC_N; c++)
		if (*bits & 1u << c)
			return c;
	return LC_UNKNOWN;
}

void lockdep_dump_to_graph(const struct lockdep_dump *d, struct names *names, struct lockgraph *g)
{
	struct telling t = {
		.d = d,
		.g = g,
		.names = names,
		.classes = xcalloc(d->classes.n + 1, sizeof(*t.classes)),
		.unchecked = xcalloc(d->classes.n + 1, sizeof(*t.unchecked)),
	};

	for (uint32_t i = 0; i < d->classes.n; i++)
		tell_class(&t, i);
	for (uint32_t i = 0; i < d->chains.n; i++)
		tell_chain(&t, &d->chains.at[i]);
	for (uint32_t i = 0; i < d->deps.n; i++) {
		const struct lockdep_dep *dep = &d->deps.at[i];
		uint64_t ctx = context_of(&t, dep);
		struct evidence why = evidence(&dep->place, REF_DEP | ctx << REF_SECOND | i);

		tell_dep(&t, dep->from, dep->to, &why);
	}
	map_free(&t.seen);
	xfree(t.classes);
	xfree(t.unchecked);
}

const char *lockdep_dump_reason(void *dump, const struct evidence *why)
{
	static const char *const text[REASON_N] = {
		[REASON_CLASSES] = "/proc/lockdep tells classes, not which locks they were",
		[REASON_CHAIN] =
			"/proc/lockdep_chains does not tell trylocks, which make no dependency",
	};

	(void)dump;
	return text[why->reason];
}

bool lockdep_dump_told(const struct story *s)
{
	return s->root == root;
}

/* ---- stories ---- */

static void tell_usage(enum usage_bit bit, struct story *out, struct story_step *step)
{
	static const char *const what[USAGE_N] = {
		[USED_IN_HARDIRQ] = "lockdep has seen it taken in hardirq context",
		[USED_IN_HARDIRQ_READ] = "lockdep has seen it taken for reading in hardirq context",
		[ENABLED_HARDIRQ] = "lockdep has seen it held with hardirqs on",
		[ENABLED_HARDIRQ_READ] = "lockdep has seen it held for reading with hardirqs on",
		[USED_IN_SOFTIRQ] = "lockdep has seen it taken in softirq context",
		[USED_IN_SOFTIRQ_READ] = "lockdep has seen it taken for reading in softirq context",
		[ENABLED_SOFTIRQ] = "lockdep has seen it held with softirqs on",
		[ENABLED_SOFTIRQ_READ] = "lockdep has seen it held for reading with softirqs on",
	};

	step->what = what[bit];
	if (bit == USED_IN_HARDIRQ || bit == USED_IN_HARDIRQ_READ)
		out->ctx = LC_HARDIRQ;
	else if (bit == USED_IN_SOFTIRQ || bit == USED_IN_SOFTIRQ_READ)
		out->ctx = LC_SOFTIRQ;
	if (bit == ENABLED_HARDIRQ || bit == ENABLED_HARDIRQ_READ)
		out->irqs_on = 1;
	if (bit == ENABLED_SOFTIRQ || bit == ENABLED_SOFTIRQ_READ)
		out->bh_on = 1;
}

static const char *taken_with(const struct lockdep_dump *d, uint32_t from, uint32_t to,
			      struct arena *a)
{
	auto_free char *text = xasprintf("lockdep has seen `%s` taken with `%s` held",
					 name_str(d->classes.at[to].name),
					 name_str(d->classes.at[from].name));

	return arena_strndup(a, text, strlen(text));
}

static const struct lockdep_chain *chain_of(const struct lockdep_dump *d, uint32_t link)
{
	uint32_t low = 0, high = d->chains.n;

	while (high - low > 1) {
		uint32_t mid = low + (high - low) / 2;

		if (d->chains.at[mid].first <= link)
			low = mid;
		else
			high = mid;
	}
	return &d->chains.at[low];
}

void lockdep_dump_story(void *dump, const struct evidence *why, struct arena *a, struct story *out)
{
	const struct lockdep_dump *d = dump;
	struct story_step *step = arena_new(a, struct story_step);
	uint32_t first = why->ref & REF_MASK, second = why->ref >> REF_SECOND & REF_MASK;
	struct lockdep_place place;

	*out = (struct story){ .irqs_on = -1, .bh_on = -1, .root = root };
	if (why->ref & REF_DEP) {
		const struct lockdep_dep *dep = &d->deps.at[first];

		place = dep->place;
		out->ctx = (enum lock_ctx)second;
		step->what = taken_with(d, dep->from, dep->to, a);
	} else if (why->ref & REF_CHAIN) {
		const struct lockdep_chain *chain = chain_of(d, second);

		place = chain->place;
		place.line += 1 + second - chain->first;
		out->ctx = chain->ctx;
		step->what = taken_with(d, d->links.at[first], d->links.at[second], a);
	} else {
		place = d->classes.at[first].place;
		tell_usage((enum usage_bit)second, out, step);
	}
	step->file = d->files.at[place.file];
	step->line = place.line;
	out->steps = step;
	out->nsteps = 1;
}
