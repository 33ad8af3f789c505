// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tracker tells what the naive model of lockdep tells: random scripts, seeded
 * by their number, on both. A failure names the seed and prints what happened.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/hash.h"
#include "naive.h"

#define SEEDS 120u
#define EVENTS 300u

struct dice {
	uint64_t state;
};

static unsigned roll(struct dice *d, unsigned sides)
{
	d->state += 0x9e3779b97f4a7c15u;
	return (unsigned)(hash_u64(d->state) % sides);
}

static bool chance(struct dice *d, unsigned percent)
{
	return roll(d, 100) < percent;
}

/* Few classes and instances, so that they meet */
static void some_lock(struct dice *d, struct acquisition *a)
{
	static const enum lock_kind kinds[] = { LK_SPIN, LK_SPIN, LK_RAW_SPIN, LK_MUTEX, LK_RCU };

	a->class = 1 + roll(d, 5);
	a->lock = (uint64_t)a->class << 12 | roll(d, 3);
	a->kind = kinds[a->class % ARRAY_SIZE(kinds)];
	a->check = true;
}

static struct op some_op(struct dice *d, unsigned number)
{
	static const enum op_kind rare[] = {
		OP_DOWNGRADE, OP_SET_CLASS, OP_PIN,	 OP_UNPIN,   OP_FREE,	 OP_USER,
		OP_HARDIRQS,  OP_SOFTIRQS,  OP_HARDIRQ,	 OP_SOFTIRQ, OP_NMI,	 OP_THREADED,
		OP_CPU,	      OP_TASK,	    OP_LOST,	 OP_CONTEXT, OP_CONTEXT, OP_CONTEXT,
		OP_CONTEXT,   OP_HARDIRQS,  OP_SOFTIRQS, OP_HARDIRQ, OP_SOFTIRQ, OP_TASK,
	};
	struct op op = { .kind = OP_TAKE };
	struct acquisition nest;

	some_lock(d, &op.a);
	op.a.ref = number;
	if (chance(d, 45)) {
		op.a.mode = chance(d, 60) ? LM_EXCLUSIVE : 1 + roll(d, 2);
		op.a.trylock = chance(d, 20);
		op.a.check = !chance(d, 10);
		op.a.sync = chance(d, 5);
		if (chance(d, 20)) {
			some_lock(d, &nest);
			op.a.nest = nest.lock;
		}
		return op;
	}
	op.kind = chance(d, 60) ? OP_RELEASE : rare[roll(d, ARRAY_SIZE(rare))];
	op.on = chance(d, op.kind == OP_NMI ? 20 : 50);
	op.number = op.kind == OP_CPU	    ? roll(d, 2)
		    : op.kind == OP_CONTEXT ? roll(d, 32)
					    : 1 + roll(d, 5);
	if (op.kind == OP_CONTEXT && chance(d, 80))
		op.number &= ~(unsigned)IN_NMI;
	return op;
}

/* How often each kind of fact was told, so that the scripts are seen to reach it */
static unsigned dependencies, usages, retold, faults[RULE_N];

static void count(const struct facts *told, const struct naive_facts *expected)
{
	for (const char *c = told->text; *c; c++) {
		dependencies += *c == '>';
		usages += !strncmp(c, ":on-", 4) || !strncmp(c, ":in-", 4);
	}
	for (unsigned r = 0; r < RULE_N; r++)
		for (const char *c = told->text; (c = strchr(c, '!')); c++)
			faults[r] += !strncmp(c + 1, rule_name(r), strlen(rule_name(r)));
	retold += strcmp(expected->all.text, expected->fresh.text) &&
		  !strcmp(told->text, expected->all.text);
}

/*
 * Each event's facts are all of the model's, or those without the dependencies of
 * a chain that was told before: the tracker may have forgotten that it was.
 */
static void run_seed(const struct tracker_options *opt, unsigned seed)
{
	static struct facts told;
	static struct naive_facts expected;
	struct dice dice = { seed };
	unsigned cpu = 0, naive_cpu = 0;
	struct tracker *t = tracker_new(opt, &script_sink, &told);
	struct naive *m = naive_new(opt);

	for (unsigned i = 0; i < EVENTS; i++) {
		struct op op = some_op(&dice, i);

		facts_clear(&told);
		facts_clear(&expected.all);
		facts_clear(&expected.fresh);
		script_do(t, &cpu, &op);
		naive_do(m, &naive_cpu, &op, &expected);
		if (strcmp(told.text, expected.all.text) && strcmp(told.text, expected.fresh.text))
			fail_msg("seed %u, event %u (kind %d, class %u)\n"
				 "\ttracker: %s\n\tmodel:   %s\n\tor:      %s",
				 seed, i, (int)op.kind, op.a.class, told.text, expected.all.text,
				 expected.fresh.text);
		count(&told, &expected);
	}
	tracker_free(t);
	naive_free(m);
}

static void run_all(const struct tracker_options *opt)
{
	dependencies = usages = retold = 0;
	memset(faults, 0, sizeof(faults));
	for (unsigned seed = 0; seed < SEEDS; seed++)
		run_seed(opt, seed);
	assert_in_range(dependencies, SEEDS * 10, SEEDS * EVENTS);
	assert_in_range(usages, SEEDS * 10, SEEDS * EVENTS * 10);
	assert_in_range(faults[RULE_DOUBLE_LOCK], SEEDS, SEEDS * EVENTS);
	assert_in_range(faults[RULE_UNBALANCED], SEEDS, SEEDS * EVENTS * 10);
	/* What is remembered is remembered nearly always. */
	assert_in_range(retold, 0, SEEDS);
}

static void test_lockdeps_classes(void **state)
{
	static const struct tracker_options opt = { .exact_classes = true, .cpus = SCRIPT_CPUS };

	(void)state;
	run_all(&opt);
	assert_int_equal(faults[RULE_WAIT_CONTEXT], 0);
}

static void test_wait_types(void **state)
{
	static const struct tracker_options opt = { .exact_classes = true,
						    .wait_types = true,
						    .cpus = SCRIPT_CPUS };

	(void)state;
	run_all(&opt);
	assert_in_range(faults[RULE_WAIT_CONTEXT], SEEDS, SEEDS * EVENTS);
}

static void test_a_recordings_classes(void **state)
{
	static const struct tracker_options opt = { .by_instance = true, .cpus = SCRIPT_CPUS };

	(void)state;
	run_all(&opt);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lockdeps_classes),
		cmocka_unit_test(test_wait_types),
		cmocka_unit_test(test_a_recordings_classes),
	};

	return cmocka_run_group_tests_name("naive", tests, NULL, NULL);
}
