// SPDX-License-Identifier: GPL-2.0-only
/*
 * From facts to findings, in three steps.
 *
 * A recording's class is a name, behind which several of lockdep's classes may
 * stand (subclasses, the i_mutex of two file systems, two drivers' &s->lock). So
 * what fits together by name need not fit together. The rules are run over the
 * graph of names first, which gives candidates; then over a graph of the
 * *instances* of their classes, which shows what one set of locks really did;
 * and at last over the graph of names again, in which the evidence that the
 * second step confirmed is of high confidence and the rest is not.
 */
#include <string.h>

#include "trace/private.h"

/*
 * Only used with a spinning lock held, a mutex is never released with preemption
 * on, but at less depth than it was taken at. So is the run queue's lock
 * (raw_spin_rq_lock_nested()), which interrupts use.
 */
static bool sleeps_by_depth(const struct class_facts *c)
{
	return c->named == LK_NONE && !c->slept && c->fell && !c->stayed && !(c->bits & IN_BITS);
}

/* What spins and what sleeps, by name or by how it was released. */
static enum lock_kind kind_of(const struct class_facts *c)
{
	if (c->named != LK_NONE)
		return c->named;
	if (c->slept || sleeps_by_depth(c))
		return c->read ? LK_RWSEM : LK_MUTEX;
	return c->read ? LK_RW : LK_SPIN;
}

/*
 * lockdep's read == 1 or 2, which a recording does not tell. Readers of a sleeping
 * lock queue behind a writer, those of an rwlock do so unless they are in an
 * interrupt or have bottom halves off, which the replay saw
 * (read_lock_is_recursive()); where nobody ever writes there is none to queue
 * behind, and a seqcount's readers queue never (seqcount_acquire_read()).
 */
static enum lock_mode mode_of(const struct class_facts *c, enum lock_mode seen)
{
	enum lock_kind kind = kind_of(c);

	if (seen == LM_EXCLUSIVE)
		return LM_EXCLUSIVE;
	if (!c->written || lock_kind_is_pseudo(kind) || kind == LK_RCU || kind == LK_SRCU ||
	    kind == LK_SEQCOUNT)
		return LM_SHARED_RECURSIVE;
	return lock_kind_sleeps(kind) ? LM_SHARED : seen;
}

/* ---- a graph of names or of instances ---- */

struct graph_of {
	struct trace *t;
	struct lockgraph *g;
	bool instances;
	const bool *only; /* by class: only these; NULL: all */
};

static bool wanted(const struct graph_of *b, class_t class)
{
	return !b->only || b->only[class];
}

static class_t node(const struct graph_of *b, class_t class, uint64_t lock, uint32_t file)
{
	const struct class_facts *c = &b->t->facts.classes.at[class];
	enum lock_kind kind = kind_of(c);

	/* A pseudo-lock's map may be a copy on somebody's stack (call_timer_fn()). */
	if (!b->instances)
		return lockgraph_class(b->g, c->name, kind);
	return lockgraph_class(b->g,
			       name_printf("%s@%u.%llx", name_str(c->name), file,
					   lock_kind_is_pseudo(kind) ? 0ull
								     : (unsigned long long)lock),
			       kind);
}

static struct evidence evidence_for(const struct graph_of *b, uint32_t proof, bool hidden)
{
	struct trace *t = b->t;
	const struct proof *p = &t->proofs.at[proof];
	const struct sighting *s = &t->facts.sightings.kept.at[p->where];
	struct evidence why = {
		.ref = proof,
		.order = (uint64_t)p->file << 48 | (s->position & 0xffffffffffffu),
		.function = sighting_taker(t, p->where),
		.length = 1,
	};

	if (b->instances || p->confirmed) {
		why.conf = CONF_HIGH;
	} else if (p->doubted) {
		why.conf = CONF_LOW;
		why.reason = REASON_OTHER_INSTANCES;
	} else {
		why.conf = CONF_MEDIUM;
		why.reason = hidden ? REASON_HIDDEN : REASON_BY_NAME;
	}
	return why;
}

static void tell_usage(const struct graph_of *b, class_t class, uint32_t *proof)
{
	const struct class_facts *c = &b->t->facts.classes.at[class];

	for (unsigned bit = 0; bit < USAGE_N; bit++)
		for (unsigned i = 0; i < c->usage[bit].n; i++, ++*proof) {
			const struct usage_sample *s = &c->usage[bit].at[i];
			bool hidden = INSTANCE_IS_HIDDEN(s->lock);
			struct evidence why;

			if (!wanted(b, class) || (b->instances && hidden))
				continue;
			why = evidence_for(b, *proof, hidden);
			lockgraph_usage(b->g, node(b, class, s->lock, s->file), bit, &why);
		}
}

