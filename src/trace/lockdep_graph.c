// SPDX-License-Identifier: GPL-2.0-only
/*
 * A dump of lockdep as a front end of the lock graph. Its stories have one step,
 * the line of the dump: who took the lock where lockdep does not say.
 *
 * An evidence's ref is the number of a class, with the usage bit above it, or of a
 * dependency.
 */
#include <string.h>

#include "trace/lockdep_dump.h"

#define REF_DEP (1ull << 62)
#define REF_BIT 32 /* where the number of a usage bit begins */

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

void lockdep_dump_to_graph(const struct lockdep_dump *d, struct names *names, struct lockgraph *g)
{
	class_t *classes = xcalloc(d->classes.n + 1, sizeof(*classes));

	for (uint32_t i = 0; i < d->classes.n; i++) {
		const struct lockdep_class *c = &d->classes.at[i];
		name_t plain = lockdep_dump_plain_name(c->name);

		classes[i] = lockgraph_class(g, c->name, kind_of(names, c));
		if (plain != c->name)
			lockgraph_alias(g, classes[i], plain);
		for (unsigned bit = 0; bit < USAGE_N; bit++) {
			struct evidence why = evidence(&c->place, (uint64_t)bit << REF_BIT | i);

			if (c->usage & 1u << bit)
				lockgraph_usage(g, classes[i], bit, &why);
		}
	}
	for (uint32_t i = 0; i < d->deps.n; i++) {
		const struct lockdep_dep *dep = &d->deps.at[i];
		const struct lockdep_class *from = &d->classes.at[dep->from];
		const struct lockdep_class *to = &d->classes.at[dep->to];
		struct evidence why = evidence(&dep->place, REF_DEP | i);

		if (!dep->direct) {
			why.conf = CONF_LOW;
			why.reason = REASON_CHAIN;
		}
		lockgraph_depends(g, classes[dep->from], mode_of(from, kind_of(names, from)),
				  classes[dep->to], mode_of(to, kind_of(names, to)), &why);
	}
	xfree(classes);
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

/* The calmest context in which it was seen; chains may not have been read. */
static enum lock_ctx context_of(const struct lockdep_dep *dep)
{
	for (enum lock_ctx c = LC_PROCESS; c < LC_N; c++)
		if (dep->contexts & 1u << c)
			return c;
	return LC_UNKNOWN;
}

static const char *tell_dep(const struct lockdep_dump *d, const struct lockdep_dep *dep,
			    struct arena *a)
{
	const char *to = name_str(d->classes.at[dep->to].name);
	const char *from = name_str(d->classes.at[dep->from].name);
	auto_free char *text = xasprintf("lockdep has seen %s taken with %s held", to, from);

	return arena_strndup(a, text, strlen(text));
}

void lockdep_dump_story(void *dump, const struct evidence *why, struct arena *a, struct story *out)
{
	const struct lockdep_dump *d = dump;
	struct story_step *step = arena_new(a, struct story_step);
	const struct lockdep_place *place;

	*out = (struct story){ .irqs_on = -1, .bh_on = -1, .root = root };
	if (why->ref & REF_DEP) {
		const struct lockdep_dep *dep = &d->deps.at[(uint32_t)why->ref];

		place = &dep->place;
		out->ctx = context_of(dep);
		step->what = tell_dep(d, dep, a);
	} else {
		place = &d->classes.at[(uint32_t)why->ref].place;
		tell_usage((enum usage_bit)(why->ref >> REF_BIT & 0xff), out, step);
	}
	step->file = d->files.at[place->file];
	step->line = place->line;
	out->steps = step;
	out->nsteps = 1;
}
