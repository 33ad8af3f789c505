// SPDX-License-Identifier: GPL-2.0-only
/* Cycles: lock-order and wait-under-lock, with the reader rules of lockdep-design.rst. */
#include "facts.h"

#include <stdio.h>

/* What both rules find down to @least, as "rule: classes" separated by "; ". */
static const char *found(const struct lockgraph *g, enum confidence least, unsigned longest)
{
	static char text[1024];
	struct rules_options opt = { .least = least, .longest_cycle = longest };
	struct findings f;

	opt.enabled[RULE_LOCK_ORDER] = opt.enabled[RULE_WAIT_UNDER_LOCK] = true;
	rules_run(g, &opt, tell_story, tell_reason, NULL, &f);
	*text = '\0';
	for (unsigned i = 0; i < f.n; i++)
		snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s%s: %s",
			 i ? "; " : "", rule_name(f.at[i].rule), classes_of(&f.at[i]));
	findings_free(&f);
	return text;
}

static class_t kind(struct lockgraph *g, const char *name, enum lock_kind k)
{
	return lockgraph_class(g, name_of(name), k);
}

static void abba(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t b = spin(g, "b"), a = spin(g, "a");

	depends(g, a, W, b, W, "f");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "");
	depends(g, b, W, a, W, "g");
	depends(g, a, W, b, W, "h");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "lock-order: a b");

	struct findings f = run_rule(g, RULE_LOCK_ORDER, CONF_MEDIUM);
	const struct finding *x = &f.at[0];

	assert_string_equal(x->message,
			    "`b` is taken here with `a` held, but `a` with `b` held in g()");
	assert_string_equal(name_str(x->function), "f");
	assert_string_equal(x->fix, "take `b` before `a` in f() as g() does, or release `a` first");
	assert_int_equal(x->nsides, 2);
	assert_string_equal(x->sides[0].title, "takes `b` with `a` held");
	assert_int_equal(x->nrows, 4);
	assert_string_equal(x->rows[3].text, "lock(a)  *** waits for CPU0");
	assert_int_equal(x->nothers, 1);
	assert_string_equal(name_str(x->others[0].function), "h");
	assert_string_equal(x->others[0].what, "takes `b` with `a` held");
	findings_free(&f);
	lockgraph_free(g);
}

/* A → B in one pair of modes, B → A in another: strong if no -(xR)-> meets a -(Sx)->. */
static void two_locks_in_all_modes(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 81; i++) {
		struct lockgraph *g = lockgraph_new();
		class_t a = kind(g, "a", LK_RW), b = kind(g, "b", LK_RW);
		enum lock_mode a1 = i % 3, b1 = i / 3 % 3, b2 = i / 9 % 3, a2 = i / 27;
		/* the holder of B in the second blocks who wants it in the first, and so for A */
		bool b_blocks = b2 == W || b1 != R, a_blocks = a1 == W || a2 != R;

		depends(g, a, a1, b, b1, "f");
		depends(g, b, b2, a, a2, "g");
		assert_string_equal(found(g, CONF_MEDIUM, 0),
				    b_blocks && a_blocks ? "lock-order: a b" : "");
		lockgraph_free(g);
	}
}

/*
 * Three tasks, three locks: X is passed from a recursive reader to a reader.
 * Weak as it stands; a second task that holds X exclusively makes it strong.
 */
static void modes_add_up(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t x = kind(g, "x", LK_RW), y = kind(g, "y", LK_RW), z = kind(g, "z", LK_RW);

	depends(g, z, W, x, R, "f");
	depends(g, x, r, y, W, "g");
	depends(g, y, W, z, W, "h");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "");
	depends(g, x, W, y, R, "k");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "lock-order: x y z");

	struct findings f = run_rule(g, RULE_LOCK_ORDER, CONF_MEDIUM);

	/* the evidence is that of the strong modes */
	assert_string_equal(name_str(f.at[0].sides[0].story.steps[0].function), "k");
	findings_free(&f);
	lockgraph_free(g);
}

