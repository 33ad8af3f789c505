// SPDX-License-Identifier: GPL-2.0-only
/* The lock graph keeps the best evidence of each fact, in whatever order facts come. */
#include "facts.h"

#include <stdio.h>

#include "base/alloc.h"
#include "base/hash.h"

static void classes_are_one_by_name(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = lockgraph_class(g, name_of("struct foo.lock"), LK_NONE);

	assert_int_equal(a, lockgraph_class(g, name_of("struct foo.lock"), LK_RAW_SPIN));
	assert_int_equal(lockgraph_class_kind(g, a), LK_RAW_SPIN);
	lockgraph_class(g, name_of("struct foo.lock"), LK_SPIN);
	assert_int_equal(lockgraph_class_kind(g, a), LK_SPIN);
	assert_int_not_equal(a, lockgraph_class(g, name_of("struct bar.lock"), LK_SPIN));
	assert_int_equal(lockgraph_classes(g), 2);
	assert_string_equal(name_str(lockgraph_class_name(g, a)), "struct foo.lock");
	assert_int_equal(lockgraph_class_name(g, 99), 0);
	lockgraph_free(g);
}

static void best_evidence_wins(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), b = spin(g, "b");
	struct evidence weak = by("weak", CONF_MEDIUM), sure = by("sure", CONF_HIGH);
	struct evidence shorter = sure;

	sure.length = 5;
	shorter.length = 2;
	shorter.function = name_of("shorter");
	lockgraph_depends(g, a, W, b, W, &weak);
	lockgraph_depends(g, a, W, b, r, &sure);
	lockgraph_depends(g, a, W, b, W, &shorter);
	lockgraph_depends(g, a, R, b, R, &weak);

	const struct lock_dep *const *deps;

	assert_int_equal(lockgraph_deps(g, a, &deps), 1);
	assert_int_equal(deps[0]->modes, 1 << DEP_EN | 1 << DEP_SR);
	assert_int_equal(deps[0]->why[DEP_EN]->function, shorter.function);
	assert_null(deps[0]->why[DEP_ER]);
	assert_int_equal(lockgraph_deps(g, b, &deps), 0);
	lockgraph_free(g);
}

/* One site a function; which are kept does not hang on the order of arrival. */
static void sites_do_not_depend_on_order(void **state)
{
	(void)state;
	struct evidence facts[40];
	const struct evidence *sites;
	char kept[2][512];

	for (unsigned i = 0; i < ARRAY_SIZE(facts); i++) {
		char function[8];

		snprintf(function, sizeof(function), "f%u", (unsigned)hash_u64(i) % 15);
		facts[i] = by(function, hash_u64(i + 77) % 3);
		facts[i].length = hash_u64(i + 99) % 4;
	}
	for (unsigned run = 0; run < 2; run++) {
		struct lockgraph *g = lockgraph_new();
		class_t a = spin(g, "a");

		for (unsigned i = 0; i < ARRAY_SIZE(facts); i++)
			lockgraph_usage(g, a, ENABLED_HARDIRQ,
					&facts[run ? ARRAY_SIZE(facts) - 1 - i : i]);

		unsigned n = lockgraph_usage_sites(g, a, ENABLED_HARDIRQ, &sites);

		assert_int_equal(n, USAGE_SITES);
		assert_ptr_equal(lockgraph_usage_why(g, a, ENABLED_HARDIRQ), sites);
		kept[run][0] = '\0';
		for (unsigned i = 0; i < n; i++) {
			char one[40];

			if (i)
				assert_true(evidence_cmp(&sites[i - 1], &sites[i]) < 0);
			for (unsigned j = 0; j < i; j++)
				assert_int_not_equal(sites[i].function, sites[j].function);
			snprintf(one, sizeof(one), "%s@%u ", name_str(sites[i].function),
				 (unsigned)sites[i].ref);
			strcat(kept[run], one);
		}
		lockgraph_free(g);
	}
	assert_string_equal(kept[0], kept[1]);
}

