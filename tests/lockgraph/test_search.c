// SPDX-License-Identifier: GPL-2.0-only
/*
 * The searches against a brute-force reading of lockdep-design.rst on random
 * small graphs; the same findings from facts in any order; and a graph of a
 * whole kernel's size.
 */
#include "facts.h"

#include <stdio.h>
#include <time.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "base/strbuf.h"

static uint64_t seed;

static unsigned dice(unsigned sides)
{
	seed += 0x9e3779b97f4a7c15u;
	return hash_u64(seed) % sides;
}

/* ---- brute force ---- */

#define NODES 5u
#define FACTS 9u

struct fact {
	unsigned from, to;
	enum lock_mode held, wanted;
};

struct world {
	struct fact facts[FACTS];
	/* per class: used in hardirq, or held with hardirqs on, or neither; for writing or reading */
	bool safe[NODES][2], on[NODES][2];
};

/* The block condition matrix: does who holds it so block who wants it so? */
static bool blocks(enum lock_mode held, enum lock_mode wanted)
{
	return held == W || wanted != R;
}

/*
 * Can the facts be strung from class @at, wanted as @wanted, to class @goal
 * over distinct classes and at most @left facts, so that each waits for the
 * next? @last holds the goal as @goal_held and is waited for by the last one.
 */
static bool strung(const struct world *w, unsigned at, enum lock_mode wanted, unsigned goal,
		   enum lock_mode goal_held, unsigned left, unsigned visited)
{
	if (at == goal)
		return blocks(goal_held, wanted);
	if (!left || visited & 1u << at)
		return false;
	for (unsigned i = 0; i < FACTS; i++) {
		const struct fact *f = &w->facts[i];

		if (f->from == at && blocks(f->held, wanted) &&
		    strung(w, f->to, f->wanted, goal, goal_held, left - 1, visited | 1u << at))
			return true;
	}
	return false;
}

/* A cycle of at most @longest classes? */
static bool has_cycle(const struct world *w, unsigned longest)
{
	for (unsigned i = 0; i < FACTS; i++) {
		const struct fact *f = &w->facts[i];

		if (f->from != f->to &&
		    strung(w, f->to, f->wanted, f->from, f->held, longest - 1, 0))
			return true;
	}
	return false;
}

static bool has_inversion(const struct world *w, unsigned safe, unsigned on)
{
	/* The interrupt adds the fact "@on held, @safe wanted"; handlers read recursively. */
	for (unsigned i = 0; i < 4; i++) {
		enum lock_mode wanted = i & 1 ? R : W, held = i & 2 ? r : W;

		if (safe != on && w->safe[safe][i & 1] && w->on[on][i >> 1] &&
		    strung(w, safe, wanted, on, held, 4, 0))
			return true;
	}
	return false;
}

static void roll(struct world *w)
{
	memset(w, 0, sizeof(*w));
	for (unsigned i = 0; i < FACTS; i++)
		w->facts[i] = (struct fact){ dice(NODES), dice(NODES), dice(3), dice(3) };
	for (unsigned i = 0; i < NODES; i++) {
		unsigned k = dice(3);

		if (k == 0)
			w->safe[i][dice(2)] = true;
		else if (k == 1)
			w->on[i][dice(2)] = true;
	}
}

static struct lockgraph *graph_of(const struct world *w)
{
	struct lockgraph *g = lockgraph_new();
	class_t c[NODES];

	for (unsigned i = 0; i < NODES; i++)
		c[i] = lockgraph_class(g, name_printf("c%u", i), LK_RW);
	for (unsigned i = 0; i < FACTS; i++) {
		const struct fact *f = &w->facts[i];

		depends(g, c[f->from], f->held, c[f->to], f->wanted, "f");
	}
	for (unsigned i = 0; i < NODES; i++) {
		for (unsigned read = 0; read < 2; read++) {
			if (w->safe[i][read])
				used(g, c[i], USED_IN_HARDIRQ + read, "irq");
			if (w->on[i][read])
				used(g, c[i], ENABLED_HARDIRQ + read, "plain");
		}
	}
	return g;
}

static unsigned class_number(const struct finding *f, unsigned i)
{
	return name_str(f->classes[i])[1] - '0';
}