static void two_kinds_of_locks_mix(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t m = kind(g, "m", LK_MUTEX), s = kind(g, "s", LK_RWSEM);

	depends(g, m, W, s, r, "f");
	depends(g, s, r, m, W, "g");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "lock-order: m s");
	lockgraph_free(g);
}

static void rcu_and_retrying_readers_close_nothing(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), rcu = kind(g, "rcu", LK_RCU), srcu = kind(g, "srcu", LK_SRCU);
	class_t seq = kind(g, "seq", LK_SEQ);

	depends(g, a, W, rcu, W, "f");
	depends(g, rcu, W, a, W, "g");
	depends(g, a, W, srcu, W, "f");
	depends(g, srcu, W, a, W, "g");
	depends(g, a, W, seq, W, "f");
	depends(g, seq, r, a, W, "g");
	assert_string_equal(found(g, CONF_LOW, 0), "");
	depends(g, seq, W, a, W, "h");
	assert_string_equal(found(g, CONF_LOW, 0), "lock-order: a seq");
	lockgraph_free(g);
}

static void same_class_twice_is_no_cycle(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a");

	depends(g, a, W, a, W, "f");
	assert_string_equal(found(g, CONF_LOW, 0), "");
	lockgraph_free(g);
}

/* ---- length and confidence ---- */

static struct lockgraph *ring(unsigned n, enum confidence conf)
{
	struct lockgraph *g = lockgraph_new();
	class_t c[LONGEST_CYCLE + 1];

	for (unsigned i = 0; i < n; i++)
		c[i] = lockgraph_class(g, name_printf("c%u", i), LK_MUTEX);
	for (unsigned i = 0; i < n; i++) {
		struct evidence e = by("f", i ? CONF_HIGH : conf);

		lockgraph_depends(g, c[i], W, c[(i + 1) % n], W, &e);
	}
	return g;
}

static bool found_ring(unsigned n, enum confidence conf, enum confidence least, unsigned longest)
{
	struct lockgraph *g = ring(n, conf);
	bool any = *found(g, least, longest);

	lockgraph_free(g);
	return any;
}

static void weak_cycles_must_be_short(void **state)
{
	(void)state;
	assert_true(found_ring(3, CONF_HIGH, CONF_MEDIUM, 0));
	assert_false(found_ring(4, CONF_HIGH, CONF_MEDIUM, 0));
	assert_true(found_ring(2, CONF_MEDIUM, CONF_MEDIUM, 0));
	assert_false(found_ring(2, CONF_MEDIUM, CONF_HIGH, 0));
	assert_false(found_ring(3, CONF_MEDIUM, CONF_MEDIUM, 0));
	assert_false(found_ring(2, CONF_LOW, CONF_MEDIUM, 0));
	assert_true(found_ring(2, CONF_LOW, CONF_LOW, 0));
	for (unsigned n = 2; n <= LONGEST_CYCLE; n++) {
		assert_true(found_ring(n, CONF_HIGH, CONF_HIGH, n));
		assert_true(found_ring(n, CONF_MEDIUM, CONF_MEDIUM, 99));
		assert_false(n > 2 && found_ring(n, CONF_HIGH, CONF_HIGH, n - 1));
	}
}

static void worst_link_is_the_confidence(void **state)
{
	(void)state;
	struct lockgraph *g = ring(2, CONF_MEDIUM);
	struct findings f = run_rule(g, RULE_LOCK_ORDER, CONF_MEDIUM);

	assert_int_equal(f.n, 1);
	assert_int_equal(f.at[0].conf, CONF_MEDIUM);
	assert_string_equal(f.at[0].conf_reason, "a guess");
	findings_free(&f);
	lockgraph_free(g);
}

