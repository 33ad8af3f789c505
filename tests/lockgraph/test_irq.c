// SPDX-License-Identifier: GPL-2.0-only
/* irq-unsafe and irq-inversion against what lockdep's documentation says, with readers of all kinds. */
#include "facts.h"

static class_t rw(struct lockgraph *g, const char *name)
{
	return lockgraph_class(g, name_of(name), LK_RW);
}

/* ---- irq-unsafe ---- */

static unsigned conflicts(enum lock_kind kind, enum usage_bit x, enum usage_bit y)
{
	struct lockgraph *g = lockgraph_new();
	class_t a = lockgraph_class(g, name_of("a"), kind);

	used(g, a, x, "f");
	used(g, a, y, "g");

	struct findings f = run_rule(g, RULE_IRQ_UNSAFE, CONF_MEDIUM);
	unsigned n = f.n;

	findings_free(&f);
	lockgraph_free(g);
	return n;
}

static void every_pair_of_usages(void **state)
{
	(void)state;
	for (unsigned x = 0; x < USAGE_N; x++) {
		for (unsigned y = 0; y < USAGE_N; y++) {
			bool in_on = !(x & 2) && y & 2, on_in = x & 2 && !(y & 2);
			bool expected = x / 4 == y / 4 && (in_on || on_in) && !(x & 1 && y & 1);

			assert_int_equal(conflicts(LK_RW, x, y), expected);
			assert_int_equal(conflicts(LK_SPIN, x, y), expected);
			assert_int_equal(conflicts(LK_TIMER, x, y), 0);
			assert_int_equal(conflicts(LK_RCU, x, y), 0);
			assert_int_equal(conflicts(LK_MUTEX, x, y), 0);
		}
	}
	/* A seqlock's reader that a writer interrupts tries again. */
	assert_int_equal(conflicts(LK_SEQ, USED_IN_HARDIRQ, ENABLED_HARDIRQ_READ), 0);
	assert_int_equal(conflicts(LK_SEQ, USED_IN_HARDIRQ_READ, ENABLED_HARDIRQ), 1);
}

static void unsafe_is_argued(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "struct foo.lock");

	used(g, a, USED_IN_HARDIRQ, "foo_irq");
	used(g, a, USED_IN_SOFTIRQ, "foo_tasklet");
	used(g, a, ENABLED_HARDIRQ, "foo_write");
	used(g, a, ENABLED_HARDIRQ, "foo_read");
	used(g, a, ENABLED_SOFTIRQ, "foo_write");
	stories_told = 0;

	struct findings f = run_rule(g, RULE_IRQ_UNSAFE, CONF_MEDIUM);

	assert_int_equal(f.n, 1);
	assert_in_range(stories_told, 2, 8);

	const struct finding *x = &f.at[0];

	assert_int_equal(x->rule, RULE_IRQ_UNSAFE);
	assert_int_equal(x->conf, CONF_HIGH);
	assert_null(x->conf_reason);
	assert_string_equal(classes_of(x), "struct foo.lock");
	assert_string_equal(name_str(x->function), "foo_write");
	assert_string_equal(name_str(x->file), "drivers/t.c");
	assert_string_equal(x->message,
			    "`struct foo.lock` is taken here with hardirqs on, and taken "
			    "in hardirq context by foo_irq()");
	assert_string_equal(x->lockdep, "inconsistent {HARDIRQ-ON-W} -> {IN-HARDIRQ-W} usage");
	assert_int_equal(x->nothers, 2);
	assert_string_equal(name_str(x->others[0].function), "foo_read");
	assert_string_equal(name_str(x->others[1].function), "foo_tasklet");
	assert_int_equal(x->ncpus, 1);
	assert_int_equal(x->nrows, 3);
	assert_true(x->rows[1].interrupt);
	assert_string_equal(x->fix,
			    "take `struct foo.lock` with spin_lock_irq() in foo_write(); look at "
			    "the other sites too");
	findings_free(&f);
	lockgraph_free(g);
}

