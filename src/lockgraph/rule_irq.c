// SPDX-License-Identifier: GPL-2.0-only
/*
 * Locks and interrupts: irq-unsafe and irq-inversion.
 *
 * irq-unsafe is lockdep's valid_state() as mark_lock_irq() calls it: one class
 * that a handler takes, and that is held elsewhere with those interrupts on.
 * Two readers do not hurt each other.
 *
 * irq-inversion is check_irq_usage(): an irq-safe class A, a strong path
 * A → … → B, and a B that is held with interrupts on. One CPU holds B; another
 * holds A and waits for B; the handler arrives on the first and wants A. The
 * interrupt closes the cycle with the dependency B → A, so the path's two ends
 * decide which readers count (usage_accumulate(), usage_match()): a path that
 * ends in -(xR)-> needs B held exclusively, one that begins with -(Sx)-> needs
 * A taken exclusively in the handler.
 *
 * lockdep stops at its first report; we go on, so a class that is faulty in
 * itself would be told again through each of its neighbours. An inversion is
 * not told if one of its ends has the conflict in itself (or its last one has it
 * with hardirqs, whose mend keeps softirqs off too), the search does not look
 * behind an unsafe class, and all that one unsafe class does wrong is one
 * finding, since one change at its plain acquisition mends it.
 */
#include "lockgraph/rules.h"

#include <string.h>

#include "base/hash.h"

#define LONGEST_PATH 4u	  /* edges of an inversion */
#define MOST_EDGES 20000u /* looked at from one class */
#define MOST_MATCHES 32u  /* unsafe classes reached from one class */
#define MOST_TOLD 3u	  /* findings for one dependency */

static const char *const usage_str[USAGE_N] = {
	"IN-HARDIRQ-W", "IN-HARDIRQ-R", "HARDIRQ-ON-W", "HARDIRQ-ON-R",
	"IN-SOFTIRQ-W", "IN-SOFTIRQ-R", "SOFTIRQ-ON-W", "SOFTIRQ-ON-R",
};

/* "read-locked" tells more than "taken" where a lock has both. */
static const char *taken(enum lock_kind k, bool read)
{
	if (k == LK_RW)
		return read ? "read-locked" : "write-locked";
	if (kind_readers_retry(k))
		return read ? "read" : "written under";
	return "taken";
}

static const char *on_title(struct rule_run *run, node_t n, enum irq_state s, bool read)
{
	return rules_printf(run, "`%s` is %s with %ss on", name_str(rules_name(run, n)),
			    taken(rules_kind(run, n), read), irq_state_name(s));
}

static const char *in_title(struct rule_run *run, node_t n, enum irq_state s, bool read)
{
	return rules_printf(run, "`%s` is %s in %s context", name_str(rules_name(run, n)),
			    taken(rules_kind(run, n), read), irq_state_name(s));
}

/* All sites of that usage that were kept, be they read or write. */
static void other_sites(struct rule_run *run, struct finding *f, node_t n, enum irq_state s,
			bool enabled)
{
	const char *what =
		rules_printf(run, enabled ? "with %ss on" : "in %s context", irq_state_name(s));

	for (unsigned read = 0; read < 2; read++) {
		const struct evidence *sites;
		unsigned nsites = lockgraph_usage_sites(run->g, run->r.class_of[n],
							usage_bit(s, enabled, read), &sites);

		rules_others(run, f, sites, nsites, what);
	}
}

static const struct evidence *usage_why(const struct rule_run *run, node_t n, enum usage_bit bit)
{
	return lockgraph_usage_why(run->g, run->r.class_of[n], bit);
}

/* ---- irq-unsafe ---- */

struct conflict {
	const struct evidence *in, *on;
	bool in_read, on_read;
	enum confidence conf;
};

/* The best evidence of each usage such that one kernel can have both. */
static bool find_pair(const struct rule_run *run, node_t n, enum usage_bit used,
		      enum usage_bit enabled, const struct evidence **in,
		      const struct evidence **on)
{
	unsigned nin = lockgraph_usage_sites(run->g, run->r.class_of[n], used, in);
	unsigned non = lockgraph_usage_sites(run->g, run->r.class_of[n], enabled, on);

	for (unsigned sum = 0; sum + 1 < nin + non; sum++)
		for (unsigned i = 0; i <= sum && i < nin; i++)
			if (sum - i < non && !evidence_exclude(*in + i, *on + (sum - i))) {
				*in += i;
				*on += sum - i;
				return true;
			}
	return false;
}

