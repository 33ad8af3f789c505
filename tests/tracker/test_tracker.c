// SPDX-License-Identifier: GPL-2.0-only
/* The tracker in single events: each test is a script and the facts that it makes (script.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "script.h"

static const struct tracker_options exact = { .exact_classes = true, .cpus = SCRIPT_CPUS };
static const struct tracker_options waits = { .exact_classes = true,
					      .wait_types = true,
					      .cpus = SCRIPT_CPUS };

static struct facts facts;

static void run(const struct tracker_options *opt, const char *script, bool usages)
{
	struct op *ops = xcalloc(SCRIPT_OPS, sizeof(*ops));
	unsigned n = script_read(script, ops), cpu = 0;

	facts = (struct facts){ .usages = usages };

	struct tracker *t = tracker_new(opt, &script_sink, &facts);

	for (unsigned i = 0; i < n; i++)
		script_do(t, &cpu, &ops[i]);
	tracker_free(t);
	xfree(ops);
}

#define CHECK_WITH(options, script, expected)              \
	do {                                               \
		run(&(options), script, false);            \
		assert_string_equal(facts.text, expected); \
	} while (0)
#define CHECK(script, expected) CHECK_WITH(exact, script, expected)
#define CHECK_USAGE(script, expected)                      \
	do {                                               \
		run(&exact, script, true);                 \
		assert_string_equal(facts.text, expected); \
	} while (0)

/* ---- held locks and dependencies ---- */

static void test_direct_dependencies(void **state)
{
	(void)state;
	CHECK("A B C", "A>B B>C");
	CHECK("A B -B C", "A>B A>C");
	CHECK("Ar BR C", "Ar>BR BR>C");
	/* each chain once */
	CHECK("A B -B B -B -A A B", "A>B");
	/* but one of other modes is another */
	CHECK("A B -B Br", "A>B A>Br");
}

static void test_release_out_of_order(void **state)
{
	(void)state;
	/* what was above it now stands on what was below it */
	CHECK("A B C -B", "A>B B>C A>C");
	/* as a chain of locks that was not seen before */
	CHECK("A B C D -B", "A>B B>C C>D A>C C>D");
	CHECK("A B -A C", "A>B B>C");
	/* and makes the chain that they would be without it */
	CHECK("A B C -B -C -A A C", "A>B B>C A>C");
}

static void test_trylock_chains(void **state)
{
	(void)state;
	/* A trylock depends on nothing, but is depended on, and so is the lock below it. */
	CHECK("A B? C", "B>C A>C");
	CHECK("A B? C? D", "C>D B>D A>D");
	CHECK("A B? C", "B>C A>C");
	CHECK("A? B? C", "B>C A>C");
	/* taken again from the middle it is a trylock still */
	CHECK("A B C? -B D", "A>B C>D A>D");
}

static void test_unchecked(void **state)
{
	(void)state;
	/* neither a dependency nor the end of the search for one */
	CHECK("A B! C", "A>C");
	CHECK("A! B", "");
	CHECK_USAGE("A!", "");
}

static void test_sync(void **state)
{
	(void)state;
	CHECK("A B~ C", "A>B A>C");
	CHECK("A A~", "!double-lock:A,A");
	CHECK("A~ -A", "!unbalanced:A");
	CHECK("X A/X A2~/X -A B", "X>A X>B");
	/* it is no critical section, so nothing can interrupt it */
	CHECK_USAGE("A~", "");
	CHECK_USAGE("cli irq{ A~", "A:in-hard");
}

static void test_double_lock(void **state)
{
	(void)state;
	CHECK("A A", "!double-lock:A,A");
	CHECK("A A2", "!double-lock:A2,A");
	CHECK("Ar A2r", "!double-lock:A2r,Ar");
	CHECK("A A2R", "!double-lock:A2R,A");
	CHECK("AR A2", "!double-lock:A2,AR");
	/* readers that recurse do so */
	CHECK("AR AR", "AR>AR");
	CHECK("Ar A2R", "Ar>A2R");
	/* a trylock never hangs */
	CHECK("A A2?", "");
	CHECK("A? A2", "!double-lock:A2,A");
	/* no interrupt context makes it good, and all are told */
	CHECK("cli A irq{ A2 -A2 A2", "!double-lock:A2,A !double-lock:A2,A");
	/* nor does another lock between, and no dependency comes of it */
	CHECK("A B A2", "A>B !double-lock:A2,A");
}