static void tell_dep(const struct graph_of *b, const struct dep_facts *d, uint32_t *proof)
{
	const struct class_facts *from = &b->t->facts.classes.at[d->from];
	const struct class_facts *to = &b->t->facts.classes.at[d->to];

	for (unsigned i = 0; i < d->samples.n; i++, ++*proof) {
		const struct dep_sample *s = &d->samples.at[i];
		bool hidden = INSTANCE_IS_HIDDEN(s->from_lock) || INSTANCE_IS_HIDDEN(s->to_lock);
		struct evidence why;

		if (!wanted(b, d->from) || !wanted(b, d->to) || (b->instances && hidden))
			continue;
		why = evidence_for(b, *proof, hidden);
		lockgraph_depends(b->g, node(b, d->from, s->from_lock, s->file),
				  mode_of(from, s->from_mode), node(b, d->to, s->to_lock, s->file),
				  mode_of(to, s->to_mode), &why);
	}
}

/* Facts are told in the order in which make_proofs() numbered them. */
static struct lockgraph *make_graph(struct trace *t, bool instances, const bool *only)
{
	struct graph_of b = { t, lockgraph_new(), instances, only };
	uint32_t proof = 1;

	for (class_t c = 1; c < t->facts.classes.n; c++)
		tell_usage(&b, c, &proof);
	for (unsigned i = 1; i < t->facts.deps.n; i++)
		tell_dep(&b, &t->facts.deps.at[i], &proof);
	return b.g;
}

static void make_proofs(struct trace *t)
{
	const struct facts *f = &t->facts;

	vec_clear(&t->proofs);
	vec_push(&t->proofs);
	for (class_t c = 1; c < f->classes.n; c++)
		for (unsigned bit = 0; bit < USAGE_N; bit++)
			for (unsigned i = 0; i < f->classes.at[c].usage[bit].n; i++) {
				const struct usage_sample *s = &f->classes.at[c].usage[bit].at[i];

				*vec_push(&t->proofs) = (struct proof){ .kind = PROOF_USAGE,
									.class = c,
									.where = s->where,
									.on = s->on,
									.file = s->file };
			}
	for (unsigned i = 1; i < f->deps.n; i++) {
		const struct dep_facts *d = &f->deps.at[i];

		for (unsigned k = 0; k < d->samples.n; k++) {
			const struct dep_sample *s = &d->samples.at[k];

			*vec_push(&t->proofs) = (struct proof){ .kind = PROOF_DEP,
								.class = d->to,
								.held = d->from,
								.where = s->to_where,
								.before = s->from_where,
								.file = s->file };
		}
	}
}

/* ---- faults of one place ---- */

static void tell_fault(struct trace *t, enum rule rule, const struct proof *proof, name_t function,
		       name_t what, enum confidence conf, enum trace_reason reason)
{
	const struct facts *f = &t->facts;
	struct evidence why = {
		.ref = t->proofs.n,
		.order = (uint64_t)proof->file << 48 |
			 (f->sightings.kept.at[proof->where].position & 0xffffffffffffu),
		.function = function,
		.length = 1,
		.conf = (uint8_t)conf,
		.reason = (uint8_t)reason,
	};
	class_t classes[2];
	unsigned n = 0;

	*vec_push(&t->proofs) = *proof;
	if (rule == RULE_SLEEP_IN_ATOMIC) {
		if (proof->held)
			classes[n++] = lockgraph_class(t->graph, f->classes.at[proof->held].name,
						       kind_of(&f->classes.at[proof->held]));
	} else {
		classes[n++] = lockgraph_class(t->graph, f->classes.at[proof->class].name,
					       kind_of(&f->classes.at[proof->class]));
		if (proof->held && proof->held != proof->class)
			classes[n++] = lockgraph_class(t->graph, f->classes.at[proof->held].name,
						       kind_of(&f->classes.at[proof->held]));
	}
	lockgraph_fault(t->graph, rule, classes, n, function, what, &why);
}

/* What sleeps: the call that a stack shows, else the lock that is waited for. */
static name_t sleeper(struct trace *t, uint32_t where, class_t class)
{
	name_t call = sighting_call(t, where);

	return call ? call
		    : name_printf("lock_acquire(%s)", name_str(t->facts.classes.at[class].name));
}