static void cycles_are_those_of_brute_force(void **state)
{
	(void)state;
	unsigned with = 0;

	seed = 1;
	for (unsigned round = 0; round < 20000; round++) {
		struct world w;
		unsigned longest = 2 + dice(4);

		roll(&w);

		struct lockgraph *g = graph_of(&w);
		struct rules_options opt = { .least = CONF_HIGH, .longest_cycle = longest };
		struct findings f;

		opt.enabled[RULE_LOCK_ORDER] = true;
		rules_run(g, &opt, tell_story, tell_reason, NULL, &f);
		assert_int_equal(f.n > 0, has_cycle(&w, longest));
		with += f.n > 0;
		for (unsigned i = 0; i < f.n; i++) {
			/* the finding's classes alone must make a cycle of their length */
			struct world part = w;

			for (unsigned k = 0; k < FACTS; k++) {
				bool of_it = false;

				for (unsigned c = 0; c < f.at[i].nclasses; c++) {
					unsigned next = (c + 1) % f.at[i].nclasses;

					of_it |= part.facts[k].from == class_number(&f.at[i], c) &&
						 part.facts[k].to == class_number(&f.at[i], next);
				}
				if (!of_it)
					part.facts[k] = (struct fact){ 0, 0, W, W };
			}
			assert_true(has_cycle(&part, f.at[i].nclasses));
			assert_false(has_cycle(&part, f.at[i].nclasses - 1));
		}
		findings_free(&f);
		lockgraph_free(g);
	}
	assert_in_range(with, 2000, 18000);
}

static void inversions_are_those_of_brute_force(void **state)
{
	(void)state;
	unsigned with = 0;

	seed = 2;
	for (unsigned round = 0; round < 20000; round++) {
		struct world w;
		bool any = false;

		roll(&w);
		for (unsigned a = 0; a < NODES; a++) {
			for (unsigned b = 0; b < NODES; b++)
				any |= has_inversion(&w, a, b);
		}

		struct lockgraph *g = graph_of(&w);
		struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_HIGH);

		assert_int_equal(f.n > 0, any);
		with += any;
		for (unsigned i = 0; i < f.n; i++)
			assert_true(has_inversion(&w, class_number(&f.at[i], 0),
						  class_number(&f.at[i], f.at[i].nclasses - 1)));
		findings_free(&f);
		lockgraph_free(g);
	}
	assert_in_range(with, 2000, 18000);
}

/* ---- order of the facts ---- */

enum what { USAGE, DEPENDS, FAULT };

struct told {
	enum what what;
	unsigned a, b;
	unsigned bit, m1, m2;
	struct evidence why;
};

static void tell(struct lockgraph *g, const struct told *t, unsigned classes)
{
	class_t a = lockgraph_class(g, name_printf("k%u", t->a % classes), LK_RW);
	class_t b = lockgraph_class(g, name_printf("k%u", t->b % classes), LK_RW);
	static const enum rule direct[] = { RULE_DOUBLE_LOCK, RULE_UNBALANCED };

	if (t->what == USAGE)
		lockgraph_usage(g, a, t->bit, &t->why);
	else if (t->what == DEPENDS)
		lockgraph_depends(g, a, t->m1, b, t->m2, &t->why);
	else
		lockgraph_fault(g, direct[t->bit % 2], &a, 1, t->why.function, t->why.function,
				&t->why);
}

/* All that a reader of the findings sees; the caller frees it. */
static char *everything(const struct findings *f)
{
	struct strbuf b = { 0 };

	for (unsigned i = 0; i < f->n; i++) {
		const struct finding *x = &f->at[i];

		strbuf_printf(&b, "%s %u %s %s %s %s\n", rule_name(x->rule), x->line, x->message,
			      classes_of(x), confidence_name(x->conf), x->fix);
		for (unsigned k = 0; k < x->nsides; k++)
			strbuf_printf(&b, " %s %u\n", x->sides[k].title,
				      x->sides[k].story.steps[0].line);
		for (unsigned k = 0; k < x->nothers; k++)
			strbuf_printf(&b, " also %s %u\n", x->others[k].what, x->others[k].line);
		for (unsigned k = 0; k < x->nrows; k++)
			strbuf_printf(&b, " %u %s\n", x->rows[k].cpu, x->rows[k].text);
	}

	char *text = xstrdup(strbuf_str(&b));

	strbuf_free(&b);
	return text;
}

