// SPDX-License-Identifier: GPL-2.0-only
/*
 * trace.dat files of both versions, all packings, byte orders and word sizes tell
 * the same; damaged ones tell what can be read, say so once, and never crash.
 *
 * With --write DIR it tests nothing, but writes the recordings there: seeds for
 * fuzzing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "make_dat.h"
#include "observe.h"

#define LOCK 0xc1230000u
#define OBJECT 0xc2220000u

/* Flags: include/linux/trace_events.h */
enum { IRQS_OFF = 0x01, HARDIRQ = 0x08, SOFTIRQ = 0x10, BH_OFF = 0x80 };

/* ---- the recording ---- */

/* One event of each kind, and all that can stand between them. */
static void record_first_cpu(struct dat_pages *p)
{
	const struct machine *m = p->m;
	const struct when task = { 0, 1, 10 }, off = { IRQS_OFF | BH_OFF, 0x21, 10 };
	const uint64_t frames[] = { 0xc0011004, 0x7fffffff /* a trampoline */, 0xc0013010,
				    0xc9990000 };
	struct strbuf r = { 0 };

	dat_page(p, 1000);
	raw_lock(&r, m, ID_ACQUIRE, task, LOCK, "&s->lock", 3);
	dat_event(p, 1000, &r);
	raw_stack(&r, m, task, frames, 4);
	dat_event(p, 1000, &r);
	raw_offsets(&r, m, ID_IRQ_DISABLE, off, 0x1010, 0x2020);
	dat_event(p, 1010, &r);
	dat_taken_back(p, 1015);
	raw_lock(&r, m, ID_RELEASE, task, LOCK, "&s->lock", 0);
	dat_event(p, 1020, &r);
	raw_number(&r, m, ID_UNKNOWN, task, 1);
	dat_event(p, 1030, &r);
	/* a name that is too long for the short form of a record */
	raw_lock(
		&r, m, ID_ACQUIRE, off, LOCK + 8,
		"&a_rather_long_name->of_a_member_in_a_struct.that_goes_on->and_on->and_on->until_it_is_long_enough",
		0);
	dat_event(p, 1040, &r);
	dat_page(p, 5000000000);
	raw_switch(&r, m, task, 1, 12, "kworker/0:1");
	dat_event(p, 5000000001, &r);
	raw_number(&r, m, ID_SYSCALL_EXIT, (struct when){ 0, 0, 12 }, 0);
	dat_event(p, 7000000000, &r);
	dat_lost(p, 3);
	strbuf_free(&r);
}

static void record_second_cpu(struct dat_pages *p)
{
	const struct machine *m = p->m;
	const struct when hard = { IRQS_OFF | HARDIRQ, 1, 11 }, soft = { SOFTIRQ, 0, 11 },
			  idle = { 0, 0, 0 };
	struct strbuf r = { 0 };

	dat_page(p, 900);
	raw_irq_entry(&r, m, hard, 24, "counter");
	dat_event(p, 1005, &r);
	raw_number(&r, m, ID_SOFTIRQ_ENTRY, soft, 7);
	dat_event(p, 1006, &r);
	raw_number(&r, m, ID_VECTOR_ENTRY, hard, 236);
	dat_event(p, 1010, &r); /* at the same time as one of CPU 0 */
	dat_absolute(p, 6000000000);
	raw_object(&r, m, ID_TIMER_ENTRY, soft, OBJECT, 0xc0012000);
	dat_event(p, 6000000010, &r);
	raw_object(&r, m, ID_WORK_EXIT, idle, OBJECT + 64, 0);
	dat_event(p, 6000000020, &r);
	raw_switch(&r, m, idle, 0x100, 10, "sh");
	dat_event(p, 6000000030, &r);
	dat_lost(p, 0);
	strbuf_free(&r);
}