static void test_double_unlock(void **state)
{
	(void)state;
	CHECK("A -A -A", "!unbalanced:A");
	CHECK("-A A", "!unbalanced:A");
	CHECK("A A2? -A -A -A2", "!unbalanced:A");
	CHECK("v:A", "!unbalanced:@");
	CHECK("A=B", "!unbalanced:@");
}

static void test_nest_lock(void **state)
{
	(void)state;
	/* X serialises the two */
	CHECK("X A/X B A2/X", "X>A A>B");
	/* next to each other they are one: both must go */
	CHECK("X A/X A2/X B -A -A2", "X>A A>B X>B");
	CHECK("X A/X A2/X -A -A2 -A", "X>A !unbalanced:A");
	CHECK("X A/X A2/X A3/X -A -A2 B", "X>A A>B");
	CHECK("X A/X A2/X A3/X -A -A2 -A3 B", "X>A X>B");
	/* it must be held, and before them */
	CHECK("A/X", "!unbalanced:A");
	CHECK("A X A2/X", "A>X !double-lock:A2,A");
	CHECK("X A/X -X", "X>A !unbalanced:A");
	/* without it they are what they are */
	CHECK("X A/X B A2/X -A2 A2", "X>A A>B !double-lock:A2,A");
	/* those that a release brings together are merged */
	CHECK("X A/X B A2/X -B C -A -A2 D", "X>A A>B A>C X>C C>D");
}

static void test_downgrade(void **state)
{
	(void)state;
	CHECK("A B v:A C", "A>B Ar>B B>C");
	CHECK("A v:A B", "Ar>B");
	CHECK("Ar v:A", "!unbalanced:Ar");
	CHECK_USAGE("A v:A", "A:on-hard,on-soft Ar:on-hard-r,on-soft-r");
}

static void test_set_class(void **state)
{
	(void)state;
	CHECK("X A A=B C", "X>A X>B B>C");
	/* what was taken after it is taken again */
	CHECK("A C A=B D", "A>C B>C C>D");
	CHECK("B A2 A2=B", "B>A2 !double-lock:B2,B");
	CHECK("A A=B -A -A", "!unbalanced:A");
}

static void test_pins(void **state)
{
	(void)state;
	CHECK("A p:A -A", "!unbalanced:A");
	CHECK("A p:A u:A -A", "");
	CHECK("A p:A p:A u:A -A", "!unbalanced:A");
	/* a lock that is taken again is pinned still */
	CHECK("A B p:B -A -B", "A>B !unbalanced:B");

	struct tracker *t = tracker_new(&exact, &script_sink, &facts);

	assert_false(tracker_pin(t, 0, 7));
	assert_false(tracker_unpin(t, 0, 7));
	tracker_free(t);
}

static void test_freed_and_kept(void **state)
{
	(void)state;
	CHECK("A free:A", "!unbalanced:A");
	CHECK("A free:B", "");
	CHECK("A B user", "A>B !unbalanced:A !unbalanced:B");
	CHECK("A -A user", "");

	struct tracker *t = tracker_new(&exact, &script_sink, &facts);
	struct acquisition a = { .lock = 0x1010, .class = 1, .kind = LK_SPIN, .check = true };

	facts = (struct facts){ 0 };
	tracker_acquire(t, 0, &a);
	tracker_memory_freed(t, 0, 0x1000, 0x1010);
	tracker_memory_freed(t, 0, 0x1011, 0x1020);
	assert_string_equal(facts.text, "");
	tracker_memory_freed(t, 0, 0x1000, 0x1020);
	assert_string_equal(facts.text, "!unbalanced:A");
	tracker_forget_held(t, 0);
	assert_null(tracker_held(t, 0, 0x1010));
	tracker_free(t);
}