/* The best pair of usages of @n that exclude each other in state @s. */
static bool find_conflict(const struct rule_run *run, node_t n, enum irq_state s,
			  struct conflict *best)
{
	static const struct {
		bool in_read, on_read;
	} pairs[] = { { false, false }, { false, true }, { true, false } };
	bool found = false;
	unsigned best_length = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(pairs); i++) {
		bool in_read = pairs[i].in_read, on_read = pairs[i].on_read;
		const struct evidence *in, *on;

		if (!find_pair(run, n, usage_bit(s, false, in_read), usage_bit(s, true, on_read),
			       &in, &on) ||
		    (on_read && kind_readers_retry(rules_kind(run, n))))
			continue;

		enum confidence conf = in->conf > on->conf ? in->conf : on->conf;
		unsigned length = in->length + on->length;

		if (found && (conf > best->conf || (conf == best->conf && length >= best_length)))
			continue;
		*best = (struct conflict){ in, on, in_read, on_read, conf };
		best_length = length;
		found = true;
	}
	return found;
}

static void tell_unsafe(struct rule_run *run, node_t n, enum irq_state s, const struct conflict *c,
			bool soft_too)
{
	struct finding *f = rules_finding(run, RULE_IRQ_UNSAFE, &n, 1);
	enum lock_kind kind = rules_kind(run, n);
	const char *irq = irq_state_name(s);

	rules_sides(run, f, 2);

	const struct story *in = rules_side(run, f, in_title(run, n, s, c->in_read), c->in);
	const struct story *on = rules_side(run, f, on_title(run, n, s, c->on_read), c->on);

	rules_rests_on(run, f, c->in);
	rules_rests_on(run, f, c->on);
	rules_place(f, on, c->on);
	f->message = rules_printf(run, "`%s` is %s here with %ss on, and %s in %s context by %s",
				  name_str(f->classes[0]), taken(kind, c->on_read), irq,
				  taken(kind, c->in_read), irq, rules_whence(run, in));
	f->lockdep = rules_printf(run, "inconsistent {%s} -> {%s} usage",
				  usage_str[usage_bit(s, true, c->on_read)],
				  usage_str[usage_bit(s, false, c->in_read)]);
	other_sites(run, f, n, s, true);
	other_sites(run, f, n, s, false);
	if (soft_too)
		other_sites(run, f, n, IRQ_SOFT, false);
	interleave_irq_unsafe(run, f, s);
	f->fix = fix_irq(run, n, c->on_read, s, on, f->nothers > 0);
}

void rule_irq_unsafe(struct rule_run *run)
{
	for (node_t n = 0; n < run->r.n; n++) {
		struct conflict c[IRQ_STATES];
		bool has[IRQ_STATES];

		if (!kind_has_usage(rules_kind(run, n)))
			continue;
		for (unsigned s = 0; s < IRQ_STATES; s++) {
			has[s] = find_conflict(run, n, s, &c[s]) && c[s].conf <= run->opt->least;
			if (has[s])
				run->unsafe[s][n] = c[s].conf + 1;
		}
		if (!run->opt->enabled[RULE_IRQ_UNSAFE])
			continue;

		/* A weak hardirq conflict must not stand before a sure softirq one. */
		if (has[IRQ_HARD] && (!has[IRQ_SOFT] || c[IRQ_HARD].conf <= c[IRQ_SOFT].conf))
			tell_unsafe(run, n, IRQ_HARD, &c[IRQ_HARD], has[IRQ_SOFT]);
		else if (has[IRQ_SOFT])
			tell_unsafe(run, n, IRQ_SOFT, &c[IRQ_SOFT], false);
	}
}

/* ---- irq-inversion ---- */

struct inversion {
	node_t safe, unsafe;
	enum irq_state state;
	bool in_read, on_read;
	unsigned n;
	uint32_t edges[LONGEST_PATH];
	struct strong_choice choice;
	enum confidence conf;
	uint32_t length;
};

struct inversions {
	struct rule_run *run;
	struct strong_search search;
	VEC(struct inversion) found;
	struct map of_pair; /* (safe, unsafe) → index + 1 */
	/* the walk under way */
	node_t safe;
	enum irq_state state;
	enum confidence level;
	unsigned matches;
};

static bool better_inversion(const struct inversion *a, const struct inversion *b)
{
	if (a->conf != b->conf)
		return a->conf < b->conf;
	if (a->state != b->state)
		return a->state < b->state;
	return a->n != b->n ? a->n < b->n : a->length < b->length;
}

static const struct evidence *known(const struct inversions *v, node_t n, bool enabled, bool read)
{
	const struct evidence *why = usage_why(v->run, n, usage_bit(v->state, enabled, read));

	return why && why->conf <= v->level ? why : NULL;
}

/* lockdep's usage_skip(): local locks carry no dependency into an interrupt. */
static bool skipped(const struct rule_run *run, node_t n)
{
	enum lock_kind k = rules_kind(run, n);

	return !kind_has_usage(k) || k == LK_LOCAL;
}

