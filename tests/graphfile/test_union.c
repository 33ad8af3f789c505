// SPDX-License-Identifier: GPL-2.0-only
/*
 * The union of graph files is one of sets: idempotent, commutative and
 * associative, to the byte. Random graphs of few names meet in all facts.
 */
#include "told.h"

#include "base/hash.h"

#define GRAPHS 6u
#define FACTS 120u
#define ROUNDS 8u

static uint64_t seed;

static unsigned random_below(unsigned n)
{
	seed = hash_u64(seed + 0x9e3779b97f4a7c15u);
	return (unsigned)(seed % n);
}

static class_t some_class(struct lockgraph *g)
{
	char name[] = { 'a' + (char)random_below(4), '\0' };
	class_t c = lockgraph_class(g, name_of(name), LK_NONE + random_below(3));

	if (!random_below(8))
		lockgraph_alias(g, c, name_printf("&x%u->lock", random_below(3)));
	return c;
}

/* Few functions, lengths and lines: so evidence is often better, worse or equal. */
static struct evidence some_evidence(void)
{
	struct evidence e = { .ref = 1 + random_below(4),
			      .length = (uint16_t)(1 + random_below(3)),
			      .conf = (uint8_t)random_below(CONF_N),
			      .function = name_printf("f%u", random_below(14)) };

	e.reason = e.conf != CONF_HIGH;
	e.order = seed;
	return e;
}

static char *random_text(const char *source)
{
	struct lockgraph *g = lockgraph_new();

	for (unsigned i = 0; i < FACTS; i++) {
		class_t c[] = { some_class(g), some_class(g) };
		struct evidence e = some_evidence();

		switch (random_below(3)) {
		case 0:
			lockgraph_usage(g, c[0], random_below(2), &e);
			break;
		case 1:
			lockgraph_depends(g, c[0], random_below(LM_N), c[1], random_below(LM_N),
					  &e);
			break;
		case 2:
			lockgraph_fault(g, RULE_UNBALANCED, c, c[0] == c[1] ? 1 : 2,
					name_printf("f%u", random_below(2)),
					random_below(2) ? name_of("stays held") : 0, &e);
			break;
		}
	}

	char *text = written_facts(g, source);

	lockgraph_free(g);
	return text;
}

/* Unite the texts in a random order and grouping. */
static char *united_somehow(const char *const *texts)
{
	char *pile[GRAPHS];
	unsigned n = GRAPHS;

	for (unsigned i = 0; i < GRAPHS; i++)
		pile[i] = xstrdup(texts[i]);
	while (n > 1) {
		unsigned take = 1 + random_below(3), first = random_below(n);
		const char *group[4];
		char *whole;

		take = take < n - 1 ? take : n - 1;
		for (unsigned i = 0; i <= take; i++)
			group[i] = pile[(first + i) % n];
		if (random_below(2) && take < 3)
			group[++take] = group[0]; /* one of them twice */
		whole = united(group, take + 1);

		/* what was united leaves the pile, the union goes on it */
		char *rest[GRAPHS];
		unsigned left = 0;

		for (unsigned i = 0; i < n; i++) {
			bool used = false;

			for (unsigned k = 0; k <= take; k++)
				used |= pile[i] == group[k];
			if (used)
				free(pile[i]);
			else
				rest[left++] = pile[i];
		}
		rest[left++] = whole;
		memcpy(pile, rest, left * sizeof(*pile));
		n = left;
	}
	return pile[0];
}

static void unions_do_not_depend_on_order(void **state)
{
	(void)state;
	for (unsigned round = 0; round < ROUNDS; round++) {
		static const char *const sources[GRAPHS] = { "c", "a", "b", "a", "d", "e" };
		char *texts[GRAPHS];
		char *once, *again;

		seed = round;
		for (unsigned i = 0; i < GRAPHS; i++)
			texts[i] = random_text(sources[i]);
		once = united((const char *const *)texts, GRAPHS);
		for (unsigned i = 0; i < 8; i++) {
			again = united_somehow((const char *const *)texts);
			assert_string_equal(again, once);
			free(again);
		}
		for (unsigned i = 0; i < GRAPHS; i++)
			free(texts[i]);
		free(once);
	}
}

/* Two recordings, each clean alone, that together hold an inversion; each side names its own. */
static void a_union_shows_what_neither_does(void **state)
{
	(void)state;
	const char *texts[2];
	struct rules_options opt;
	struct findings f;

	rules_default(&opt);
	for (unsigned i = 0; i < 2; i++) {
		struct lockgraph *g = lockgraph_new();
		class_t a = spin(g, "a"), b = spin(g, "b");

		depends(g, i ? b : a, W, i ? a : b, W, i ? "right" : "left");
		texts[i] = written_facts(g, i ? "two.dat" : "one.dat");
		lockgraph_free(g);
	}
	for (unsigned n = 1; n <= 2; n++) {
		struct graph *g = read_texts(texts, n);
		struct graph_view v = graph_view(g);

		rules_run(v.graph, &opt, v.story, v.reason, v.front, &f);
		assert_int_equal(f.n, n - 1);
		if (f.n) {
			assert_int_equal(f.at[0].nsides, 2);
			assert_string_equal(name_str(f.at[0].sides[0].story.sources[0]), "one.dat");
			assert_string_equal(name_str(f.at[0].sides[1].story.sources[0]), "two.dat");
		}
		findings_free(&f);
		graph_free(g);
	}
	free((char *)texts[0]);
	free((char *)texts[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unions_do_not_depend_on_order),
		cmocka_unit_test(a_union_shows_what_neither_does),
	};
	int failed = cmocka_run_group_tests_name("graph union", tests, NULL, NULL);

	name_free_all();
	return failed;
}