static void test_full(void **state)
{
	struct tracker *t = tracker_new(&exact, &script_sink, &facts);
	struct acquisition a = { .kind = LK_SPIN, .check = true };
	const struct held_lock *stack;

	(void)state;
	facts = (struct facts){ 0 };
	for (unsigned i = 1; i <= MAX_HELD; i++) {
		a.class = a.lock = i;
		assert_int_equal(tracker_acquire(t, 0, &a), TRACKED_HELD);
	}
	a.class = a.lock = MAX_HELD + 1;
	assert_int_equal(tracker_acquire(t, 0, &a), TRACKED_FULL);
	assert_int_equal(tracker_stack(t, 0, &stack), MAX_HELD);
	assert_true(stack[0].by.lock == 1);
	assert_true(stack[MAX_HELD - 1].by.lock == MAX_HELD);
	/* from below, so that all others are taken again each time */
	for (unsigned i = 1; i <= MAX_HELD; i++)
		assert_true(tracker_release(t, 0, i, i, 0));
	assert_int_equal(tracker_stack(t, 0, &stack), 0);
	tracker_free(t);
}

/* ---- interrupts ---- */

static void test_usage(void **state)
{
	(void)state;
	CHECK_USAGE("A", "A:on-hard,on-soft");
	CHECK_USAGE("Ar", "Ar:on-hard-r,on-soft-r");
	CHECK_USAGE("AR", "AR:on-hard-r,on-soft-r");
	CHECK_USAGE("cli A", "");
	CHECK_USAGE("bh- A", "A:on-hard");
	CHECK_USAGE("cli irq{ A", "A:in-hard");
	CHECK_USAGE("cli irq{ AR", "AR:in-hard-r");
	CHECK_USAGE("bh- soft{ A", "A:on-hard,in-soft");
	CHECK_USAGE("bh- soft{ cli irq{ A", "A:in-hard,in-soft");
	/* a trylock can't wait for what it interrupted, but can be interrupted */
	CHECK_USAGE("cli irq{ A?", "");
	CHECK_USAGE("A?", "A:on-hard,on-soft");
	/* all is as before when the handler is left */
	CHECK_USAGE("cli irq{ }irq sti A", "A:on-hard,on-soft");
	CHECK_USAGE("}irq }soft A", "A:on-hard,on-soft");
}

static void test_switched_on_with_locks_held(void **state)
{
	(void)state;
	CHECK_USAGE("cli A Br sti", "A>Br A:on-hard,on-soft Br:on-hard-r,on-soft-r");
	CHECK_USAGE("cli A bh- sti", "A:on-hard");
	CHECK_USAGE("bh- A bh+", "A:on-hard A:on-soft");
	/* as in __local_bh_enable_ip() */
	CHECK_USAGE("bh- A cli bh+ sti", "A:on-hard A:on-hard,on-soft");
	CHECK_USAGE("cli A! sti", "");
	/* What is taken again was taken as it was. */
	CHECK_USAGE("cli A B sti -A", "A>B A:on-hard,on-soft B:on-hard,on-soft");
	/* on while on is nothing new */
	CHECK_USAGE("A sti bh+", "A:on-hard,on-soft");
}

static void test_records(void **state)
{
	(void)state;
	CHECK_USAGE("@IB A", "A:on-hard,on-soft");
	CHECK_USAGE("@I A", "A:on-hard");
	CHECK_USAGE("@B A", "");
	CHECK_USAGE("@ A @I", "A:on-hard");
	CHECK_USAGE("@ A @B", "");
	CHECK_USAGE("@ A @B @IB", "A:on-hard,on-soft");
	CHECK_USAGE("@I A @IB", "A:on-hard A:on-soft");
	CHECK_USAGE("@h A", "A:in-hard");
	CHECK_USAGE("@sI A", "A:on-hard,in-soft");
	CHECK_USAGE("@n A", "");
	CHECK_USAGE("@ A @nI", "");
	/* Interrupts may be on in a handler: that says nothing of the lock below it. */
	CHECK_USAGE("@ A @sIB B", "B:on-hard,in-soft,on-soft");
	CHECK("@ A @h B", "");
	CHECK("@ A @h B -B @ C", "A>C");
	CHECK_WITH(waits, "@h thr B -B @ @h C", "!wait-context:C");
}