/* Of the up to four pairs of usages the best that this path connects. */
static bool weigh(const struct inversions *v, struct inversion *best)
{
	bool found = false;

	for (unsigned i = 0; i < 4; i++) {
		struct inversion c = *best;

		c.in_read = i & 1;
		c.on_read = i & 2;
		if (c.on_read && kind_readers_retry(rules_kind(v->run, c.unsafe)))
			continue;

		const struct evidence *in = known(v, c.safe, false, c.in_read);
		const struct evidence *on = known(v, c.unsafe, true, c.on_read);

		if (!in || !on || evidence_exclude(in, on))
			continue;
		if (!strong_choose(&v->run->r, c.edges, c.n, v->level,
				   c.in_read ? DEP_E_MASK : DEP_ALL_MASK,
				   c.on_read ? DEP_N_MASK : DEP_ALL_MASK, false, &c.choice))
			continue;
		c.conf = c.choice.conf;
		if (in->conf > c.conf)
			c.conf = in->conf;
		if (on->conf > c.conf)
			c.conf = on->conf;
		c.length = c.choice.length + in->length + on->length;
		if (!found || c.conf < best->conf ||
		    (c.conf == best->conf && c.length < best->length))
			*best = c;
		found = true;
	}
	return found;
}

/*
 * Is class @n reported by irq-unsafe already, so surely as @conf, and by a
 * mend that ends this inversion too? Hardirqs off keep softirqs away as well.
 */
static bool mended_by_unsafe(const struct rule_run *run, node_t n, enum irq_state state,
			     enum confidence conf)
{
	for (unsigned s = 0; s <= (unsigned)state; s++) {
		if (run->unsafe[s][n] && run->unsafe[s][n] <= conf + 1)
			return true;
	}
	return false;
}

static enum strong_verdict visit(void *arg, unsigned step)
{
	struct inversions *v = arg;
	struct rule_run *run = v->run;
	node_t n = v->search.steps.at[step].node;

	if (skipped(run, n))
		return STRONG_STOP;
	if (!known(v, n, true, false) && !known(v, n, true, true))
		return STRONG_EXPAND;

	struct inversion c = { .safe = v->safe, .unsafe = n, .state = v->state };

	c.n = strong_path(&v->search, step, c.edges);
	if (!path_is_simple(&run->r, c.edges, c.n))
		return STRONG_STOP;
	if (!weigh(v, &c))
		return STRONG_EXPAND; /* held as a reader only, and taken so */
	if (mended_by_unsafe(run, n, v->state, c.conf))
		return STRONG_STOP;

	bool fresh;
	uint32_t *at = map_put(&v->of_pair, hash_pair(c.safe, c.unsafe), &fresh);

	if (fresh) {
		*vec_push(&v->found) = c;
		*at = v->found.n;
	} else if (better_inversion(&c, &v->found.at[*at - 1])) {
		v->found.at[*at - 1] = c;
	}
	return ++v->matches < MOST_MATCHES ? STRONG_STOP : STRONG_DONE;
}

/* All that one safe class reaches, in one state and at one level. */
static void walk_from(struct inversions *v, node_t n)
{
	const struct evidence *in = known(v, n, false, false);

	if (!in && !known(v, n, false, true))
		return;
	v->safe = n;
	v->matches = 0;
	/* Taken in the handler as a reader only: the path must begin with -(Ex)->. */
	strong_walk(&v->search, n, !in, v->level, LONGEST_PATH, MOST_EDGES, visit, v);
}

static const char *inversion_message(struct rule_run *run, const struct inversion *c,
				     const struct finding *f, const struct story *irq_side,
				     const struct story *held)
{
	const char *irq = irq_state_name(c->state);
	const char *safe = name_str(f->classes[0]), *unsafe = name_str(f->classes[c->n]);
	const char *on = taken(rules_kind(run, c->unsafe), c->on_read);
	const char *in = taken(rules_kind(run, c->safe), c->in_read);

	if (c->n == 1)
		return rules_printf(run,
				    "`%s` is %s here with %ss on, but %s waits for it with "
				    "`%s` held, which is %s in %s context by %s",
				    unsafe, on, irq, rules_doer(run, held), safe, in, irq,
				    rules_whence(run, irq_side));
	return rules_printf(run,
			    "`%s` is %s here with %ss on, but `%s`, which is %s in %s context "
			    "by %s, depends on it through `%s`",
			    unsafe, on, irq, safe, in, irq, rules_whence(run, irq_side),
			    name_str(f->classes[c->n - 1]));
}