static void any_order_gives_the_same(void **state)
{
	(void)state;
	struct told facts[400];

	seed = 3;
	for (unsigned round = 0; round < 30; round++) {
		char *first = NULL;
		unsigned classes = 5 + dice(60);

		for (unsigned i = 0; i < ARRAY_SIZE(facts); i++) {
			char function[8];
			static const enum what whats[] = { USAGE, DEPENDS, DEPENDS, DEPENDS,
							   FAULT };

			snprintf(function, sizeof(function), "fn%u", dice(20));
			facts[i] = (struct told){ whats[dice(5)],	dice(999), dice(999),
						  dice(USAGE_N),	dice(3),   dice(3),
						  by(function, dice(2)) };
			facts[i].why.length = 1 + dice(4);
		}
		for (unsigned shuffle = 0; shuffle < 4; shuffle++) {
			struct lockgraph *g = lockgraph_new();
			struct rules_options opt;
			struct findings f;

			for (unsigned i = ARRAY_SIZE(facts) - 1; i; i--) {
				unsigned j = dice(i + 1);
				struct told t = facts[i];

				facts[i] = facts[j];
				facts[j] = t;
			}
			for (unsigned i = 0; i < ARRAY_SIZE(facts); i++)
				tell(g, &facts[i], classes);
			rules_default(&opt);
			rules_run(g, &opt, tell_story, tell_reason, NULL, &f);

			char *text = everything(&f);

			if (first) {
				assert_string_equal(first, text);
				xfree(text);
			} else {
				first = text;
			}
			findings_free(&f);
			lockgraph_free(g);
		}
		xfree(first);
	}
}

/* ---- size ---- */

static double cpu_seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

/*
 * A graph as a whole kernel makes it: most dependencies between neighbours,
 * some from and to a few very busy locks, which knot all of it together.
 */
static struct lockgraph *kernel_sized(unsigned classes, unsigned deps)
{
	struct lockgraph *g = lockgraph_new();

	for (unsigned i = 0; i < classes; i++) {
		class_t c = lockgraph_class(g, name_printf("class %u", i), LK_SPIN + dice(3));

		if (!dice(8))
			used(g, c, USED_IN_HARDIRQ + dice(8), "f");
		if (!dice(4))
			used(g, c, ENABLED_SOFTIRQ, "f");
	}
	for (unsigned i = 0; i < deps; i++) {
		struct evidence e = by("f", dice(4) ? CONF_MEDIUM : CONF_HIGH);
		enum lock_mode m1 = dice(8) ? W : R, m2 = dice(8) ? W : R;
		unsigned from = dice(16) ? dice(classes) : dice(30), to;

		if (!dice(8))
			to = dice(30);
		else if (dice(3))
			to = (from + 1 + dice(20)) % classes;
		else
			to = dice(classes);
		lockgraph_depends(g, 1 + from, m1, 1 + to, m2, &e);
	}
	return g;
}

static void a_kernel_is_searched_in_seconds(void **state)
{
	(void)state;
	seed = 4;

	struct lockgraph *g = kernel_sized(50000, 500000);
	struct rules_options opt;
	struct findings f;
	double start = cpu_seconds();

	rules_default(&opt);
	stories_told = 0;
	rules_run(g, &opt, tell_story, tell_reason, NULL, &f);

	double took = cpu_seconds() - start;

	print_message("# %u findings, %u stories, %.2f s\n", f.n, stories_told, took);
	/* sanitizers and busy machines are slow; a search without bounds takes hours */
	assert_true(took < 60);
	assert_true(f.n > 0);
	assert_true(stories_told < f.n * 12);
	findings_free(&f);
	lockgraph_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cycles_are_those_of_brute_force),
		cmocka_unit_test(inversions_are_those_of_brute_force),
		cmocka_unit_test(any_order_gives_the_same),
		cmocka_unit_test(a_kernel_is_searched_in_seconds),
	};
	int failed = cmocka_run_group_tests_name("search", tests, NULL, NULL);

	name_free_all();
	return failed;
}
