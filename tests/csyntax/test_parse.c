// SPDX-License-Identifier: GPL-2.0-only
/*
 * The parser's trees are what the cases say, and hostile input costs little.
 *
 * A case is a file of C that ends in a comment which starts with "expect:" and
 * holds the tree of what stands before it, as dump.c prints it. Called with
 * files, this program checks those; without, all of cases/. With --print it
 * prints the files' trees instead, to write new cases from.
 *
 * Results are TAP, one case a file or generated input.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/name.h"
#include "base/strbuf.h"
#include "csyntax/dump.h"
#include "csyntax/parse.h"

#ifndef CSYNTAX_CASES
#define CSYNTAX_CASES "tests/csyntax/cases"
#endif

static const char marker[] = "/* expect:\n";
static unsigned cases, failed;
static struct parser *parser;
static struct arena arena;

static void report(const char *name, bool good)
{
	printf("%s %u - %s\n", good ? "ok" : "not ok", ++cases, name);
	failed += !good;
}

static char *read_file(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	struct strbuf text = { 0 };
	char buf[4096];
	size_t n;

	if (!f)
		return NULL;
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		strbuf_add(&text, buf, n);
	fclose(f);
	*len = text.len;
	return text.s;
}

/* The tree of @len bytes at @text into @tree. */
static struct parse_stats parse(const char *text, size_t len, struct strbuf *tree)
{
	struct parse_stats stats = { 0 };
	struct parsed_file file;

	arena_reset(&arena);
	parse_file(parser, text, len, &arena, &file, &stats);
	if (tree)
		dump_list(tree, file.list);
	return stats;
}

static void print_difference(const char *want, const char *got)
{
	unsigned line = 1;
	size_t i = 0, start = 0;

	for (; want[i] && want[i] == got[i]; i++) {
		if (want[i] == '\n') {
			line++;
			start = i + 1;
		}
	}
	printf("# line %u of the tree\n#   want: %.*s\n#   got:  %.*s\n", line,
	       (int)strcspn(want + start, "\n"), want + start, (int)strcspn(got + start, "\n"),
	       got + start);
}

static void check_file(const char *path, bool print)
{
	size_t len;
	auto_free char *text = read_file(path, &len);
	const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	struct strbuf tree = { 0 };
	char *expect, *end;

	if (!text) {
		report(name, false);
		return;
	}
	expect = strstr(text, marker);
	parse(text, expect ? (size_t)(expect - text) : len, &tree);
	if (print) {
		fputs(strbuf_str(&tree), stdout);
		strbuf_free(&tree);
		return;
	}
	end = expect ? strstr(expect, "*/") : NULL;
	if (!end) {
		report(name, false);
		printf("# no expectation\n");
	} else {
		*end = '\0';
		expect += strlen(marker);
		report(name, !strcmp(expect, strbuf_str(&tree)));
		if (strcmp(expect, strbuf_str(&tree)))
			print_difference(expect, strbuf_str(&tree));
	}
	strbuf_free(&tree);
}

static int is_case(const struct dirent *d)
{
	size_t len = strlen(d->d_name);

	return len > 2 && !strcmp(d->d_name + len - 2, ".c");
}