static void tell_inversion(struct rule_run *run, const struct inversion *c)
{
	const struct reach_edge *edges = run->r.edges;
	node_t nodes[LONGEST_PATH + 1] = { c->safe };

	for (unsigned i = 0; i < c->n; i++)
		nodes[i + 1] = edges[c->edges[i]].to;

	struct finding *f = rules_finding(run, RULE_IRQ_INVERSION, nodes, c->n + 1);
	const struct evidence *in = usage_why(run, c->safe, usage_bit(c->state, false, c->in_read));
	const struct evidence *on =
		usage_why(run, c->unsafe, usage_bit(c->state, true, c->on_read));
	const struct story *held = NULL;

	rules_sides(run, f, c->n + 2);

	const struct story *irq_side =
		rules_side(run, f, in_title(run, c->safe, c->state, c->in_read), in);

	rules_rests_on(run, f, in);
	for (unsigned i = 0; i < c->n; i++) {
		const struct evidence *why = reach_why(&run->r, c->edges[i], c->choice.mode[i]);
		const char *title = rules_printf(run, "`%s` is taken with `%s` held",
						 name_str(f->classes[i + 1]),
						 name_str(f->classes[i]));

		held = rules_side(run, f, title, why);
		rules_rests_on(run, f, why);
	}

	const struct story *on_side =
		rules_side(run, f, on_title(run, c->unsafe, c->state, c->on_read), on);

	rules_rests_on(run, f, on);
	rules_place(f, on_side, on);
	f->message = inversion_message(run, c, f, irq_side, held);

	const char *state = c->state == IRQ_HARD ? "HARDIRQ" : "SOFTIRQ";

	f->lockdep = rules_printf(run, "%s-safe -> %s-unsafe lock order detected", state, state);
	other_sites(run, f, c->unsafe, c->state, true);
	interleave_irq_inversion(run, f, c->state);
	f->fix = fix_irq(run, c->unsafe, c->on_read, c->state, on_side, f->nothers > 0);
}

static int by_strength(const void *a, const void *b)
{
	const struct inversion *x = a, *y = b;

	if (better_inversion(x, y))
		return -1;
	if (better_inversion(y, x))
		return 1;
	if (x->safe != y->safe)
		return x->safe < y->safe ? -1 : 1;
	return (x->unsafe > y->unsafe) - (x->unsafe < y->unsafe);
}

/* Is one of its dependencies worn out by stronger findings? */
static bool worn(struct rule_run *run, const struct inversion *c)
{
	for (unsigned i = 0; i < c->n; i++) {
		if (run->r.edges[c->edges[i]].told >= MOST_TOLD)
			return true;
	}
	for (unsigned i = 0; i < c->n; i++)
		run->r.edges[c->edges[i]].told++;
	return false;
}

/* The same lock is to be taken otherwise for the sake of another one, too. */
static void tell_with(struct rule_run *run, struct finding *f, const struct inversion *c)
{
	const char *what = rules_printf(run, "in %s context takes `%s`, which depends on it too",
					irq_state_name(c->state),
					name_str(rules_name(run, c->safe)));

	rules_others(run, f, usage_why(run, c->safe, usage_bit(c->state, false, c->in_read)), 1,
		     what);
}

static void clear_told(struct rule_run *run)
{
	for (unsigned e = 0; e < run->r.nedges; e++)
		run->r.edges[e].told = 0;
}

void rule_irq_inversion(struct rule_run *run)
{
	struct inversions v = { .run = run };

	if (!run->opt->enabled[RULE_IRQ_INVERSION])
		return;
	strong_init(&v.search, &run->r);
	for (unsigned level = 0; level <= (unsigned)run->opt->least; level++) {
		v.level = level;
		for (unsigned s = 0; s < IRQ_STATES; s++) {
			v.state = s;
			for (node_t n = 0; n < run->r.n; n++) {
				bool told = run->unsafe[s][n] && run->unsafe[s][n] <= level + 1;

				if (!told && !skipped(run, n))
					walk_from(&v, n);
			}
		}
	}

	/* by unsafe class: index + 1 of its finding */
	uint32_t *finding_of = xcalloc(run->r.n, sizeof(*finding_of));

	if (v.found.n)
		qsort(v.found.at, v.found.n, sizeof(*v.found.at), by_strength);
	for (unsigned i = 0; i < v.found.n; i++) {
		const struct inversion *c = &v.found.at[i];
		uint32_t *at = &finding_of[c->unsafe];

		if (worn(run, c))
			continue;
		if (*at) {
			tell_with(run, &run->found.at[*at - 1], c);
			continue;
		}
		tell_inversion(run, c);
		*at = run->found.n;
	}
	clear_told(run);
	xfree(finding_of);
	map_free(&v.of_pair);
	vec_free(&v.found);
	strong_free(&v.search);
}