#define FIRST_PAGES                                                                             \
	"1: 0 sh-10 1000 acquire ..1 c1230000 try read \"&s->lock\"\n"                          \
	"2: 0 sh-10 1000 stack ..1 lock_acquire+0x4@c0011004 < vfs_write+0x10@c0013010 < "      \
	"?@c9990000\n"                                                                          \
	"3: 1 --1 1005 lost 0\n"                                                                \
	"3: 1 name with blanks-11 1005 irq-entry d.h1 24 counter\n"                             \
	"4: 1 name with blanks-11 1006 softirq-entry ..s0 7 \n"                                 \
	"5: 0 sh-10 1010 irqs-off db1 lock_acquire+0x10@c0011010 < counter_irq+0x20@c0012020\n" \
	"6: 1 name with blanks-11 1010 vector-entry d.h1 236 local_timer\n"                     \
	"7: 0 sh-10 1020 release ..1 c1230000 \"&s->lock\"\n"                                   \
	"8: 0 sh-10 1030 other ..1\n"                                                           \
	"9: 0 sh-10 1040 acquire db1 c1230008 \"&a_rather_long_name->of_a_member_in_a_struct."  \
	"that_goes_on->and_on->and_on->until_it_is_long_enough\"\n"
static const char whole[] = FIRST_PAGES
	"10: 0 --1 5000000001 lost 3\n"
	"10: 0 sh-10 5000000001 switch ..1 sleeps to kworker/0:1 12\n"
	"11: 1 name with blanks-11 6000000010 timer-entry ..s0 c2220000 counter_irq@c0012000\n"
	"12: 1 <idle>-0 6000000020 work-exit ..0 c2220040 ?\n"
	"13: 1 <idle>-0 6000000030 switch ..0 runnable to sh 10\n"
	"14: 0 kworker/0:1-12 7000000000 syscall-exit ..0\n"
	"trace.dat: 2 CPUs\n";

/* CPU 0's first page alone */
static const char first_page[] =
	"1: 0 sh-10 1000 acquire ..1 c1230000 try read \"&s->lock\"\n"
	"2: 0 sh-10 1000 stack ..1 lock_acquire+0x4@c0011004 < vfs_write+0x10@c0013010 < "
	"?@c9990000\n"
	"3: 0 sh-10 1010 irqs-off db1 lock_acquire+0x10@c0011010 < counter_irq+0x20@c0012020\n"
	"4: 0 sh-10 1020 release ..1 c1230000 \"&s->lock\"\n"
	"5: 0 sh-10 1030 other ..1\n"
	"6: 0 sh-10 1040 acquire db1 c1230008 \"&a_rather_long_name->of_a_member_in_a_struct."
	"that_goes_on->and_on->and_on->until_it_is_long_enough\"\n";

static void record(struct dat_recipe *r)
{
	for (unsigned i = 0; i < DAT_CPUS; i++)
		r->cpus[i] = (struct dat_pages){ .m = &r->machine };
	r->ncpus = 2;
	record_first_cpu(&r->cpus[0]);
	record_second_cpu(&r->cpus[1]);
}

static void forget(struct dat_recipe *r, struct strbuf *file)
{
	for (unsigned i = 0; i < DAT_CPUS; i++)
		strbuf_free(&r->cpus[i].bytes);
	strbuf_free(file);
}

/* ---- whole files ---- */

static const struct machine machines[] = {
	{ false, 8 },
	{ true, 8 },
	{ false, 4 },
	{ true, 4 },
};

/* Version 6, then version 7 in all packings */
#define FORMS 4u

static void make_form(struct dat_recipe *r, const struct machine *m, unsigned form,
		      struct strbuf *file)
{
	r->machine = *m;
	r->version = form ? 7 : 6;
	r->packing = form ? (enum packing)(form - 1) : PACKED_NOT;
	record(r);
	make_dat(r, file);
}

static void test_all_tell_the_same(void **state)
{
	(void)state;

	for (unsigned i = 0; i < ARRAY_SIZE(machines); i++) {
		for (unsigned form = 0; form < FORMS; form++) {
			struct dat_recipe r = { 0 };
			struct strbuf file = { 0 };

			make_form(&r, &machines[i], form, &file);
			expect(&reader_trace_dat, &file, whole, "");
			forget(&r, &file);
		}
	}
}

