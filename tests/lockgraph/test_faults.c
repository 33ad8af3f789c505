// SPDX-License-Identifier: GPL-2.0-only
/* Direct faults become findings in words; the options and the final order hold. */
#include "facts.h"

static struct finding one(struct lockgraph *g, enum rule rule, const class_t *classes, unsigned n,
			  const char *what, struct findings *f)
{
	struct evidence e = by("f", CONF_HIGH);

	lockgraph_fault(g, rule, classes, n, name_of("f"), name_of(what), &e);
	*f = run_rule(g, rule, CONF_MEDIUM);
	assert_int_equal(f->n, 1);
	assert_int_equal(f->at[0].rule, rule);
	assert_int_equal(f->at[0].nsides, 1);
	assert_string_equal(name_str(f->at[0].function), "f");
	return f->at[0];
}

static void each_has_words(void **state)
{
	(void)state;
	static const enum rule direct[] = { RULE_DOUBLE_LOCK,  RULE_SLEEP_IN_ATOMIC,
					    RULE_WAIT_CONTEXT, RULE_IRQ_ENABLED_EARLY,
					    RULE_FLAGS_REUSE,  RULE_UNBALANCED };

	for (unsigned i = 0; i < sizeof(direct) / sizeof(*direct); i++) {
		for (unsigned n = 0; n < 4; n++) {
			struct lockgraph *g = lockgraph_new();
			class_t c[] = { spin(g, "a"), spin(g, "b"), spin(g, "c") };
			struct findings f;
			struct finding x = one(g, direct[i], c, n, "thing()", &f);

			assert_int_equal(x.nclasses, n);
			assert_non_null(strstr(x.message, "thing()"));
			assert_true(!n == !strstr(x.message, "`a`"));
			assert_true((n == 3) == !!strstr(x.message, "`a`, `b` and `c`"));
			findings_free(&f);
			lockgraph_free(g);
		}
	}
}

static void words_of_some(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "struct foo.lock");
	struct findings f;
	struct finding x = one(g, RULE_SLEEP_IN_ATOMIC, &a, 1, "kmalloc(GFP_KERNEL)", &f);

	assert_string_equal(x.message,
			    "kmalloc(GFP_KERNEL) may sleep here with `struct foo.lock` held");
	assert_string_equal(x.fix,
			    "allocate before `struct foo.lock` is taken, or with GFP_ATOMIC");
	findings_free(&f);
	x = one(g, RULE_DOUBLE_LOCK, &a, 1, "", &f);
	assert_string_equal(x.message,
			    "`struct foo.lock` is taken with the same lock held already");
	assert_string_equal(x.lockdep, "possible recursive locking detected");
	assert_int_equal(x.nrows, 2);
	findings_free(&f);
	x = one(g, RULE_UNBALANCED, NULL, 0, "hardirqs stay off on this return", &f);
	assert_string_equal(x.message, "hardirqs stay off on this return");
	findings_free(&f);
	lockgraph_free(g);

	g = lockgraph_new();
	a = spin(g, "struct foo.lock");
	x = one(g, RULE_UNBALANCED, &a, 1, "is still held on this return", &f);
	assert_string_equal(x.message, "`struct foo.lock` is still held on this return");
	findings_free(&f);
	lockgraph_free(g);

	g = lockgraph_new();
	x = one(g, RULE_SLEEP_IN_ATOMIC, NULL, 0, "msleep", &f);
	assert_string_equal(x.message, "msleep() may sleep here in atomic context");
	findings_free(&f);
	lockgraph_free(g);
}

static void other_functions_are_other_sites(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a");
	struct evidence e1 = by("inner", CONF_HIGH), e2 = by("elsewhere", CONF_MEDIUM);

	lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, &a, 1, name_of("f"), 0, &e2);
	lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, &a, 1, name_of("f"), 0, &e1);

	struct findings f = run_rule(g, RULE_SLEEP_IN_ATOMIC, CONF_MEDIUM);

	assert_int_equal(f.n, 1);
	assert_int_equal(f.at[0].conf, CONF_HIGH);
	assert_int_equal(f.at[0].nothers, 1);
	assert_string_equal(name_str(f.at[0].others[0].function), "elsewhere");
	findings_free(&f);

	/* what is not believed enough to be told is not listed either */
	f = run_rule(g, RULE_SLEEP_IN_ATOMIC, CONF_HIGH);
	assert_int_equal(f.at[0].nothers, 0);
	findings_free(&f);
	lockgraph_free(g);
}

static struct story_step step(name_t function, name_t file, uint32_t line, uint32_t col,
			      const char *what)
{
	return (struct story_step){
		.function = function, .file = file, .line = line, .col = col, .what = what
	};
}

/* A driver's function calls a helper (its file is @front) that sleeps. */
static void tell_through_helper(void *front, const struct evidence *why, struct arena *a,
				struct story *out)
{
	name_t helper = name_of(front), driver = name_of("drivers/x/driver.c");

	out->ctx = LC_HARDIRQ;
	out->nsteps = 4;
	out->steps = arena_array(a, struct story_step, 4);
	out->steps[0] = step(why->function, name_of("init.c"), 1, 1, "runs");
	out->steps[1] = step(why->function, driver, why->ref, 9, "calls helper");
	out->steps[2] = step(name_of("helper"), helper, 70, 5, "calls msleep");
	out->steps[3] = step(name_of("msleep"), helper, 70, 5, "may sleep");
}