/* A guess about a hardirq must not stand before a certain softirq conflict. */
static void surer_state_is_told(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = rw(g, "a");
	struct evidence guess = by("maybe_irq", CONF_MEDIUM);

	lockgraph_usage(g, a, USED_IN_HARDIRQ, &guess);
	used(g, a, ENABLED_HARDIRQ_READ, "f");
	used(g, a, ENABLED_SOFTIRQ_READ, "f");

	struct findings f = run_rule(g, RULE_IRQ_UNSAFE, CONF_MEDIUM);

	assert_int_equal(f.n, 1);
	assert_int_equal(f.at[0].conf, CONF_MEDIUM);
	assert_string_equal(f.at[0].conf_reason, "a guess");
	assert_string_equal(f.at[0].fix, "take `a` with read_lock_irq() in f()");
	findings_free(&f);

	f = run_rule(g, RULE_IRQ_UNSAFE, CONF_HIGH);
	assert_int_equal(f.n, 0);
	findings_free(&f);

	used(g, a, USED_IN_SOFTIRQ, "s");
	f = run_rule(g, RULE_IRQ_UNSAFE, CONF_MEDIUM);
	assert_int_equal(f.n, 1);
	assert_int_equal(f.at[0].conf, CONF_HIGH);
	assert_string_equal(f.at[0].fix, "take `a` with read_lock_bh() in f()");
	findings_free(&f);
	lockgraph_free(g);
}

/* The weakest form, but _irq only where the same function never runs in the handler. */
static void fix_is_strong_enough(void **state)
{
	(void)state;
	static const struct {
		enum usage_bit in, on;
		const char *handler, *plain, *fix;
		bool in_hardirq_too;
	} cases[] = {
		{ USED_IN_HARDIRQ, ENABLED_HARDIRQ, "irq", "f",
		  "take `a` with spin_lock_irq() in f()", false },
		{ USED_IN_HARDIRQ, ENABLED_HARDIRQ, "f", "f",
		  "take `a` with spin_lock_irqsave() in f(), with a flags variable of its own",
		  false },
		{ USED_IN_SOFTIRQ, ENABLED_SOFTIRQ, "timer", "f",
		  "take `a` with spin_lock_bh() in f()", false },
		{ USED_IN_SOFTIRQ, ENABLED_SOFTIRQ, "f", "f", "take `a` with spin_lock_bh() in f()",
		  false },
		{ USED_IN_SOFTIRQ, ENABLED_SOFTIRQ, "timer", "f",
		  "take `a` with spin_lock_irqsave() in f(), with a flags variable of its own",
		  true },
	};

	for (unsigned i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct lockgraph *g = lockgraph_new();
		class_t a = spin(g, "a");

		used(g, a, cases[i].in, cases[i].handler);
		used(g, a, cases[i].on, cases[i].plain);
		if (cases[i].in_hardirq_too)
			used(g, a, USED_IN_HARDIRQ, cases[i].plain);

		struct findings f = run_rule(g, RULE_IRQ_UNSAFE, CONF_MEDIUM);

		assert_int_equal(f.n, 1);
		assert_string_equal(f.at[0].fix, cases[i].fix);
		findings_free(&f);
		lockgraph_free(g);
	}
}

/* ---- irq-inversion ---- */

/*
 * A is used in hardirq as @in, A → B has those modes, B is held with hardirqs
 * on as @on. lockdep.c above usage_accumulate(): cases a to d.
 */
static unsigned inverts(enum usage_bit in, enum lock_mode am, enum lock_mode bm, enum usage_bit on)
{
	struct lockgraph *g = lockgraph_new();
	class_t a = rw(g, "a"), b = rw(g, "b");

	used(g, a, in, "irq");
	depends(g, a, am, b, bm, "both");
	used(g, b, on, "plain");

	struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);
	unsigned n = f.n;

	if (n)
		assert_string_equal(classes_of(&f.at[0]), "a b");
	findings_free(&f);
	lockgraph_free(g);
	return n;
}