/* One dependency that everything else contradicts does not fill the screen. */
static void one_wrong_edge_makes_few_findings(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), b = spin(g, "b");

	depends(g, a, W, b, W, "wrong");
	for (unsigned i = 0; i < 40; i++) {
		class_t m = lockgraph_class(g, name_printf("m%02u", i), LK_SPIN);

		depends(g, b, W, m, W, "f");
		depends(g, m, W, a, W, "g");
	}
	assert_string_equal(found(g, CONF_MEDIUM, 0),
			    "lock-order: a b m00; lock-order: a b m01; lock-order: a b m02");

	/* and none of them once the short one is there */
	depends(g, b, W, a, W, "short");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "lock-order: a b");
	lockgraph_free(g);
}

/* ---- waiting ---- */

static void timer_waited_for_under_its_lock(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t lock = spin(g, "struct foo.lock"), timer = kind(g, "struct foo.timer", LK_TIMER);

	depends(g, lock, W, timer, W, "foo_stop");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "");
	depends(g, timer, W, lock, W, "foo_timeout");
	assert_string_equal(found(g, CONF_MEDIUM, 0),
			    "wait-under-lock: struct foo.lock struct foo.timer");

	struct findings f = run_rule(g, RULE_WAIT_UNDER_LOCK, CONF_MEDIUM);
	const struct finding *x = &f.at[0];

	assert_string_equal(x->message,
			    "waits here for timer `struct foo.timer` with "
			    "`struct foo.lock` held, which is taken there by foo_timeout()");
	assert_string_equal(name_str(x->function), "foo_stop");
	assert_string_equal(x->rows[1].text, "timer `struct foo.timer` runs");
	assert_string_equal(x->rows[2].text, "wait(timer `struct foo.timer`)  *** waits for CPU1");
	assert_string_equal(x->fix,
			    "release `struct foo.lock` before waiting in foo_stop(), or do not "
			    "wait there: timer_delete()");
	findings_free(&f);

	f = run_rule(g, RULE_LOCK_ORDER, CONF_MEDIUM);
	assert_int_equal(f.n, 0);
	findings_free(&f);
	lockgraph_free(g);
}

/* The wait comes first, however the classes are named. */
static void wait_leads_the_cycle(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t work = kind(g, "a work", LK_WORK), l = kind(g, "l", LK_MUTEX);
	class_t m = kind(g, "m", LK_MUTEX);

	depends(g, work, W, l, W, "work_fn");
	depends(g, l, W, m, W, "other");
	depends(g, m, W, work, W, "flush");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "wait-under-lock: m a work l");
	lockgraph_free(g);
}

static void pseudo_locks_alone_are_no_fault(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t c = kind(g, "c", LK_COMPLETION), w = kind(g, "w", LK_WORK),
		l = kind(g, "l", LK_MUTEX);

	depends(g, c, W, w, W, "f");
	depends(g, w, W, c, W, "g");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "");
	depends(g, l, W, c, W, "h");
	depends(g, w, W, l, W, "g");
	assert_string_equal(found(g, CONF_MEDIUM, 0), "wait-under-lock: l c w");
	lockgraph_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(abba),
		cmocka_unit_test(two_locks_in_all_modes),
		cmocka_unit_test(modes_add_up),
		cmocka_unit_test(two_kinds_of_locks_mix),
		cmocka_unit_test(rcu_and_retrying_readers_close_nothing),
		cmocka_unit_test(same_class_twice_is_no_cycle),
		cmocka_unit_test(weak_cycles_must_be_short),
		cmocka_unit_test(worst_link_is_the_confidence),
		cmocka_unit_test(one_wrong_edge_makes_few_findings),
		cmocka_unit_test(timer_waited_for_under_its_lock),
		cmocka_unit_test(wait_leads_the_cycle),
		cmocka_unit_test(pseudo_locks_alone_are_no_fault),
	};
	int failed = cmocka_run_group_tests_name("order", tests, NULL, NULL);

	name_free_all();
	return failed;
}