static void test_contexts_are_separate(void **state)
{
	(void)state;
	CHECK("cli A irq{ B C", "B>C");
	CHECK("A bh- soft{ B cli irq{ C D", "C>D");
	CHECK("cli A irq{ B -B }irq C", "A>C");
	CHECK("cli A irq{ B? C", "B>C");
	/* so what is held below makes no difference */
	CHECK("cli A irq{ B C -C -B }irq -A D irq{ B C", "B>C");
	/* a chain in a handler is another one than outside of it */
	CHECK("A B -B -A cli irq{ A B", "A>B A>B");
	/* what the interrupted code holds can't be released in the handler once that holds a lock itself */
	CHECK("cli A irq{ B -A", "!unbalanced:A");
	CHECK("cli A irq{ -A", "");
}

/* ---- wait types ---- */

static void test_wait_types(void **state)
{
	(void)state;
	/* a lock that sleeps on PREEMPT_RT under one that does not, and those that always do */
	CHECK_WITH(waits, "As B", "!wait-context:B,A A>B");
	CHECK_WITH(waits, "As Bm", "!wait-context:B,A A>B");
	CHECK_WITH(waits, "A Bm", "!wait-context:B,A A>B");
	CHECK_WITH(waits, "Am B Cs", "A>B B>C");
	CHECK_WITH(waits, "Am Bm", "A>B");
	/* who does not wait may do so anywhere */
	CHECK_WITH(waits, "As Bm?", "");
	/* but whoever waits under it may not wait longer than it allows */
	CHECK_WITH(waits, "Am? Bs? C", "!wait-context:C,B B>C A>C");
	/* RCU may be entered anywhere, and lets wait what may be preempted */
	CHECK_WITH(waits, "As BpR! Cs", "A>C");
	CHECK_WITH(waits, "BpR! C", "");
	CHECK_WITH(waits, "BpR! Cm", "!wait-context:C,BR");
	CHECK_WITH(waits, "BpR! Cs D", "!wait-context:D,C C>D");
	/* not asked for */
	CHECK("As Bm", "A>B");
}

static void test_wait_types_in_interrupts(void **state)
{
	(void)state;
	CHECK_WITH(waits, "cli irq{ As", "");
	CHECK_WITH(waits, "cli irq{ A", "!wait-context:A");
	CHECK_WITH(waits, "cli irq{ thr A", "");
	CHECK_WITH(waits, "cli irq{ thr Am", "!wait-context:A");
	CHECK_WITH(waits, "bh- soft{ A", "");
	CHECK_WITH(waits, "bh- soft{ Am", "!wait-context:A");
	/* what is held below the handler does not matter in it */
	CHECK_WITH(waits, "As bh- soft{ B", "");
	/* threaded is a handler, not all that come after it, nor not at all for one that interrupts it */
	CHECK_WITH(waits, "cli irq{ thr }irq irq{ A", "!wait-context:A");
	CHECK_WITH(waits, "cli irq{ thr irq{ A", "");
}