static void one_edge_in_all_modes(void **state)
{
	(void)state;
	for (enum lock_mode am = W; am <= R; am++) {
		for (enum lock_mode bm = W; bm <= R; bm++) {
			for (unsigned in_read = 0; in_read < 2; in_read++) {
				for (unsigned on_read = 0; on_read < 2; on_read++) {
					bool last_ok = bm != R || !on_read;
					bool first_ok = am == W || !in_read;

					assert_int_equal(inverts(USED_IN_HARDIRQ + in_read, am, bm,
								 ENABLED_HARDIRQ + on_read),
							 last_ok && first_ok);
				}
			}
		}
	}
	assert_int_equal(inverts(USED_IN_SOFTIRQ, W, W, ENABLED_HARDIRQ), 0);
	assert_int_equal(inverts(USED_IN_SOFTIRQ, W, W, ENABLED_SOFTIRQ), 1);
	assert_int_equal(inverts(ENABLED_HARDIRQ, W, W, ENABLED_HARDIRQ), 0);
}

static void inversion_is_argued(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), m = spin(g, "m"), b = spin(g, "b");

	used(g, a, USED_IN_HARDIRQ, "irq");
	depends(g, a, W, m, W, "outer");
	depends(g, m, W, b, W, "inner");
	used(g, b, ENABLED_HARDIRQ, "plain");

	struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);

	assert_int_equal(f.n, 1);

	const struct finding *x = &f.at[0];

	assert_string_equal(classes_of(x), "a m b");
	assert_int_equal(x->nsides, 4);
	assert_string_equal(name_str(x->function), "plain");
	assert_string_equal(x->message,
			    "`b` is taken here with hardirqs on, but `a`, which is taken in "
			    "hardirq context by irq(), depends on it through `m`");
	assert_string_equal(x->lockdep, "HARDIRQ-safe -> HARDIRQ-unsafe lock order detected");
	assert_int_equal(x->ncpus, 3);
	assert_string_equal(x->rows[0].text, "lock(b)");
	assert_string_equal(name_str(x->rows[0].function), "plain");
	assert_string_equal(name_str(x->rows[x->nrows - 1].function), "irq");
	assert_string_equal(x->rows[x->nrows - 1].text, "lock(a)  *** waits for CPU1");
	findings_free(&f);
	lockgraph_free(g);
}

/* If B has the conflict in itself, the inversion is its consequence. */
static void unsafe_ends_are_not_told_again(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = spin(g, "a"), b = spin(g, "b");
	struct evidence guess = by("maybe_irq", CONF_MEDIUM);

	used(g, a, USED_IN_HARDIRQ, "irq");
	depends(g, a, W, b, W, "both");
	used(g, b, ENABLED_HARDIRQ, "plain");
	lockgraph_usage(g, b, USED_IN_HARDIRQ, &guess);

	/* a guess about b does not hide the certain inversion … */
	struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);

	assert_int_equal(f.n, 1);
	findings_free(&f);

	/* … certainty does */
	used(g, b, USED_IN_HARDIRQ, "irq");
	f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);
	assert_int_equal(f.n, 0);
	findings_free(&f);
	lockgraph_free(g);
}

/* Hardirqs off keep softirqs away too: the mend of a hardirq conflict ends a softirq inversion. */
static void mended_with_hardirqs_off(void **state)
{
	(void)state;
	static const enum usage_bit handler[] = { USED_IN_SOFTIRQ, USED_IN_HARDIRQ };
	static const enum usage_bit plain[] = { ENABLED_SOFTIRQ, ENABLED_HARDIRQ };

	/* the other way round it does not */
	for (unsigned hard = 0; hard < 2; hard++) {
		struct lockgraph *g = lockgraph_new();
		class_t a = spin(g, "a"), b = spin(g, "b");

		used(g, a, handler[hard], "inverted");
		depends(g, a, W, b, W, "both");
		used(g, b, plain[hard], "plain");
		used(g, b, plain[!hard], "plain");
		used(g, b, handler[!hard], "irq");

		struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);

		assert_int_equal(f.n, hard);
		findings_free(&f);
		lockgraph_free(g);
	}
}