static struct findings through_helper(const char *helper)
{
	struct lockgraph *g = lockgraph_new();
	struct rules_options opt;
	struct findings f;
	static const char *const handlers[] = { "irq_c", "irq_a", "irq_b" };

	for (unsigned i = 0; i < 3; i++) {
		struct evidence e = by(handlers[i], CONF_HIGH);

		lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, NULL, 0, e.function, name_of("msleep"),
				&e);
	}
	rules_default(&opt);
	rules_run(g, &opt, tell_through_helper, tell_reason, (void *)helper, &f);
	lockgraph_free(g);
	return f;
}

/* Three handlers of one driver meet in its helper: one fault. */
static void one_place_is_one_fault(void **state)
{
	(void)state;
	struct findings f = through_helper("drivers/x/lib.c");

	assert_int_equal(f.n, 1);
	assert_string_equal(f.at[0].message, "msleep() may sleep here in hardirq context");
	assert_string_equal(name_str(f.at[0].file), "drivers/x/lib.c");
	assert_int_equal(f.at[0].line, 70);
	assert_string_equal(name_str(f.at[0].function), "helper");
	assert_string_equal(name_str(f.at[0].sides[0].story.steps[1].function), "irq_a");
	assert_int_equal(f.at[0].nothers, 2);
	assert_string_equal(name_str(f.at[0].others[0].function), "irq_b");
	assert_string_equal(name_str(f.at[0].others[0].file), "drivers/x/driver.c");
	assert_string_equal(name_str(f.at[0].others[1].function), "irq_c");
	findings_free(&f);
}

/* Where they meet in the core, each caller has its own. */
static void place_is_not_in_the_core(void **state)
{
	(void)state;
	struct findings f = through_helper("drivers/clk/clk.c");

	assert_int_equal(f.n, 3);
	for (unsigned i = 0; i < 3; i++) {
		assert_string_equal(name_str(f.at[i].file), "drivers/x/driver.c");
		assert_int_equal(f.at[i].col, 9);
		assert_int_equal(f.at[i].nothers, 0);
	}
	assert_string_equal(name_str(f.at[0].function), "irq_c");
	findings_free(&f);
}

static void options_are_obeyed(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a");
	struct rules_options opt;
	struct findings f;

	for (unsigned rule = RULE_DOUBLE_LOCK; rule < RULE_N; rule++) {
		for (unsigned conf = 0; conf < CONF_N; conf++) {
			struct evidence e = by(confidence_name(conf), conf);

			lockgraph_fault(g, rule, &a, 1, e.function, 0, &e);
		}
	}
	rules_default(&opt);
	assert_false(opt.enabled[RULE_WAIT_CONTEXT]);
	rules_run(g, &opt, tell_story, tell_reason, NULL, &f);
	/* five direct rules are on by default, wait-under-lock is not a direct one */
	assert_int_equal(f.n, 5 * 2);
	for (unsigned i = 1; i < f.n; i++)
		assert_true(f.at[i - 1].line <= f.at[i].line);
	findings_free(&f);
	for (unsigned i = 0; i < RULE_N; i++)
		opt.enabled[i] = true;
	opt.least = CONF_LOW;
	rules_run(g, &opt, tell_story, tell_reason, NULL, &f);
	assert_int_equal(f.n, 6 * 3);
	findings_free(&f);
	memset(opt.enabled, 0, sizeof(opt.enabled));
	rules_run(g, &opt, tell_story, tell_reason, NULL, &f);
	assert_int_equal(f.n, 0);
	findings_free(&f);
	lockgraph_free(g);
}

/* A front end that can tell no story still has its functions named. */
static void stories_may_be_missing(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), b = spin(g, "b");
	struct rules_options opt;
	struct findings f;

	used(g, a, USED_IN_HARDIRQ, "irq");
	used(g, a, ENABLED_HARDIRQ, "plain");
	depends(g, a, W, b, W, "f");
	depends(g, b, W, a, W, "g");
	rules_default(&opt);
	rules_run(g, &opt, NULL, NULL, NULL, &f);
	assert_int_equal(f.n, 2);
	for (unsigned i = 0; i < f.n; i++) {
		assert_int_equal(f.at[i].file, 0);
		assert_int_not_equal(f.at[i].function, 0);
	}
	findings_free(&f);
	lockgraph_free(g);

	g = lockgraph_new();
	rules_run(g, &opt, NULL, NULL, NULL, &f);
	assert_int_equal(f.n, 0);
	findings_free(&f);
	lockgraph_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_words),
		cmocka_unit_test(words_of_some),
		cmocka_unit_test(other_functions_are_other_sites),
		cmocka_unit_test(one_place_is_one_fault),
		cmocka_unit_test(place_is_not_in_the_core),
		cmocka_unit_test(options_are_obeyed),
		cmocka_unit_test(stories_may_be_missing),
	};
	int failed = cmocka_run_group_tests_name("faults", tests, NULL, NULL);

	name_free_all();
	return failed;
}