static int write_all(const char *dir)
{
	for (unsigned form = 0; form < FORMS; form++) {
		struct dat_recipe r = { .instance = "locks", .tsc = true };
		struct strbuf file = { 0 };
		auto_free char *path = xasprintf("%s/form-%u.dat", dir, form);
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

/* A little-endian 64-bit machine's */
static void make(struct dat_recipe *r, unsigned version, enum packing packing, struct strbuf *file)
{
	r->machine = (struct machine){ false, 8 };
	r->version = version;
	r->packing = packing;
	record(r);
	make_dat(r, file);
}

static void test_instance_besides_the_top(void **state)
{
	(void)state;
	for (unsigned version = 6; version <= 7; version++) {
		struct dat_recipe r = { .instance = "locks" };
		struct strbuf file = { 0 };

		make(&r, version, PACKED_NOT, &file);
		expect(&reader_trace_dat, &file, whole,
		       "only the top buffer is read, not the instances `locks`\n");
		forget(&r, &file);
	}
}

/* No more of them than anyone has, whatever the file says. */
static void test_instances_without_end(void **state)
{
	struct dat_recipe r = { .instance = "locks", .instances = 5000 };
	struct strbuf file = { 0 };
	(void)state;

	make(&r, 6, PACKED_NOT, &file);
	expect(&reader_trace_dat, &file, whole,
	       "only the top buffer is read, not the instances `locks`, `locks`, `locks`, `locks` "
	       "and 252 more\n");
	forget(&r, &file);
}

static void test_part_told_twice(void **state)
{
	struct dat_recipe r = { .told_twice = true };
	struct strbuf file = { 0 };
	(void)state;

	make(&r, 7, PACKED_NOT, &file);
	expect(&reader_trace_dat, &file, whole, "");
	forget(&r, &file);
}

/* The name of a system that does not end */
static void test_endless_string(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 }, endless = { 0 };
	const char *at;
	(void)state;

	make(&r, 6, PACKED_NOT, &file);
	at = memmem(file.s, file.len, "preemptirq", 11);
	assert_non_null(at);
	strbuf_add(&endless, file.s, (size_t)(at - file.s) + 10);
	for (unsigned i = 0; i < 100000; i++)
		strbuf_puts(&endless, "x");
	strbuf_add(&endless, at + 10, file.len - (size_t)(at - file.s) - 10);
	expect(&reader_trace_dat, &endless, "trace.dat: 0 CPUs\nnothing could be read\n",
	       "cut off or damaged in its head\n");
	strbuf_free(&endless);
	forget(&r, &file);
}

static void test_instance_alone(void **state)
{
	(void)state;

	for (unsigned version = 6; version <= 7; version++) {
		struct dat_recipe r = { .instance = "locks", .top_empty = true };
		struct strbuf file = { 0 }, got = { 0 }, what = { 0 };

		make(&r, version, PACKED_NOT, &file);
		observe(&reader_trace_dat, &file, &got, &what);
		assert_memory_equal(got.s, first_page, sizeof(first_page) - 1);
		assert_string_equal(strbuf_str(&what), "");
		strbuf_free(&got);
		strbuf_free(&what);
		forget(&r, &file);
	}
}

static void test_ticks_become_nanoseconds(void **state)
{
	struct dat_recipe r = { .tsc = true };
	struct strbuf file = { 0 }, got = { 0 }, said = { 0 };
	(void)state;

	make(&r, 7, PACKED_NOT, &file);
	observe(&reader_trace_dat, &file, &got, &said);
	/* 1000 ticks and 7000000000 ticks of half a nanosecond, after 1000 ns */
	assert_memory_equal(got.s, "1: 0 sh-10 1500 acquire", 23);
	assert_non_null(strstr(got.s, "kworker/0:1-12 3500001000 syscall-exit"));
	strbuf_free(&got);
	strbuf_free(&said);
	forget(&r, &file);
}

/* ---- damaged files ---- */

/* Where CPU @cpu's pages begin in @file: they are found by what is in them. */
static size_t find_pages(const struct dat_recipe *r, unsigned cpu, const struct strbuf *file)
{
	const char *at = memmem(file->s, file->len, r->cpus[cpu].bytes.s, 64);

	assert_non_null(at);
	return (size_t)(at - file->s);
}

static void test_cut_between_pages(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 }, want = { 0 };
	(void)state;

	make(&r, 6, PACKED_NOT, &file);
	strbuf_clear(&file);
	r.ncpus = 1;
	make_dat(&r, &file);
	file.len = find_pages(&r, 0, &file) + DAT_PAGE;
	strbuf_puts(&want, first_page);
	strbuf_puts(&want, "trace.dat: 1 CPUs\n");
	expect(&reader_trace_dat, &file, strbuf_str(&want),
	       "damaged: CPU 0: the file ends before its data does; the rest is read\n");
	strbuf_free(&want);
	forget(&r, &file);
}