/* What a kind gives where the front end says nothing. */
static void test_wait_types_of_kinds(void **state)
{
	/* may a raw spinlock be taken with it held, a spinlock, a mutex? */
	static const struct {
		enum lock_kind kind;
		const char *expected;
	} kinds[] = {
		{ LK_SPIN, "oox" },	{ LK_RW, "oox" },	{ LK_SEQ, "oox" },
		{ LK_LOCAL, "oox" },	{ LK_RAW_SPIN, "oxx" }, { LK_BIT, "oxx" },
		{ LK_RCU, "oox" },	{ LK_MUTEX, "ooo" },	{ LK_RWSEM, "ooo" },
		{ LK_WW, "ooo" },	{ LK_RTMUTEX, "ooo" },	{ LK_NONE, "ooo" },
		{ LK_SEQCOUNT, "ooo" }, { LK_SRCU, "ooo" },	{ LK_WORK, "ooo" },
	};
	static const enum lock_kind inner[] = { LK_RAW_SPIN, LK_SPIN, LK_MUTEX };

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(kinds); i++) {
		char text[4] = "";

		for (unsigned k = 0; k < ARRAY_SIZE(inner); k++) {
			struct tracker *t = tracker_new(&waits, &script_sink, &facts);
			struct acquisition a = { .lock = 1, .class = 1, .kind = kinds[i].kind };
			struct acquisition b = { .lock = 2, .class = 2, .kind = inner[k] };

			facts = (struct facts){ 0 };
			tracker_acquire(t, 0, &a);
			tracker_acquire(t, 0, &b);
			text[k] = facts.n ? 'x' : 'o';
			tracker_free(t);
		}
		if (strcmp(text, kinds[i].expected))
			fail_msg("%s: %s instead of %s", lock_kind_name(kinds[i].kind), text,
				 kinds[i].expected);
	}
}

static void test_wait_override(void **state)
{
	struct acquisition raw = { .lock = 0x1000, .class = 1, .kind = LK_RAW_SPIN };
	struct acquisition over = { .lock = 0x2000,
				    .class = 2,
				    .wait_inner = WAIT_SLEEP,
				    .wait_override = true,
				    .trylock = true };
	struct acquisition mutex = { .lock = 0x3000, .class = 3, .kind = LK_MUTEX };

	(void)state;
	for (unsigned overridden = 0; overridden < 2; overridden++) {
		struct tracker *t = tracker_new(&waits, &script_sink, &facts);

		facts = (struct facts){ 0 };
		tracker_acquire(t, 0, &raw);
		if (overridden)
			tracker_acquire(t, 0, &over);
		tracker_acquire(t, 0, &mutex);
		assert_string_equal(facts.text, overridden ? "" : "!wait-context:C,A");
		tracker_free(t);
	}
}

/* ---- tasks and CPUs ---- */

static void test_switch(void **state)
{
	(void)state;
	/* each task has a stack and softirq state of its own */
	CHECK("task:1 A task:2 B task:1 C", "A>C");
	CHECK("task:1 A task:2 -A", "!unbalanced:A");
	CHECK("task:1 A cpu:1 task:2 B cpu:0 task:2 C cpu:1 task:1 D", "B>C A>D");
	CHECK_USAGE("task:1 bh- task:2 A task:1 B", "A:on-hard,on-soft B:on-hard");
	/* hardirqs are the CPU's */
	CHECK_USAGE("cli cpu:1 A cpu:0 B", "A:on-hard,on-soft");
	CHECK_USAGE("task:1 cli irq{ cpu:1 A", "A:on-hard,on-soft");
	/* before the first switch each CPU has a task of its own */
	CHECK("A cpu:1 B cpu:0 C cpu:1 D", "A>C B>D");
}

static void test_nameless_task(void **state)
{
	struct tracker *t = tracker_new(&exact, &script_sink, &facts);
	struct acquisition a = { .lock = 0x1000, .class = 1, .kind = LK_SPIN, .check = true };

	(void)state;
	facts = (struct facts){ 0 };
	tracker_acquire(t, 0, &a);
	tracker_switch(t, 0, 7);
	assert_null(tracker_held(t, 0, a.lock));
	tracker_switch(t, 0, TASK_OF_CPU);
	assert_non_null(tracker_held(t, 0, a.lock));
	tracker_switch(t, 1, TASK_OF_CPU);
	assert_null(tracker_held(t, 1, a.lock));
	tracker_free(t);
}

