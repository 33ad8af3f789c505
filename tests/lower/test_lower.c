// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lowering, by example: each file in tests/lower/cases is parsed and lowered,
 * and the dump of its unit must be what the comment at the file's end expects.
 *
 *     test_lower --print FILE    prints the dump, to write a new expectation from
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/strbuf.h"
#include "lower/lower.h"

#define EXPECT "/* expect:\n"

/* Where the examples are, from the source's or the build's directory. */
static const char *const places[] = {
	"tests/lower/cases",
	"../tests/lower/cases",
	"../../tests/lower/cases",
};

static bool read_file(const char *path, struct strbuf *text)
{
	char buf[4096];
	size_t n;
	FILE *f = fopen(path, "r");

	if (!f)
		return false;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(text, buf, n);
	fclose(f);
	return true;
}

static void dump_file(const char *path, const struct strbuf *text, struct strbuf *out)
{
	const char *slash = strrchr(path, '/');
	struct parser *p = parser_new();
	struct arena scratch = { 0 };
	struct parse_stats stats = { 0 };
	struct parsed_file file;
	struct unit *u;

	parse_file(p, strbuf_str(text), text->len, &scratch, &file, &stats);
	u = lower_file(&file, name_of(slash ? slash + 1 : path), NULL, &scratch);
	unit_dump(u, out);
	unit_free(u);
	arena_free(&scratch);
	parser_free(p);
}

static void test_example(void **state)
{
	const char *path = *state;
	struct strbuf text = { 0 }, dump = { 0 };
	char *expected, *end;

	assert_true(read_file(path, &text));
	expected = strstr(strbuf_str(&text), EXPECT);
	assert_non_null(expected);
	dump_file(path, &text, &dump);
	expected += strlen(EXPECT);
	end = strstr(expected, "*/");
	assert_non_null(end);
	*end = '\0';
	assert_string_equal(strbuf_str(&dump), expected);
	strbuf_free(&text);
	strbuf_free(&dump);
}

static int print(const char *path)
{
	struct strbuf text = { 0 }, dump = { 0 };

	if (!read_file(path, &text)) {
		fprintf(stderr, "test_lower: can't read %s\n", path);
		return 2;
	}
	dump_file(path, &text, &dump);
	fputs(strbuf_str(&dump), stdout);
	strbuf_free(&text);
	strbuf_free(&dump);
	name_free_all();
	return 0;
}

static int is_example(const struct dirent *e)
{
	size_t n = strlen(e->d_name);

	return n > 2 && !strcmp(e->d_name + n - 2, ".c");
}

int main(int argc, char **argv)
{
	struct dirent **found = NULL;
	struct CMUnitTest *tests;
	int n = -1, failed;
	unsigned place = 0;

	if (argc == 3 && !strcmp(argv[1], "--print"))
		return print(argv[2]);
	for (; n < 0 && place < ARRAY_SIZE(places); place++)
		n = scandir(places[place], &found, is_example, alphasort);
	if (n <= 0) {
		fputs("test_lower: tests/lower/cases not found from here\n", stderr);
		return 1;
	}
	place--;
	tests = xcalloc((size_t)n, sizeof(*tests));
	for (int i = 0; i < n; i++) {
		tests[i].name = found[i]->d_name;
		tests[i].test_func = test_example;
		tests[i].initial_state = xasprintf("%s/%s", places[place], found[i]->d_name);
	}
	failed = _cmocka_run_group_tests("lower", tests, (size_t)n, NULL, NULL);
	for (int i = 0; i < n; i++) {
		xfree(tests[i].initial_state);
		free(found[i]);
	}
	free(found);
	xfree(tests);
	name_free_all();
	return failed;
}