/* A page that can't be read is a loss, not a silence. */
static void test_damaged_page(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 };
	(void)state;

	make(&r, 6, PACKED_NOT, &file);
	set_number(&file, find_pages(&r, 0, &file) + 8, &r.machine, 5000, 8);
	expect(&reader_trace_dat, &file,
	       "1: 1 --1 1005 lost 0\n"
	       "1: 1 name with blanks-11 1005 irq-entry d.h1 24 counter\n"
	       "2: 1 name with blanks-11 1006 softirq-entry ..s0 7 \n"
	       "3: 1 name with blanks-11 1010 vector-entry d.h1 236 local_timer\n"
	       "4: 0 --1 5000000001 lost 3\n"
	       "4: 0 sh-10 5000000001 switch ..1 sleeps to kworker/0:1 12\n"
	       "5: 1 name with blanks-11 6000000010 timer-entry ..s0 c2220000 counter_irq@c0012000\n"
	       "6: 1 <idle>-0 6000000020 work-exit ..0 c2220040 ?\n"
	       "7: 1 <idle>-0 6000000030 switch ..0 runnable to sh 10\n"
	       "8: 0 kworker/0:1-12 7000000000 syscall-exit ..0\n"
	       "trace.dat: 2 CPUs\n",
	       "damaged: CPU 0: a page is damaged; the rest is read\n");
	forget(&r, &file);
}

/* The event after the damage comes with a loss of unknown size. */
static void test_damaged_event(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 }, got = { 0 }, said = { 0 };
	(void)state;

	make(&r, 6, PACKED_NOT, &file);
	/* CPU 1's first event turns into the long form, of a length that is no length */
	set_number(&file, find_pages(&r, 1, &file) + 16, &r.machine, 105 << 5, 4);
	observe(&reader_trace_dat, &file, &got, &said);
	assert_null(strstr(got.s, "counter_irq@c0012000"));
	assert_non_null(strstr(got.s, "kworker/0:1-12 7000000000 syscall-exit"));
	assert_string_equal(strbuf_str(&said),
			    "damaged: CPU 1: a page is damaged; the rest is read\n");
	strbuf_free(&got);
	strbuf_free(&said);
	forget(&r, &file);
}

static void test_damaged_chunk(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 }, got = { 0 }, said = { 0 };
	const char *first;
	(void)state;

	make(&r, 7, PACKED_ZSTD, &file);
	/* the last packed chunks are CPU 0's two and CPU 1's one, each at a zstd magic */
	first = memmem(file.s + file.len / DAT_PAGE * DAT_PAGE - DAT_PAGE, 64, "\x28\xb5\x2f\xfd",
		       4);
	assert_non_null(first);
	memset(file.s + (first - file.s), 0, 4);
	observe(&reader_trace_dat, &file, &got, &said);
	assert_string_equal(strbuf_str(&said),
			    "damaged: CPU 0: a packed chunk can't be unpacked; the rest is read\n");
	assert_non_null(strstr(got.s, "1: 1 --1 1005 lost 0\n"));
	assert_non_null(strstr(got.s, "4: 0 --1 5000000001 lost"));
	strbuf_free(&got);
	strbuf_free(&said);
	forget(&r, &file);
}

/* Several parts of the head, and a CPU's data: one line */
static void test_damaged_head(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 }, got = { 0 }, said = { 0 };
	size_t at;
	(void)state;

	make(&r, 7, PACKED_NOT, &file);
	at = (size_t)((char *)memmem(file.s, file.len, "header_page", 12) - file.s);
	set_number(&file, at - 16, &r.machine, 99, 2);
	at = (size_t)((char *)memmem(file.s, file.len, "c0010000 T _stext", 17) - file.s);
	set_number(&file, at - 4, &r.machine, UINT32_MAX, 4);
	set_number(&file, find_pages(&r, 0, &file) + 8, &r.machine, 5000, 8);
	observe(&reader_trace_dat, &file, &got, &said);
	assert_string_equal(strbuf_str(&said),
			    "damaged: it lacks the layout of its pages, symbols\n");
	assert_non_null(strstr(got.s, "kworker/0:1-12 7000000000 syscall-exit"));
	strbuf_free(&got);
	strbuf_free(&said);
	forget(&r, &file);
}

static bool note_caller(void *front, const struct event *e)
{
	if (e->type == EV_IRQ_DISABLE)
		*(uint64_t *)front = e->irqs.caller.address;
	return true;
}