static void usage_bits_are_told(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a");

	assert_int_equal(lockgraph_usage_bits(g, a), 0);
	assert_null(lockgraph_usage_why(g, a, USED_IN_SOFTIRQ));
	used(g, a, USED_IN_SOFTIRQ, "f");
	used(g, 0, USED_IN_SOFTIRQ, "f");
	used(g, 77, USED_IN_SOFTIRQ, "f");
	assert_int_equal(lockgraph_usage_bits(g, a), 1 << USED_IN_SOFTIRQ);
	assert_non_null(lockgraph_usage_why(g, a, USED_IN_SOFTIRQ));
	lockgraph_free(g);
}

/* A dependency's sites are kept by mode, since each mode is a fact of its own. */
static void sites_are_told_by_mode(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), b = spin(g, "b");
	const struct evidence *sites;

	depends(g, a, W, b, W, "f");
	depends(g, a, W, b, r, "g");
	depends(g, a, r, b, R, "h");
	assert_int_equal(lockgraph_dep_sites(g, a, b, DEP_EN, &sites), 2);
	assert_string_equal(name_str(sites[0].function), "f");
	assert_int_equal(lockgraph_dep_sites(g, a, b, DEP_SR, &sites), 1);
	assert_string_equal(name_str(sites[0].function), "h");
	assert_int_equal(lockgraph_dep_sites(g, a, b, DEP_ER, &sites), 0);
	assert_int_equal(lockgraph_dep_sites(g, b, a, DEP_EN, &sites), 0);
	lockgraph_free(g);
}

static void aliases_are_a_set(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "struct foo.lock"), b = spin(g, "struct bar.lock");
	const name_t *aliases;

	lockgraph_alias(g, a, name_of("&foo->lock"));
	lockgraph_alias(g, a, name_of("&f->lock"));
	lockgraph_alias(g, a, name_of("&foo->lock"));
	lockgraph_alias(g, a, name_of("struct foo.lock")); /* that is its name */
	lockgraph_alias(g, b, name_of("&f->lock"));	   /* two classes may share one */
	lockgraph_alias(g, 0, name_of("&f->lock"));
	assert_int_equal(lockgraph_aliases(g, a, &aliases), 2);
	assert_string_equal(name_str(aliases[0]), "&foo->lock");
	assert_string_equal(name_str(aliases[1]), "&f->lock");
	assert_int_equal(lockgraph_aliases(g, b, &aliases), 1);
	assert_int_equal(lockgraph_aliases(g, 99, &aliases), 0);
	lockgraph_free(g);
}

static void faults_fold(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t ab[] = { spin(g, "a"), spin(g, "b") };
	class_t ba[] = { ab[1], ab[0] };
	name_t f = name_of("f");
	struct evidence weak = by("f", CONF_LOW), sure = by("g", CONF_HIGH);

	lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, ab, 2, f, name_of("msleep()"), &weak);
	lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, ba, 2, f, name_of("mutex_lock()"), &sure);
	assert_int_equal(lockgraph_faults(g), 1);
	assert_string_equal(name_str(lockgraph_fault_at(g, 0).what), "mutex_lock()");
	assert_int_equal(lockgraph_fault_at(g, 0).nwhy, 2);
	assert_int_equal(lockgraph_fault_at(g, 0).classes[0], ba[0]);
	lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, ab, 1, f, 0, &sure);
	lockgraph_fault(g, RULE_SLEEP_IN_ATOMIC, ab, 2, name_of("h"), 0, &sure);
	lockgraph_fault(g, RULE_UNBALANCED, NULL, 0, f, 0, &sure);
	assert_int_equal(lockgraph_faults(g), 4);
	lockgraph_free(g);
}

static void names_go_both_ways(void **state)
{
	(void)state;
	for (unsigned i = 0; i < RULE_N; i++)
		assert_int_equal(rule_of(rule_name(i)), i);
	assert_int_equal(rule_of("no-such-rule"), RULE_N);
	assert_string_equal(confidence_name(CONF_MEDIUM), "medium");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(classes_are_one_by_name),
		cmocka_unit_test(best_evidence_wins),
		cmocka_unit_test(sites_do_not_depend_on_order),
		cmocka_unit_test(usage_bits_are_told),
		cmocka_unit_test(sites_are_told_by_mode),
		cmocka_unit_test(aliases_are_a_set),
		cmocka_unit_test(faults_fold),
		cmocka_unit_test(names_go_both_ways),
	};
	int failed = cmocka_run_group_tests_name("graph", tests, NULL, NULL);

	name_free_all();
	return failed;
}