/*
 * A mutex is taken with preemption off by its own code (__mutex_lock_common()),
 * so that depth says nothing; maps and readers are not.
 */
static bool taken_atomically(const struct trace *t, const struct class_facts *c, uint32_t where,
			     bool read)
{
	unsigned depth = t->facts.sightings.kept.at[where].preempt;

	return depth != ANY_DEPTH && depth >= (read || c->named != LK_NONE ? 1u : 2u);
}

static void sleeps_under_spinlock(struct trace *t)
{
	const struct facts *f = &t->facts;

	for (unsigned i = 1; i < f->deps.n; i++) {
		const struct dep_facts *d = &f->deps.at[i];
		const struct class_facts *from = &f->classes.at[d->from];
		const struct class_facts *to = &f->classes.at[d->to];

		if (!lock_kind_is_atomic(kind_of(from)) || !from->spun ||
		    !lock_kind_sleeps(kind_of(to)))
			continue;
		for (unsigned k = 0; k < d->samples.n; k++) {
			const struct dep_sample *s = &d->samples.at[k];

			if (!taken_atomically(t, to, s->to_where, s->to_mode != LM_EXCLUSIVE))
				continue;
			tell_fault(t, RULE_SLEEP_IN_ATOMIC,
				   &(struct proof){ .kind = PROOF_DEP,
						    .class = d->to,
						    .held = d->from,
						    .where = s->to_where,
						    .before = s->from_where,
						    .file = s->file },
				   sighting_taker(t, s->to_where), sleeper(t, s->to_where, d->to),
				   sleeps_by_depth(to) ? CONF_MEDIUM : CONF_HIGH,
				   sleeps_by_depth(to) ? REASON_DEPTH : REASON_NONE);
		}
	}
}

static void sleeps_in_interrupt(struct trace *t, class_t class)
{
	static const enum usage_bit bits[] = { USED_IN_HARDIRQ, USED_IN_HARDIRQ_READ,
					       USED_IN_SOFTIRQ, USED_IN_SOFTIRQ_READ };
	const struct class_facts *c = &t->facts.classes.at[class];

	if (!lock_kind_sleeps(kind_of(c)))
		return;
	for (unsigned b = 0; b < ARRAY_SIZE(bits); b++)
		for (unsigned i = 0; i < c->usage[bits[b]].n; i++) {
			const struct usage_sample *s = &c->usage[bits[b]].at[i];

			tell_fault(t, RULE_SLEEP_IN_ATOMIC,
				   &(struct proof){ .kind = PROOF_USAGE,
						    .class = class,
						    .where = s->where,
						    .file = s->file },
				   sighting_taker(t, s->where), sleeper(t, s->where, class),
				   CONF_HIGH, REASON_NONE);
		}
}

static void slept_with_spinlock(struct trace *t, class_t class)
{
	const struct class_facts *c = &t->facts.classes.at[class];

	if (!lock_kind_is_atomic(kind_of(c)) || !c->spun)
		return;
	for (unsigned i = 0; i < c->switched.n; i++) {
		const struct usage_sample *s = &c->switched.at[i];

		tell_fault(t, RULE_SLEEP_IN_ATOMIC,
			   &(struct proof){ .kind = PROOF_SLEPT,
					    .class = class,
					    .held = class,
					    .where = s->where,
					    .on = s->on,
					    .file = s->file },
			   sighting_taker(t, s->where), name_of("schedule"), CONF_HIGH,
			   REASON_NONE);
	}
}

static void tell_faults(struct trace *t)
{
	const struct facts *f = &t->facts;

	if (t->depth_known) {
		sleeps_under_spinlock(t);
		for (class_t c = 1; c < f->classes.n; c++) {
			sleeps_in_interrupt(t, c);
			slept_with_spinlock(t, c);
		}
	}
	for (unsigned i = 0; i < f->faults.n; i++) {
		const struct fault_facts *x = &f->faults.at[i];
		bool hangs = x->rule == RULE_DOUBLE_LOCK;

		if (!x->where)
			continue;
		tell_fault(t, x->rule,
			   &(struct proof){ .kind = PROOF_FAULT,
					    .class = x->class,
					    .held = x->other,
					    .where = x->where,
					    .before = x->other_where,
					    .file = f->sightings.kept.at[x->where].file,
					    .what = x->what },
			   sighting_taker(t, x->where), x->what ? name_of(x->what) : 0,
			   hangs ? CONF_MEDIUM : CONF_HIGH, hangs ? REASON_ENDS : REASON_NONE);
	}
}