/* lockdep's usage_skip(): no way into an interrupt leads over a local lock. */
static void local_locks_carry_nothing(void **state)
{
	(void)state;
	for (unsigned kind = LK_SPIN; kind <= LK_LOCAL; kind++) {
		struct lockgraph *g = lockgraph_new();
		class_t a = spin(g, "a"), b = spin(g, "b");
		class_t m = lockgraph_class(g, name_of("m"), kind);

		used(g, a, USED_IN_HARDIRQ, "irq");
		depends(g, a, W, m, W, "f");
		depends(g, m, W, b, W, "g");
		used(g, b, ENABLED_HARDIRQ, "plain");

		struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);

		assert_int_equal(f.n, kind != LK_LOCAL);
		findings_free(&f);
		lockgraph_free(g);
	}
}

/* A → M by a recursive reader, M → B by a reader of M: readers pass each other. */
static void weak_middles_do_not_count(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = rw(g, "a"), m = rw(g, "m"), b = rw(g, "b");

	used(g, a, USED_IN_HARDIRQ, "irq");
	depends(g, a, W, m, R, "f");
	depends(g, m, R, b, W, "g");
	used(g, b, ENABLED_HARDIRQ, "plain");

	struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);

	assert_int_equal(f.n, 0);
	findings_free(&f);

	depends(g, m, W, b, W, "h");
	f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);
	assert_int_equal(f.n, 1);
	assert_string_equal(name_str(f.at[0].sides[2].story.steps[0].function), "h");
	findings_free(&f);
	lockgraph_free(g);
}

/* lockdep's BFS marks a class when it first meets it, strong or not; ours comes back. */
static void stronger_way_is_found_late(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t a = rw(g, "a"), m = rw(g, "m"), n = rw(g, "n"), b = rw(g, "b");

	used(g, a, USED_IN_HARDIRQ, "irq");
	depends(g, a, W, m, R, "weak");
	depends(g, a, W, n, W, "on");
	depends(g, n, W, m, W, "strong");
	depends(g, m, r, b, W, "last");
	used(g, b, ENABLED_HARDIRQ, "plain");

	struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);

	assert_int_equal(f.n, 1);
	assert_string_equal(classes_of(&f.at[0]), "a n m b");
	findings_free(&f);
	lockgraph_free(g);
}

/* One class that is taken plainly somewhere, under many irq-safe ones: one place to mend. */
static void one_unsafe_class_is_one_finding(void **state)
{
	(void)state;
	struct lockgraph *g = lockgraph_new();
	class_t b = spin(g, "b");

	used(g, b, ENABLED_HARDIRQ, "plain");
	for (unsigned i = 0; i < 5; i++) {
		class_t a = lockgraph_class(g, name_printf("a%u", i), LK_SPIN);

		used(g, a, USED_IN_HARDIRQ, name_str(name_printf("irq%u", i)));
		depends(g, a, W, b, W, "both");
	}

	struct findings f = run_rule(g, RULE_IRQ_INVERSION, CONF_MEDIUM);

	assert_int_equal(f.n, 1);
	assert_string_equal(classes_of(&f.at[0]), "a0 b");
	assert_int_equal(f.at[0].nothers, 4);
	assert_string_equal(name_str(f.at[0].others[3].function), "irq4");
	assert_string_equal(f.at[0].others[3].what,
			    "in hardirq context takes `a4`, which depends on it too");
	findings_free(&f);
	lockgraph_free(g);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_of_usages),
		cmocka_unit_test(unsafe_is_argued),
		cmocka_unit_test(surer_state_is_told),
		cmocka_unit_test(fix_is_strong_enough),
		cmocka_unit_test(one_edge_in_all_modes),
		cmocka_unit_test(inversion_is_argued),
		cmocka_unit_test(unsafe_ends_are_not_told_again),
		cmocka_unit_test(mended_with_hardirqs_off),
		cmocka_unit_test(local_locks_carry_nothing),
		cmocka_unit_test(weak_middles_do_not_count),
		cmocka_unit_test(stronger_way_is_found_late),
		cmocka_unit_test(one_unsafe_class_is_one_finding),
	};
	int failed = cmocka_run_group_tests_name("irq", tests, NULL, NULL);

	name_free_all();
	return failed;
}
