// SPDX-License-Identifier: GPL-2.0-only
/* Any bytes become lines, in bounded memory, and what is odd about them is told once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/strbuf.h"
#include "recording/lines.h"

struct reading {
	struct input in;
	struct lines lines;
	char path[64];
	int fd;
	unsigned said;
};

static void start(struct reading *r, const char *bytes, size_t len)
{
	r->fd = memfd_create("lines", 0);
	assert_true(r->fd >= 0);
	assert_int_equal(write(r->fd, bytes, len), len);
	snprintf(r->path, sizeof(r->path), "/proc/self/fd/%d", r->fd);
	assert_true(input_open(&r->in, r->path));
	lines_open(&r->lines, &r->in);
	r->said = diag_count();
}

/* The next line is @want. */
static void expect(struct reading *r, const char *want)
{
	size_t len;
	char *line = lines_next(&r->lines, &len);

	assert_non_null(line);
	assert_string_equal(line, want);
	assert_int_equal(len, strlen(want));
}

/* There is no further line, and @said lines of diagnostics were written. */
static void finish(struct reading *r, unsigned said)
{
	size_t len;

	assert_null(lines_next(&r->lines, &len));
	assert_null(lines_next(&r->lines, &len));
	assert_int_equal(diag_count() - r->said, said);
	lines_close(&r->lines);
	input_close(&r->in);
	close(r->fd);
}

static void test_ends_of_lines(void **state)
{
	static const char text[] = "unix\ndos\r\n\n\r\nlone\rreturn\nlast";
	struct reading r;

	(void)state;
	start(&r, text, strlen(text));
	expect(&r, "unix");
	expect(&r, "dos");
	expect(&r, "");
	expect(&r, "");
	expect(&r, "lone\rreturn");
	assert_int_equal(r.lines.number, 5);
	expect(&r, "last");
	finish(&r, 0);
}

static void test_empty(void **state)
{
	struct reading r;

	(void)state;
	start(&r, "", 0);
	finish(&r, 0);
}

/* Many buffers full of lines of all lengths: none is torn where a buffer ends. */
static void test_across_buffers(void **state)
{
	struct strbuf text = { 0 };
	char line[2000];
	struct reading r;

	(void)state;
	for (unsigned i = 0; i < 3000; i++)
		strbuf_printf(&text, "%0*u\n", 1 + (int)(i * 7 % 1999), i);
	start(&r, text.s, text.len);
	for (unsigned i = 0; i < 3000; i++) {
		snprintf(line, sizeof(line), "%0*u", 1 + (int)(i * 7 % 1999), i);
		expect(&r, line);
	}
	finish(&r, 0);
	strbuf_free(&text);
}

/* A line of @length, then a short one: @cut tells whether the first is too long. */
static void check_length(size_t length, bool cut)
{
	struct strbuf text = { 0 };
	struct reading r;
	char *line;
	size_t len;

	for (size_t i = 0; i < length; i++)
		strbuf_add(&text, "x", 1);
	strbuf_puts(&text, "\nshort\n");
	start(&r, text.s, text.len);
	line = lines_next(&r.lines, &len);
	assert_non_null(line);
	assert_int_equal(len, cut ? LINE_MAX_LENGTH : length);
	assert_int_equal(strlen(line), len);
	expect(&r, "short");
	assert_int_equal(r.lines.number, 2);
	finish(&r, cut);
	strbuf_free(&text);
}

static void test_long_lines(void **state)
{
	(void)state;
	check_length(LINE_MAX_LENGTH - 1, false);
	check_length(LINE_MAX_LENGTH, false);
	check_length(LINE_MAX_LENGTH + 1, true);
	check_length(4 * (LINE_MAX_LENGTH + 1) - 1, true);
	check_length(4 * (LINE_MAX_LENGTH + 1), true);
	check_length(4 * (LINE_MAX_LENGTH + 1) + 1, true);
	check_length(10 * LINE_MAX_LENGTH, true);
}

/* Two of them, the second without an end: still told once. */
static void test_endless_line(void **state)
{
	struct strbuf text = { 0 };
	struct reading r;
	size_t len;

	(void)state;
	for (size_t i = 0; i < 10 * LINE_MAX_LENGTH; i++)
		strbuf_add(&text, i == 5 * LINE_MAX_LENGTH ? "\n" : "x", 1);
	start(&r, text.s, text.len);
	assert_non_null(lines_next(&r.lines, &len));
	assert_non_null(lines_next(&r.lines, &len));
	assert_int_equal(len, LINE_MAX_LENGTH);
	finish(&r, 1);
	strbuf_free(&text);
}

static void test_binary(void **state)
{
	static const char bytes[] = "a\0b\0\n\0\n\xff\xfe\n";
	struct reading r;

	(void)state;
	start(&r, bytes, sizeof(bytes) - 1);
	expect(&r, "a b ");
	expect(&r, " ");
	expect(&r, "\xff\xfe");
	finish(&r, 1);
}

static void test_odd_lines(void **state)
{
	struct reading r;

	(void)state;
	start(&r, "good\nbad\nbad\n", 13);
	lines_tell_odd(&r.lines, "none");
	assert_int_equal(diag_count() - r.said, 0);
	expect(&r, "good");
	expect(&r, "bad");
	lines_odd(&r.lines);
	expect(&r, "bad");
	lines_odd(&r.lines);
	assert_int_equal(r.lines.first_odd, 2);
	assert_int_equal(r.lines.odd, 2);
	lines_tell_odd(&r.lines, "odd");
	finish(&r, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ends_of_lines),  cmocka_unit_test(test_empty),
		cmocka_unit_test(test_across_buffers), cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_endless_line),   cmocka_unit_test(test_binary),
		cmocka_unit_test(test_odd_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