/* ---- the three steps ---- */

/* The proof that a side's story was unfolded from, NULL if it is not known any more. */
static struct proof *proof_of(const struct trace *t, const struct side *side)
{
	for (unsigned k = t->told.n; k-- > 0;)
		if (t->told.at[k].steps == side->story.steps)
			return &t->proofs.at[t->told.at[k].proof];
	return NULL;
}

/* How many sides are the word of a dump of lockdep, which no recording is. */
static unsigned told_by_lockdep(const struct finding *f)
{
	unsigned n = 0;

	for (unsigned i = 0; i < f->nsides; i++)
		n += lockdep_dump_told(&f->sides[i].story);
	return n;
}

static bool same_recording(const struct trace *t, const struct finding *f)
{
	const struct proof *first = NULL;

	if (told_by_lockdep(f))
		return false;
	for (unsigned i = 0; i < f->nsides; i++) {
		const struct proof *p = proof_of(t, &f->sides[i]);

		if (!first)
			first = p;
		else if (p && p->file != first->file)
			return false;
	}
	return true;
}

static bool hides(const struct finding *f)
{
	return f->conf_reason && f->conf_reason == reason_text(REASON_HIDDEN);
}

/* What is not confirmed is worth less if it could have been; findings below @least go. */
static void weigh(const struct trace *t, struct findings *found, enum confidence least)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < found->n; i++) {
		struct finding *f = &found->at[i];

		if (f->conf == CONF_MEDIUM && f->nsides > 1 && told_by_lockdep(f) < f->nsides) {
			if (!same_recording(t, f)) {
				f->conf_reason = reason_text(REASON_OTHER_RECORDINGS);
			} else if (!hides(f)) {
				f->conf = CONF_LOW;
				f->conf_reason = reason_text(REASON_OTHER_INSTANCES);
			}
		}
		if (f->conf <= least)
			found->at[kept++] = *f;
	}
	found->n = kept;
}

/* The sides of a candidate that no instance confirmed, though all are in one recording. */
static void doubt(struct trace *t, const struct findings *candidates)
{
	for (unsigned i = 0; i < candidates->n; i++) {
		const struct finding *f = &candidates->at[i];

		if (f->nsides < 2 || !same_recording(t, f) || hides(f))
			continue;
		for (unsigned k = 0; k < f->nsides; k++) {
			struct proof *p = proof_of(t, &f->sides[k]);

			if (p)
				p->doubted = true;
		}
	}
}

static void run(struct trace *t, const struct lockgraph *g, const struct rules_options *opt,
		struct findings *out)
{
	rules_run(g, opt, trace_story, trace_reason, t, out);
}

/* Unfolding a story confirms its proof while t->marking is set. */
static void confirm(struct trace *t, const struct rules_options *opt,
		    const struct findings *candidates)
{
	bool *only = xcalloc(t->facts.classes.n, sizeof(*only));
	struct findings found = { 0 };
	struct lockgraph *g;

	for (unsigned i = 0; i < candidates->n; i++)
		for (unsigned k = 0; k < candidates->at[i].nclasses; k++) {
			uint32_t *class = map_get(&t->facts.by_name, candidates->at[i].classes[k]);

			if (class)
				only[*class] = true;
		}
	g = make_graph(t, true, only);
	t->marking = true;
	run(t, g, opt, &found);
	t->marking = false;
	findings_free(&found);
	lockgraph_free(g);
	xfree(only);
}

void trace_judge(struct trace *t, const struct rules_options *opt, struct findings *out)
{
	struct rules_options all = *opt;
	struct findings candidates = { 0 };
	struct lockgraph *names;

	all.least = CONF_LOW;
	all.longest_cycle = all.longest_cycle ? all.longest_cycle : LONGEST_CYCLE;
	make_proofs(t);
	vec_clear(&t->told);
	names = make_graph(t, false, NULL);
	run(t, names, &all, &candidates);
	if (candidates.n)
		confirm(t, &all, &candidates);
	doubt(t, &candidates);
	findings_free(&candidates);
	lockgraph_free(names);

	lockgraph_free(t->graph);
	t->graph = make_graph(t, false, NULL);
	tell_faults(t);
	lockdep_dump_to_graph(&t->lockdep, t->facts.names, t->graph);
	vec_clear(&t->told);
	run(t, t->graph, &all, out);
	weigh(t, out, opt->least);
}
