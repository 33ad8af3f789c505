// SPDX-License-Identifier: GPL-2.0-only
/*
 * perf.data files, pipes and packed records of all byte orders tell the same, in
 * the order of time; damaged ones tell what can be read, and never crash.
 *
 * With --write DIR it tests nothing, but writes the recordings there: seeds for
 * fuzzing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "make_perf.h"
#include "observe.h"

#define LOCK 0xc1230000u

/* Flags: include/linux/trace_events.h */
enum { IRQS_OFF = 0x01, HARDIRQ = 0x08 };

/* perf reads CPU 0's buffer, then CPU 1's; so times are in order within a CPU only. */
static void record(struct strbuf *b, const struct machine *m)
{
	/* the tracepoint itself counts one */
	const struct when task = { 0, 2, 10 }, other = { 0, 1, 12 },
			  hard = { IRQS_OFF | HARDIRQ, 1, 10 };
	/* PERF_CONTEXT_KERNEL, addresses, PERF_CONTEXT_USER, an address */
	const uint64_t chain[] = { -128, 0xffffffff81000010, 0xffffffff81000020, -512, 0x401000 };
	struct strbuf r = { 0 };

	perf_kernel_map(b, m, 0xc0010000);
	perf_comm(b, m, 0, 10, "sh");
	raw_lock(&r, m, ID_ACQUIRE, task, LOCK, "&s->lock", 0);
	perf_sample(b, m, 0, 1000, 10, &r, chain, 5);
	raw_lock(&r, m, ID_RELEASE, task, LOCK, "&s->lock", 0);
	perf_sample(b, m, 0, 1020, 10, &r, NULL, 0);
	raw_irq_entry(&r, m, hard, 24, "counter");
	perf_sample(b, m, 1, 1005, 10, &r, NULL, 0);
	perf_round(b, m);
	perf_clock_sample(b, m, 0, 1030);
	perf_fork(b, m, 1040, 12, 10);
	raw_switch(&r, m, task, 1, 12, "sh");
	perf_sample(b, m, 0, 1100, 10, &r, NULL, 0);
	/* older than what the round before had */
	raw_offsets(&r, m, ID_IRQ_DISABLE, task, 0x1010, 0x2020);
	perf_sample(b, m, 1, 1015, 10, &r, NULL, 0);
	perf_lost(b, m, 1, 1016, 7);
	perf_round(b, m);
	raw_number(&r, m, ID_SYSCALL_EXIT, other, 0);
	perf_sample(b, m, 0, 1500, 12, &r, NULL, 0);
	perf_comm(b, m, 1990, 12, "busybox");
	raw_number(&r, m, ID_SYSCALL_EXIT, other, 0);
	perf_sample(b, m, 0, 2000, 12, &r, NULL, 0);
	strbuf_free(&r);
}

static const char whole[] = "1: 0 sh-10 1000 acquire ..1 c1230000 \"&s->lock\"\n"
			    "1: 0 sh-10 1000 stack ..1 ?@ffffffff81000010 < ?@ffffffff81000020\n"
			    "2: 1 sh-10 1005 irq-entry d.h0 24 counter\n"
			    "3: 1 sh-10 1015 irqs-off ..1 ?@c0011010 < ?@c0012020\n"
			    "3: 1 --1 1016 lost 7\n"
			    "4: 0 sh-10 1020 release ..1 c1230000 \"&s->lock\"\n"
			    "6: 0 sh-10 1100 switch ..1 sleeps to sh 12\n"
			    "7: 0 sh-12 1500 syscall-exit ..0\n"
			    "8: 0 busybox-12 2000 syscall-exit ..0\n"
			    "perf.data: 2 CPUs\n";

enum form { FILE_FORM, PIPE_FORM, PACKED_FORM, PACKED_PIPE_FORM, FORMS };

static void make_form(struct perf_recipe *r, const struct machine *m, enum form form,
		      struct strbuf *file)
{
	r->machine = *m;
	r->pipe = form == PIPE_FORM || form == PACKED_PIPE_FORM;
	r->packed = form == PACKED_FORM || form == PACKED_PIPE_FORM;
	record(&r->records, m);
	make_perf(r, file);
}

static void forget(struct perf_recipe *r, struct strbuf *file)
{
	strbuf_free(&r->records);
	strbuf_free(file);
}

static const struct machine machines[] = { { false, 8 }, { true, 8 }, { false, 4 }, { true, 4 } };

static void test_all_tell_the_same(void **state)
{
	(void)state;
	for (unsigned i = 0; i < ARRAY_SIZE(machines); i++) {
		for (unsigned form = 0; form < FORMS; form++) {
			struct perf_recipe r = { 0 };
			struct strbuf file = { 0 };

			make_form(&r, &machines[i], form, &file);
			expect(&reader_perf_data, &file, whole, "");
			forget(&r, &file);
		}
	}
}

static bool nothing(void *front, const struct event *e)
{
	(void)front;
	(void)e;
	return true;
}

static const struct machine pc = { false, 8 };