/* Those who hold something are remembered, whoever comes and goes. */
static void test_many_tasks(void **state)
{
	struct tracker *t = tracker_new(&exact, &script_sink, &facts);
	struct acquisition a = { .class = 1, .kind = LK_SPIN, .check = true };
	const struct held_lock *stack;

	(void)state;
	facts = (struct facts){ 0 };
	for (uint64_t task = 1; task <= 20000; task++) {
		tracker_switch(t, 0, task);
		a.lock = task;
		tracker_acquire(t, 0, &a);
		if (task % 100)
			tracker_release(t, 0, task, 1, 0);
	}
	for (uint64_t task = 1; task <= 20000; task++) {
		tracker_switch(t, 0, task);
		assert_int_equal(tracker_stack(t, 0, &stack), task % 100 ? 0 : 1);
		assert_true(task % 100 || stack->by.lock == task);
	}
	tracker_free(t);
}

static void test_lost(void **state)
{
	(void)state;
	/* Gone is what the CPU's task held, and what may have run there meanwhile. */
	CHECK("task:1 A lost B", "");
	CHECK("task:1 A task:2 lost task:1 B", "");
	CHECK("task:1 A cpu:1 task:2 B lost C cpu:0 D", "A>D");
	CHECK("task:1 A lost -A", "!unbalanced:A");
	CHECK_USAGE("cli irq{ lost A", "");
	CHECK_USAGE("cli irq{ lost sti A", "A:on-hard,on-soft");
	CHECK_USAGE("bh- soft{ lost A", "A:on-hard,on-soft");
}

static void test_nmi(void **state)
{
	(void)state;
	CHECK("A nmi{ B -B A -A -C }nmi C", "A>C");
	CHECK_USAGE("cli A nmi{ sti }nmi", "");
}

/* ---- options ---- */

static void test_inexact_classes(void **state)
{
	static const struct tracker_options inexact = { .cpus = SCRIPT_CPUS };

	(void)state;
	/* Two instances may be of two subclasses; one instance is one lock. */
	CHECK_WITH(inexact, "A A2", "A>A2");
	CHECK_WITH(inexact, "A A", "!double-lock:A,A");
	CHECK_WITH(inexact, "A A2 -A -A2 A A", "A>A2 !double-lock:A,A");
	CHECK_WITH(inexact, "A B A -A -B -A A B A2", "A>B !double-lock:A,A B>A2");
}

static void test_by_instance(void **state)
{
	static const struct tracker_options by_instance = { .exact_classes = true,
							    .by_instance = true,
							    .cpus = SCRIPT_CPUS };

	(void)state;
	CHECK("A B -B B2 -B2 B", "A>B");
	CHECK_WITH(by_instance, "A B -B B2 -B2 B", "A>B A>B2");
	CHECK_WITH(by_instance, "A B -B -A A2 B -B -A2 A B", "A>B A2>B");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_direct_dependencies),
		cmocka_unit_test(test_release_out_of_order),
		cmocka_unit_test(test_trylock_chains),
		cmocka_unit_test(test_unchecked),
		cmocka_unit_test(test_sync),
		cmocka_unit_test(test_double_lock),
		cmocka_unit_test(test_double_unlock),
		cmocka_unit_test(test_nest_lock),
		cmocka_unit_test(test_downgrade),
		cmocka_unit_test(test_set_class),
		cmocka_unit_test(test_pins),
		cmocka_unit_test(test_freed_and_kept),
		cmocka_unit_test(test_full),
		cmocka_unit_test(test_usage),
		cmocka_unit_test(test_switched_on_with_locks_held),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_contexts_are_separate),
		cmocka_unit_test(test_wait_types),
		cmocka_unit_test(test_wait_types_in_interrupts),
		cmocka_unit_test(test_wait_types_of_kinds),
		cmocka_unit_test(test_wait_override),
		cmocka_unit_test(test_switch),
		cmocka_unit_test(test_nameless_task),
		cmocka_unit_test(test_many_tasks),
		cmocka_unit_test(test_lost),
		cmocka_unit_test(test_nmi),
		cmocka_unit_test(test_inexact_classes),
		cmocka_unit_test(test_by_instance),
	};

	return cmocka_run_group_tests_name("tracker", tests, NULL, NULL);
}