/* irq_disable's caller, in the file without the symbol _stext, by who knows its address. */
static uint64_t caller_from(const struct strbuf *file, uint64_t stext)
{
	struct recording_info info = { .stext = stext };
	char path[] = "/tmp/unspin-test-XXXXXX";
	uint64_t caller = 1;
	struct input in;
	int fd = mkstemp(path);

	assert_int_equal(write(fd, file->s, file->len), file->len);
	close(fd);
	assert_true(input_open(&in, path));
	assert_true(reader_trace_dat.read(&in, &info, note_caller, &caller));
	input_close(&in);
	unlink(path);
	return caller;
}

static void test_start_of_text_told_by_others(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 };
	(void)state;

	make(&r, 6, PACKED_NOT, &file);
	memcpy(memmem(file.s, file.len, " _stext", 7), " _other", 7);
	assert_int_equal(caller_from(&file, 0), 0);
	assert_int_equal(caller_from(&file, 0x80000000), 0x80001010);
	forget(&r, &file);
}

/* Two CPUs of one place: the second one's claim is refused, so that no file is read twice. */
static void test_cpus_of_one_place(void **state)
{
	struct dat_recipe r = { 0 };
	struct strbuf file = { 0 }, got = { 0 }, said = { 0 };
	const char *table;
	size_t at;
	(void)state;

	make(&r, 6, PACKED_NOT, &file);
	table = memmem(file.s, file.len, "flyrecord", 10);
	at = (size_t)(table - file.s) + 10;
	for (unsigned i = 0; i < 2; i++) {
		set_number(&file, at + 16 * i, &r.machine, 0, 8);
		set_number(&file, at + 16 * i + 8, &r.machine, file.len - 100, 8);
	}
	observe(&reader_trace_dat, &file, &got, &said);
	assert_non_null(strstr(strbuf_str(&said), "damaged: CPU "));
	assert_null(strstr(strbuf_str(&got), ": 1 "));
	strbuf_free(&got);
	strbuf_free(&said);
	forget(&r, &file);
}

static void test_not_for_us(void **state)
{
	static const struct {
		const char *bytes, *said;
	} files[] = {
		{ "\x17\x08\x44tracing5", "a trace.dat of version 5; 6 and 7 can be read\n" },
		{ "\x17\x08\x44tracing", "a trace.dat of version ; 6 and 7 can be read\n" },
		{ "\x17\x08\x44tracing7", "cut off or damaged in its head\n" },
	};
	(void)state;

	for (unsigned i = 0; i < ARRAY_SIZE(files); i++) {
		struct strbuf file = { 0 };

		add_string(&file, files[i].bytes);
		expect(&reader_trace_dat, &file, "trace.dat: 0 CPUs\nnothing could be read\n",
		       files[i].said);
		strbuf_free(&file);
	}
}

/* Wherever a file is cut, it is said. */
static void test_any_cut(void **state)
{
	(void)state;

	for (unsigned form = 0; form < FORMS; form++) {
		struct dat_recipe r = { 0 };
		struct strbuf file = { 0 };

		make_form(&r, &machines[0], form, &file);
		cuts_are_said(&reader_trace_dat, &file, 12, 400, 19);
		forget(&r, &file);
	}
}

/* Whatever bits flip, reading ends. */
static void test_any_flip(void **state)
{
	(void)state;

	for (unsigned form = 0; form < FORMS; form++) {
		struct dat_recipe r = { .instance = "locks" };
		struct strbuf file = { 0 };

		make_form(&r, &machines[0], form, &file);
		survive_flips(&reader_trace_dat, &file, 1000);
		forget(&r, &file);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_tell_the_same),
		cmocka_unit_test(test_instance_besides_the_top),
		cmocka_unit_test(test_instances_without_end),
		cmocka_unit_test(test_part_told_twice),
		cmocka_unit_test(test_endless_string),
		cmocka_unit_test(test_instance_alone),
		cmocka_unit_test(test_ticks_become_nanoseconds),
		cmocka_unit_test(test_cut_between_pages),
		cmocka_unit_test(test_damaged_page),
		cmocka_unit_test(test_damaged_event),
		cmocka_unit_test(test_damaged_chunk),
		cmocka_unit_test(test_damaged_head),
		cmocka_unit_test(test_start_of_text_told_by_others),
		cmocka_unit_test(test_cpus_of_one_place),
		cmocka_unit_test(test_not_for_us),
		cmocka_unit_test(test_any_cut),
		cmocka_unit_test(test_any_flip),
	};

	if (argc == 3 && !strcmp(argv[1], "--write"))
		return write_all(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