/* What is known before the first event: from the attrs of a file */
static void test_what_it_has(void **state)
{
	struct perf_recipe r = { 0 };
	struct strbuf file = { 0 };
	struct recording_info info = { 0 };
	char path[] = "/tmp/unspin-test-XXXXXX";
	struct input in;
	int fd = mkstemp(path);
	(void)state;

	make_form(&r, &pc, FILE_FORM, &file);
	assert_int_equal(write(fd, file.s, file.len), file.len);
	close(fd);
	assert_true(input_open(&in, path));
	assert_true(reader_perf_data.looks(in.head, in.nhead));
	assert_true(reader_perf_data.read(&in, &info, nothing, NULL));
	assert_int_equal(info.has, 1u << EV_ACQUIRE | 1u << EV_RELEASE | 1u << EV_IRQ_ENTRY |
					   1u << EV_IRQ_DISABLE | 1u << EV_SWITCH |
					   1u << EV_SYSCALL_EXIT | 1u << EV_STACK);
	input_close(&in);
	unlink(path);
	forget(&r, &file);
}

static void test_killed_recorder(void **state)
{
	struct perf_recipe r = { .unended = true };
	struct strbuf file = { 0 };
	(void)state;

	make_form(&r, &pc, FILE_FORM, &file);
	expect(&reader_perf_data, &file, "perf.data: 0 CPUs\nnothing could be read\n",
	       "cut off, and so without event formats: no event can be read\n");
	forget(&r, &file);
}

static void test_no_tracepoints(void **state)
{
	(void)state;
	for (unsigned form = 0; form < FORMS; form++) {
		struct perf_recipe r = { .no_formats = true };
		struct strbuf file = { 0 }, got = { 0 }, said = { 0 };

		make_form(&r, &pc, form, &file);
		observe(&reader_perf_data, &file, &got, &said);
		assert_non_null(strstr(got.s, "nothing could be read"));
		assert_string_equal(strbuf_str(&said),
				    "no event formats in it, so that no event can be read; record "
				    "tracepoints, as in perf record -e 'lock:*'\n");
		strbuf_free(&got);
		strbuf_free(&said);
		forget(&r, &file);
	}
}

/* A record that is shorter than its header ends the reading; what was before it is read. */
static void test_damaged_record(void **state)
{
	struct perf_recipe r = { .machine = pc };
	struct strbuf file = { 0 };
	size_t at;
	(void)state;

	record(&r.records, &pc);
	at = r.records.len;
	perf_round(&r.records, &pc);
	set_number(&r.records, at + 6, &pc, 7, 2);
	make_perf(&r, &file);
	expect(&reader_perf_data, &file, whole,
	       "damaged: a record has an impossible size; what was before it is read\n");
	forget(&r, &file);
}

/* A call chain that is longer than its sample */
static void test_damaged_sample(void **state)
{
	struct perf_recipe r = { .machine = pc };
	struct strbuf file = { 0 }, raw = { 0 };
	size_t at;
	(void)state;

	record(&r.records, &pc);
	at = r.records.len;
	raw_number(&raw, &pc, ID_SYSCALL_EXIT, (struct when){ 0, 0, 10 }, 0);
	perf_sample(&r.records, &pc, 0, 3000, 10, &raw, NULL, 0);
	set_number(&r.records, at + 56, &pc, UINT64_MAX / 8, 8);
	make_perf(&r, &file);
	expect(&reader_perf_data, &file, whole, "damaged: 1 samples make no sense\n");
	strbuf_free(&raw);
	forget(&r, &file);
}

/* Wherever a file is cut, it is said. */
static void test_any_cut(void **state)
{
	(void)state;

	for (unsigned form = 0; form < 2; form++) {
		struct perf_recipe r = { .packed = form };
		struct strbuf file = { 0 };

		make_form(&r, &pc, form ? PACKED_FORM : FILE_FORM, &file);
		cuts_are_said(&reader_perf_data, &file, 8, 200, 13);
		forget(&r, &file);
	}
}

/* Whatever bits flip, reading ends. */
static void test_any_flip(void **state)
{
	(void)state;
	for (unsigned form = 0; form < FORMS; form++) {
		struct perf_recipe r = { 0 };
		struct strbuf file = { 0 };

		make_form(&r, &pc, form, &file);
		survive_flips(&reader_perf_data, &file, 1000);
		forget(&r, &file);
	}
}

static int write_all(const char *dir)
{
	for (unsigned form = 0; form < FORMS; form++) {
		struct perf_recipe r = { 0 };
		struct strbuf file = { 0 };
		auto_free char *path = xasprintf("%s/form-%u.data", dir, form);
		FILE *f = fopen(path, "wb");

		if (!f)
			return 1;
		make_form(&r, &machines[form], form, &file);
		fwrite(file.s, 1, file.len, f);
		forget(&r, &file);
		if (fclose(f))
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_tell_the_same), cmocka_unit_test(test_what_it_has),
		cmocka_unit_test(test_killed_recorder),	  cmocka_unit_test(test_no_tracepoints),
		cmocka_unit_test(test_damaged_record),	  cmocka_unit_test(test_damaged_sample),
		cmocka_unit_test(test_any_cut),		  cmocka_unit_test(test_any_flip),
	};

	if (argc == 3 && !strcmp(argv[1], "--write"))
		return write_all(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
