// SPDX-License-Identifier: GPL-2.0-only
/* From paths to a program: what is read, what is left out and said, and what it is then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/diag.h"
#include "program/load.h"

static char top[] = "/tmp/unspin-test-XXXXXX";

static void put(const char *path, const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
}

static void put_text(const char *path, const char *text)
{
	put(path, text, strlen(text));
}

static int make_files(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(top));
	assert_int_equal(chdir(top), 0);
	mkdir("src", 0777);
	put_text("src/a.c", "#include \"a.h\"\n#include <linux/none.h>\n"
			    "int f(struct s *p) { return g(p); }\n");
	put_text("src/b.c", "#include \"./a.h\"\nvoid f2(void) { }\n");
	put_text("src/a.h", "#include \"b.h\"\nstruct s { struct t t; };\n");
	put_text("src/b.h", "#include \"a.h\"\nstruct t { int x; };\n");
	put_text("src/part.c", "static void part(void) { }\n");
	put("src/binary.c", "\177ELF\0\0\0", 7);
	put("src/stray.c", "void stray(void) { }\n", 21);
	put_text("src/empty.c", "");
	return 0;
}

static int remove_files(void **state)
{
	char command[sizeof(top) + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", top);
	return chdir("/") || system(command);
}

static struct program *load(const char *const *paths, struct load_stats *stats)
{
	struct load_options opt = { .paths = paths, .no_kernel = true };

	while (paths[opt.npaths])
		opt.npaths++;
	return program_load(&opt, stats);
}

static void headers_are_read_once(void **state)
{
	struct load_stats stats;
	struct program *p = load((const char *[]){ "src/a.c", "src/b.c", NULL }, &stats);
	const struct program_table *t = program_table(p);
	uint32_t unit;

	(void)state;
	assert_int_equal(stats.files, 2);
	assert_int_equal(stats.headers, 2);
	assert_int_equal(stats.includes_not_found, 1);
	assert_int_equal(stats.parse.functions, 2);
	assert_int_equal(t->nunits, 4);
	assert_string_equal(name_str(t->units[0]->path), "src/a.c");
	assert_string_equal(name_str(t->units[1]->path), "src/a.h");
	assert_true(program_is_checked(p, 0));
	assert_false(program_is_checked(p, 1));
	assert_true(program_is_header(p, 1));
	assert_true(program_includes(p, 0, 3));
	assert_true(program_includes(p, 1, 1));
	assert_non_null(program_record(p, 2, name_of("t"), &unit));
	assert_int_equal(unit, 3);
	program_free(p);
}

static void bad_files_are_said_and_left_out(void **state)
{
	struct load_stats stats;
	unsigned before = diag_count();
	struct program *p = load((const char *[]){ "src", NULL }, &stats);

	(void)state;
	assert_int_equal(diag_count() - before, 1);
	assert_int_equal(stats.unreadable, 1);
	assert_int_equal(stats.files, 5);
	program_free(p);
}

static void nothing_to_check_is_no_program(void **state)
{
	struct load_stats stats;
	unsigned before = diag_count();

	(void)state;
	assert_null(load((const char *[]){ "src/binary.c", NULL }, &stats));
	assert_int_equal(diag_count() - before, 1);
	assert_null(load((const char *[]){ "src/none.c", NULL }, &stats));
	mkdir("void", 0777);
	assert_null(load((const char *[]){ "void", NULL }, &stats));
}

/* A header named on the command line is checked, and still what others include. */
static void header_may_be_checked(void **state)
{
	struct load_stats stats;
	struct program *p = load((const char *[]){ "src/a.h", "src/a.c", NULL }, &stats);

	(void)state;
	assert_int_equal(stats.files, 2);
	assert_int_equal(stats.headers, 1);
	assert_true(program_is_checked(p, 1));
	assert_true(program_is_header(p, 1));
	assert_true(program_includes(p, 0, 1));
	program_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(headers_are_read_once),
		cmocka_unit_test(bad_files_are_said_and_left_out),
		cmocka_unit_test(nothing_to_check_is_no_program),
		cmocka_unit_test(header_may_be_checked),
	};
	int failed = cmocka_run_group_tests(tests, make_files, remove_files);

	name_free_all();
	return failed;
}
