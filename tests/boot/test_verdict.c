// SPDX-License-Identifier: GPL-2.0-only
/* What a serial console tells, and when a silent guest is given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "boot/patience.h"
#include "boot/verdict.h"

static struct verdict of(const char *const *lines)
{
	struct verdict v = { 0 };

	for (; *lines; lines++)
		verdict_line(&v, *lines);
	return v;
}

#define CONSOLE(...) of((const char *const[]){ __VA_ARGS__, NULL })

static void a_clean_run_is_0(void **state)
{
	struct verdict v = CONSOLE("[    3.59] unspin: up", "hello", "[    3.60] unspin: exit 0",
				   "[    3.65] unspin: end");

	(void)state;
	assert_true(v.up && v.finished && v.ended);
	assert_int_equal(verdict_exit_status(&v), 0);
}

static void a_script_that_fails_is_1(void **state)
{
	struct verdict v = CONSOLE("[    3.59] unspin: up", "[    3.60] unspin: exit 127",
				   "[    3.65] unspin: end");

	(void)state;
	assert_int_equal(v.status, 127);
	assert_int_equal(verdict_exit_status(&v), 1);
}

static void a_complaint_is_1_and_the_first_is_kept(void **state)
{
	struct verdict v = CONSOLE("[    1.00] unspin: up",
				   "[    2.00] WARNING: inconsistent lock state\r",
				   "[    2.01] [ BUG: Invalid wait context ]",
				   "[    3.00] unspin: exit 0", "[    3.10] unspin: end");

	(void)state;
	assert_int_equal(v.complaints, 2);
	assert_string_equal(v.first, "WARNING: inconsistent lock state");
	assert_int_equal(verdict_exit_status(&v), 1);
}

/* Each of these once stood on a console, but for the last two of CONFIG_PRINTK_CALLER. */
static void complaints_are_known(void **state)
{
	static const char *const lines[] = {
		"[    9.1] WARNING: possible circular locking dependency detected",
		"[    9.1] WARNING: CPU: 1 PID: 52 at kernel/entry/common.c:191 syscall_exit_work",
		"[    9.1] BUG: sleeping function called from invalid context at mutex.c:586",
		"[    9.1] BUG: spinlock recursion on CPU#1, sh/52",
		"[    9.1] watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [sh:52]",
		"[    9.1] rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
		"[    9.1] INFO: task sh:52 blocked for more than 20 seconds.",
		"[    9.1] Kernel panic - not syncing: Attempted to kill init!",
		"[    9.1] Oops: general protection fault, probably for non-canonical address",
		"[    9.1][   T52] BUG: sleeping function called from invalid context",
		"[    9.1] [   C0] BUG: spinlock recursion on CPU#1, sh/52",
	};

	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(lines); i++) {
		struct verdict v = CONSOLE(lines[i]);

		assert_int_equal(v.complaints, 1);
	}
}

/* What the guest's programs print is no word of the kernel's, nor is a word within a line. */
static void only_the_kernels_log_counts(void **state)
{
	struct verdict v = CONSOLE("unspin: end", "BUG: mine", "[x] unspin: exit 0", "[    1.0",
				   "[    1.0]", "[    1.0] no WARNING: here", "[", "");

	(void)state;
	assert_false(v.up || v.finished || v.ended);
	assert_int_equal(v.complaints, 0);
	assert_int_equal(verdict_exit_status(&v), 2);
}

static void a_long_complaint_is_cut(void **state)
{
	char line[5000] = "[    1.0] BUG: ";
	struct verdict v = { 0 };

	(void)state;
	memset(line + 15, 'x', sizeof(line) - 16);
	verdict_line(&v, line);
	assert_int_equal(strlen(v.first), sizeof(v.first) - 1);
}

/* A script's end alone is not enough: what it left behind may still be under way. */
static void no_end_is_2(void **state)
{
	struct verdict v = CONSOLE("[    1.0] unspin: up", "[    2.0] unspin: exit 0");

	(void)state;
	assert_int_equal(verdict_exit_status(&v), 2);
}

static void silence_is_counted_in_cpu_time_of_each_cpu(void **state)
{
	struct patience p = { .silence = 60, .whole = 1000 };

	(void)state;
	patience_progress(&p, 100, 10);
	assert_false(patience_over(&p, 1, 169, 69));
	assert_true(patience_over(&p, 1, 171, 70));
	assert_false(patience_over(&p, 2, 171, 70));
	assert_true(patience_over(&p, 2, 231, 130));
}

static void a_busy_host_gives_more_time(void **state)
{
	struct patience p = { .silence = 60, .whole = 1000 };

	(void)state;
	patience_progress(&p, 0, 0);
	/* QEMU got a tenth of a CPU */
	assert_false(patience_over(&p, 1, 590, 59));
	/* nothing happens at all */
	assert_true(patience_over(&p, 1, 600, 0));
}

static void progress_begins_anew_but_the_whole_has_an_end(void **state)
{
	struct patience p = { .silence = 60, .whole = 1000 };

	(void)state;
	for (double t = 0; t < 999; t += 50) {
		patience_progress(&p, t, t);
		assert_false(patience_over(&p, 1, t, t));
	}
	assert_true(patience_over(&p, 1, 1000, 1000));
	assert_false(patience_over(&p, 2, 1000, 1000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clean_run_is_0),
		cmocka_unit_test(a_script_that_fails_is_1),
		cmocka_unit_test(a_complaint_is_1_and_the_first_is_kept),
		cmocka_unit_test(complaints_are_known),
		cmocka_unit_test(only_the_kernels_log_counts),
		cmocka_unit_test(a_long_complaint_is_cut),
		cmocka_unit_test(no_end_is_2),
		cmocka_unit_test(silence_is_counted_in_cpu_time_of_each_cpu),
		cmocka_unit_test(a_busy_host_gives_more_time),
		cmocka_unit_test(progress_begins_anew_but_the_whole_has_an_end),
	};

	return cmocka_run_group_tests_name("verdict", tests, NULL, NULL);
}