static void check_folder(const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_case, alphasort);

	if (n <= 0)
		report(folder, false);
	for (int i = 0; i < n; i++) {
		auto_free char *path = xasprintf("%s/%s", folder, names[i]->d_name);

		check_file(path, false);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

/* ---- generated input ---- */

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* @n times @part between @head and @tail; the file ends in a function that must still be found
 * where @sound is set. */
static void check_repeated(const char *name, const char *head, const char *part, const char *tail,
			   unsigned n, bool sound)
{
	static const char last[] = "\nint last_function(void)\n{\n\treturn 0;\n}\n";
	struct strbuf text = { 0 }, tree = { 0 };
	double before, spent;
	bool found;

	strbuf_puts(&text, head);
	for (unsigned i = 0; i < n; i++)
		strbuf_puts(&text, part);
	strbuf_puts(&text, tail);
	strbuf_puts(&text, last);
	before = seconds();
	parse(text.s, text.len, &tree);
	spent = seconds() - before;
	found = strstr(strbuf_str(&tree), "last_function") != NULL;
	if (getenv("TIMES"))
		printf("# %.2f %s\n", spent, name);
	report(name, spent < 20 && (found || !sound));
	if (spent >= 20)
		printf("# %.1f s for %zu bytes\n", spent, text.len);
	else if (!found && sound)
		printf("# the function behind it is lost\n");
	strbuf_free(&text);
	strbuf_free(&tree);
}

#define IN_FUNCTION "void f(void)\n{\n\tx = "
#define MANY 100000u

static void check_nesting(void)
{
	check_repeated("100,000 opening parentheses", IN_FUNCTION, "(", ";\n}\n", MANY, false);
	check_repeated("100,000 opening braces", "void f(void)\n", "{", "\n", MANY, false);
	check_repeated("100,000 opening brackets", IN_FUNCTION "a", "[", ";\n}\n", MANY, false);
	check_repeated("100,000 calls in calls", IN_FUNCTION, "f(", ";\n}\n", MANY, false);
	check_repeated("100,000 casts", IN_FUNCTION, "(int)", "y;\n}\n", MANY, true);
	check_repeated("100,000 unary operators", IN_FUNCTION, "!", "y;\n}\n", MANY, true);
	check_repeated("100,000 stars in a declarator", "int ", "*", "p;\n", MANY, true);
	check_repeated("100,000 nested declarators", "int ", "(*", "p;\n", MANY, false);
	check_repeated("100,000 terms", IN_FUNCTION, "y + ", "y;\n}\n", MANY, true);
	check_repeated("100,000 assignments", IN_FUNCTION, "y = ", "y;\n}\n", MANY, true);
	check_repeated("100,000 members", IN_FUNCTION "y", "->next", ";\n}\n", MANY, true);
	check_repeated("100,000 conditional operators", IN_FUNCTION, "a ? b : ", "c;\n}\n", MANY,
		       true);
	check_repeated("100,000 middle operands", IN_FUNCTION, "a ? ", "c;\n}\n", MANY, true);
	check_repeated("100,000 commas", IN_FUNCTION "a", ", a", ";\n}\n", MANY, true);
	check_repeated("100,000 else-ifs", "void f(void)\n{\n", "if (a) b(); else ", "c();\n}\n",
		       MANY, true);
	check_repeated("100,000 ifs", "void f(void)\n{\n", "if (a) ", "c();\n}\n", MANY, true);
	check_repeated("100,000 labels", "void f(void)\n{\n", "a: ", ";\n}\n", MANY, true);
	check_repeated("100,000 cases", "void f(void)\n{\nswitch (x) {", "case 1: ", "}\n}\n", MANY,
		       true);
	check_repeated("100,000 loops", "void f(void)\n{\n", "for (;;) ", "c();\n}\n", MANY, true);
	check_repeated("100,000 macro loops", "void f(void)\n{\n", "for_each_x(a)\n", "c();\n}\n",
		       MANY, true);
	check_repeated("100,000 macro elses", "void f(void)\n{\n", "for_each_x(a) b(); else ",
		       "c();\n}\n", MANY, true);
	check_repeated("100,000 structs in structs", "", "struct { ", "int x;\n", MANY, false);
	check_repeated("100,000 initializers in initializers", "int x = ", "{", ";\n", MANY, false);
	check_repeated("100,000 statement expressions", IN_FUNCTION, "({ ", ";\n}\n", MANY, false);
	check_repeated("100,000 typeofs", IN_FUNCTION, "sizeof(typeof(", ";\n}\n", MANY, false);
	check_repeated("100,000 open groups", "", "#ifdef A\n", "int x;\n", MANY, false);
	check_repeated("100,000 closed groups in a list", "",
		       "#ifdef A\nint x;\n#else\nint y;\n#endif\n", "", MANY, true);
	check_repeated("100,000 split groups", "void f(void)\n{\n",
		       "#ifdef A\nif (x) {\n#else\n{\n#endif\n}\n", "}\n", MANY, true);
	check_repeated("100,000 stray closers", "", "}\n)\n", "", MANY, true);
	check_repeated("100,000 stray elses", "void f(void)\n{\n", "else ", ";\n}\n", MANY, true);
	check_repeated("100,000 statements as arguments", IN_FUNCTION, "f(a;", ";\n}\n", MANY,
		       false);
	check_repeated("100,000 attributes", "int x ", "__attribute__((a(", ";\n", MANY, false);
	check_repeated("100,000 prototypes in prototypes", "", "int f(int ", ";\n", MANY, false);
	check_repeated("100,000 braces in column 0", "", "{\n", "", MANY, false);
	check_repeated("100,000 macros", "", "#define f(x) g(x) + \\\n h\n", "", MANY, true);
	check_repeated("a macro of 100,000 lines", "#define f(x) ", "g(x); \\\n", "\n", MANY, true);
	check_repeated("100,000 pastes", "#define f(x) x", "##x", "\n", MANY, true);
	check_repeated("100,000 words in a row", "", "word ", ";\n", MANY, true);
	check_repeated("100,000 words in a function", "void f(void)\n{\n", "word ", ";\n}\n", MANY,
		       true);
	check_repeated("100,000 words and stars", "void f(void)\n{\n", "word * ", "x;\n}\n", MANY,
		       true);
	check_repeated("100,000 calls in a row", "", "word(x) ", ";\n", MANY, true);
	check_repeated("16 MB on one line", "int x[] = {", "0x12345678, ", "};\n", 1400000, true);
}

static void check_garbage(void)
{
	static const char nuls[100];
	static const char alphabet[] = "(){}[];,*ab=.#\n \"if";
	char noise[65536];
	uint32_t seed = 1;

	check_repeated("an open comment", "int x; /*", "a", "", 10, false);
	check_repeated("an open string", "char *s = \"", "a", ";\n", 10, true);
	check_repeated("an open character", "char c = '", "a", ";\n", 10, true);
	check_repeated("bytes that are no UTF-8", "int ", "\xff\xfe\xc3", ";\n", 1000, true);
	parse(nuls, sizeof(nuls), NULL);
	report("nothing but NULs", true);
	parse("", 0, NULL);
	report("an empty file", true);
	parse("#define", 7, NULL);
	parse("#define f(", 10, NULL);
	parse("#if", 3, NULL);
	parse("/", 1, NULL);
	parse("\\", 1, NULL);
	parse("\"\\", 2, NULL);
	parse("'\\", 2, NULL);
	report("files that end too soon", true);
	for (unsigned round = 0; round < 20; round++) {
		for (size_t i = 0; i < sizeof(noise); i++) {
			seed = seed * 1664525u + 1013904223u;
			noise[i] = round & 1 ? (char)(seed >> 24)
					     : alphabet[(seed >> 24) % (sizeof(alphabet) - 1)];
		}
		parse(noise, sizeof(noise), NULL);
	}
	report("noise", true);
}

int main(int argc, char **argv)
{
	bool print = argc > 1 && !strcmp(argv[1], "--print");

	parser = parser_new();
	for (int i = 1 + print; i < argc; i++)
		check_file(argv[i], print);
	if (argc == 1) {
		check_folder(CSYNTAX_CASES);
		check_nesting();
		check_garbage();
	}
	if (!print)
		printf("1..%u\n", cases);
	parser_free(parser);
	arena_free(&arena);
	name_free_all();
	return failed != 0;
}
