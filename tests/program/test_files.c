// SPDX-License-Identifier: GPL-2.0-only
/* Which files are read, how they are shown, and which header an #include means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/diag.h"
#include "base/strbuf.h"
#include "program/files.h"
#include "program/path.h"

/* ---- a small tree on disk ---- */

static char top[] = "/tmp/unspin-test-XXXXXX";

static void put(const char *path, const char *text)
{
	char dir[PATH_MAX];

	for (size_t i = 1; path[i]; i++)
		if (path[i] == '/') {
			memcpy(dir, path, i);
			dir[i] = '\0';
			mkdir(dir, 0777);
		}

	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static const char *const headers[] = {
	"include/linux/list.h",	      "include/uapi/linux/types.h",
	"include/asm-generic/bug.h",  "arch/x86/include/asm/io.h",
	"arch/arm/include/asm/io.h",  "arch/arm/include/asm/mach.h",
	"drivers/net/foo/foo.h",      "drivers/net/inc/far.h",
	"drivers/net/foo/sub/deep.h", "drivers/net/foo/common/only_here.h",
	"tools/include/linux/list.h",
};

static const char *const sources[] = {
	"drivers/net/foo/a.c",	 "drivers/net/foo/b.c", "drivers/net/foo/sub/c.c",
	"arch/arm/kernel/irq.c", "tools/perf/main.c",
};

static int make_tree(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(top));
	assert_int_equal(chdir(top), 0);
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "linux/%s", headers[i]);
		put(path, "");
	}
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "linux/%s", sources[i]);
		put(path, "");
	}
	put("linux/MAINTAINERS", "");
	put("linux/Kbuild", "");
	put("linux/.git/x.c", "");
	put("linux/drivers/net/foo/Makefile",
	    "INC := $(srctree)/$(src)/../inc\nccflags-y += -Wall \\\n  -I$(INC) # -Inot\n"
	    "obj-$(CONFIG_FOO) += foo.o other.o\n"
	    "foo-y := a.o \\\n\tgone.o\nfoo-$(CONFIG_FOO_SUB) += sub/c.o # b.o\n");
	put("over/drivers/net/foo/a.c", "");
	put("over/drivers/net/foo/new.c", "");
	put("over/include/linux/list.h", "");
	put("alone/x.c", "");
	put("alone/x.h", "");
	put("odd/dir.c/y.c", "");
	assert_int_equal(symlink("loop.c", "odd/loop.c"), 0);
	assert_int_equal(symlink(".", "odd/self"), 0);
	assert_int_equal(symlink("../alone/x.c", "odd/link.c"), 0);
	assert_int_equal(mkfifo("odd/pipe.c", 0666), 0);
	return 0;
}

static int remove_tree(void **state)
{
	char command[sizeof(top) + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", top);
	return chdir("/") || system(command);
}

/* ---- asking ---- */

struct asked {
	struct load_options opt;
	struct finder *finder;
	source_vec found;
	struct strbuf shown;
};

/* The sources below @paths (up to a NULL), shown as one line. */
static const char *ask(struct asked *a, const char *const *paths)
{
	for (a->opt.npaths = 0; paths[a->opt.npaths]; a->opt.npaths++)
		;
	a->opt.paths = paths;
	a->finder = finder_new(&a->opt);
	finder_sources(a->finder, &a->found);
	for (unsigned i = 0; i < a->found.n; i++)
		strbuf_printf(&a->shown, "%s%s", i ? " " : "", name_str(a->found.at[i].path));
	return strbuf_str(&a->shown);
}

static void done(struct asked *a)
{
	finder_free(a->finder);
	vec_free(&a->found);
	strbuf_free(&a->shown);
}

/* Where file @from finds @path, relative to the tree or as shown; "" if nowhere. */
static const char *include_of(struct asked *a, unsigned from, const char *path, bool is_system)
{
	struct include inc = { .path = name_of(path), .is_system = is_system };
	struct source_file s;

	if (!finder_include(a->finder, a->found.at[from].folder, &inc, &s))
		return "";
	return name_str(s.tree ? s.tree : s.path);
}

/* ---- tests ---- */

static void paths_are_joined_and_tidied(void **state)
{
	(void)state;
	assert_string_equal(name_str(path_name(".", "./a//b/", false)), "a/b");
	assert_string_equal(name_str(path_name("a/b", "../c.h", false)), "a/b/../c.h");
	assert_string_equal(name_str(path_name("a/b", "../c.h", true)), "a/c.h");
	assert_string_equal(name_str(path_name("a", "../../../c.h", true)), "../../c.h");
	assert_string_equal(name_str(path_name("/a", "../../c.h", true)), "/c.h");
	assert_string_equal(name_str(path_name("a", "/b", true)), "/b");
	assert_string_equal(name_str(path_name("a", "..", true)), ".");
	assert_string_equal(name_str(path_name("", "", true)), ".");
	assert_string_equal(name_str(path_dir("/a")), "/");
	assert_string_equal(name_str(path_dir("a")), ".");
	assert_string_equal(path_below("a/b/c", "a/b"), "c");
	assert_string_equal(path_below("/a", "/"), "a");
	assert_null(path_below("a/bc", "a/b"));

	char longest[PATH_MAX + 2];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(path_name(".", longest, false), 0);
}

static void directory_gives_its_c_files(void **state)
{
	struct asked a = { 0 };

	(void)state;
	assert_string_equal(ask(&a, (const char *[]){ "linux/drivers/", NULL }),
			    "linux/drivers/net/foo/a.c linux/drivers/net/foo/b.c "
			    "linux/drivers/net/foo/sub/c.c");
	assert_string_equal(name_str(a.found.at[0].tree), "drivers/net/foo/a.c");
	done(&a);
}

/* The other files of the module of @paths, as one line. */
static const char *beside(struct asked *a, const char *const *paths)
{
	source_vec others = { 0 };

	ask(a, paths);
	finder_modules(a->finder, &a->found, &others);
	strbuf_clear(&a->shown);
	for (unsigned i = 0; i < others.n; i++)
		strbuf_printf(&a->shown, "%s%s", i ? " " : "", name_str(others.at[i].tree));
	vec_free(&others);
	return strbuf_str(&a->shown);
}

static void modules_are_told_by_makefiles(void **state)
{
	struct asked a = { 0 }, b = { 0 }, c = { 0 };

	(void)state;
	/* those that were asked for are among them: who reads them knows them already */
	assert_string_equal(beside(&a, (const char *[]){ "linux/drivers/net/foo/sub", NULL }),
			    "drivers/net/foo/a.c drivers/net/foo/sub/c.c");
	done(&a);
	assert_string_equal(beside(&b, (const char *[]){ "linux/drivers/net/foo/a.c", NULL }),
			    "drivers/net/foo/a.c drivers/net/foo/sub/c.c");
	done(&b);
	assert_string_equal(beside(&c, (const char *[]){ "linux/drivers", NULL }), "");
	done(&c);
}

static void git_folder_is_left_out(void **state)
{
	struct asked a = { 0 };

	(void)state;
	ask(&a, (const char *[]){ "linux", NULL });
	assert_int_equal(a.found.n, 5);
	assert_null(strstr(strbuf_str(&a.shown), ".git"));
	done(&a);
}

static void same_file_is_read_once(void **state)
{
	struct asked a = { 0 };

	(void)state;
	assert_string_equal(ask(&a, (const char *[]){ "alone/x.c", "./alone//x.c", "alone",
						      "odd/link.c", "alone/x.h", NULL }),
			    "alone/x.c alone/x.h");
	done(&a);
}

static void odd_files_are_one_line_each(void **state)
{
	struct asked a = { 0 };
	unsigned before = diag_count();

	(void)state;
	assert_string_equal(ask(&a, (const char *[]){ "odd", "nothing.c", "odd/pipe.c", NULL }),
			    "odd/link.c odd/dir.c/y.c");
	/* dir.c, loop.c, pipe.c below odd, nothing.c, pipe.c again */
	assert_int_equal(diag_count() - before, 5);
	done(&a);
}

static void paths_are_shown_as_given(void **state)
{
	struct asked a = { 0 }, b = { 0 };
	char absolute[PATH_MAX];

	(void)state;
	assert_int_equal(chdir("linux/drivers/net"), 0);
	assert_string_equal(ask(&a, (const char *[]){ "foo/b.c", NULL }), "foo/b.c");
	assert_string_equal(name_str(a.found.at[0].tree), "drivers/net/foo/b.c");

	struct include inc = { .path = name_of("linux/list.h"), .is_system = true };
	struct source_file s;

	assert_true(finder_include(a.finder, a.found.at[0].folder, &inc, &s));
	assert_string_equal(name_str(s.path), "../../include/linux/list.h");
	assert_int_equal(access(name_str(s.path), R_OK), 0);
	done(&a);
	assert_int_equal(chdir(top), 0);

	snprintf(absolute, sizeof(absolute), "%s/linux/drivers/net/foo/b.c", top);
	assert_string_equal(ask(&b, (const char *[]){ absolute, NULL }), absolute);
	assert_string_equal(name_str(b.found.at[0].tree), "drivers/net/foo/b.c");
	done(&b);
}

static void includes_follow_the_build_order(void **state)
{
	struct asked a = { 0 };

	(void)state;
	ask(&a,
	    (const char *[]){ "linux/drivers/net/foo/a.c", "linux/arch/arm/kernel/irq.c",
			      "linux/tools/perf/main.c", "linux/drivers/net/foo/sub/c.c", NULL });
	assert_string_equal(include_of(&a, 0, "foo.h", false), "drivers/net/foo/foo.h");
	assert_string_equal(include_of(&a, 0, "foo.h", true), "");
	assert_string_equal(include_of(&a, 3, "../foo.h", false), "drivers/net/foo/foo.h");
	assert_string_equal(include_of(&a, 0, "linux/list.h", true), "include/linux/list.h");
	assert_string_equal(include_of(&a, 0, "linux/list.h", false), "include/linux/list.h");
	assert_string_equal(include_of(&a, 0, "linux/types.h", true), "include/uapi/linux/types.h");
	assert_string_equal(include_of(&a, 0, "linux/nothing.h", true), "");

	/* architectures: one's own, x86, generic, any */
	assert_string_equal(include_of(&a, 0, "asm/io.h", true), "arch/x86/include/asm/io.h");
	assert_string_equal(include_of(&a, 1, "asm/io.h", true), "arch/arm/include/asm/io.h");
	assert_string_equal(include_of(&a, 0, "asm/bug.h", true), "include/asm-generic/bug.h");
	assert_string_equal(include_of(&a, 0, "asm/mach.h", true), "arch/arm/include/asm/mach.h");

	/* what a generic header's <asm/…> is for an architecture */
	struct include io = { .path = name_of("asm/io.h"), .is_system = true };
	struct source_file s;

	assert_string_equal(name_str(folder_arch(a.finder, a.found.at[1].folder)), "arm");
	assert_int_equal(folder_arch(a.finder, a.found.at[0].folder), 0);
	assert_true(finder_include_for(a.finder, a.found.at[0].folder, &io, name_of("arm"), &s));
	assert_string_equal(name_str(s.tree), "arch/arm/include/asm/io.h");

	/* tools have copies of some headers */
	assert_string_equal(include_of(&a, 2, "linux/list.h", true), "tools/include/linux/list.h");
	assert_string_equal(include_of(&a, 2, "linux/types.h", true), "include/uapi/linux/types.h");

	/* -I of the Makefiles above, then any header nearby */
	assert_string_equal(include_of(&a, 3, "far.h", false), "drivers/net/inc/far.h");
	assert_string_equal(include_of(&a, 0, "far.h", true), "drivers/net/inc/far.h");
	assert_string_equal(include_of(&a, 3, "only_here.h", false),
			    "drivers/net/foo/common/only_here.h");
	assert_string_equal(include_of(&a, 0, "only_here.h", true), "");
	assert_string_equal(include_of(&a, 1, "only_here.h", false), "");
	done(&a);
}

static void options_add_places(void **state)
{
	struct asked a = { .opt = { .include_dirs = (const char *[]){ "linux/drivers/net/inc" },
				    .ninclude_dirs = 1,
				    .kernel = "linux" } };
	struct asked b = { .opt = { .no_kernel = true } };

	(void)state;
	ask(&a, (const char *[]){ "alone/x.c", NULL });
	assert_string_equal(include_of(&a, 0, "x.h", false), "alone/x.h");
	assert_string_equal(include_of(&a, 0, "far.h", true), "drivers/net/inc/far.h");
	assert_string_equal(include_of(&a, 0, "asm/io.h", true), "arch/x86/include/asm/io.h");
	assert_true(finder_has_kernel(a.finder));
	done(&a);

	ask(&b, (const char *[]){ "alone/x.c", NULL });
	assert_string_equal(include_of(&b, 0, "linux/list.h", true), "");
	done(&b);
}

/* Debian's headers: generated ones in one folder, whose Makefile leads to the rest in another. */
static void headers_package_may_be_split(void **state)
{
	struct asked a = { .opt = { .kernel = "hdr-amd64" } };
	struct asked b = { .opt = { .kernel = "over" } };
	char makefile[PATH_MAX + 32];
	unsigned before = diag_count();

	(void)state;
	snprintf(makefile, sizeof(makefile), "# generated\ninclude %s/hdr-common/Makefile\n", top);
	put("hdr-amd64/Makefile", makefile);
	put("hdr-amd64/include/generated/autoconf.h", "");
	put("hdr-common/include/linux/list.h", "");
	put("hdr-common/arch/x86/include/asm/io.h", "");
	ask(&a, (const char *[]){ "alone/x.c", NULL });
	assert_true(finder_has_kernel(a.finder));
	assert_string_equal(include_of(&a, 0, "linux/list.h", true), "include/linux/list.h");
	assert_string_equal(include_of(&a, 0, "asm/io.h", true), "arch/x86/include/asm/io.h");
	assert_string_equal(include_of(&a, 0, "generated/autoconf.h", true),
			    "include/generated/autoconf.h");
	done(&a);
	assert_int_equal(diag_count(), before);

	ask(&b, (const char *[]){ "alone/x.c", NULL });
	assert_int_equal(diag_count(), before);
	done(&b);
}

static void overlay_stands_in(void **state)
{
	struct asked a = { .opt = { .overlay = "over" } };
	struct include inc = { .path = name_of("linux/list.h"), .is_system = true };
	struct source_file s;

	(void)state;
	assert_string_equal(ask(&a, (const char *[]){ "linux/drivers", NULL }),
			    "linux/drivers/net/foo/a.c linux/drivers/net/foo/b.c "
			    "linux/drivers/net/foo/sub/c.c linux/drivers/net/foo/new.c");
	assert_non_null(strstr(name_str(a.found.at[0].disk), "/over/drivers/net/foo/a.c"));
	assert_string_equal(name_str(a.found.at[1].disk), "linux/drivers/net/foo/b.c");
	assert_non_null(strstr(name_str(a.found.at[3].disk), "/over/drivers/net/foo/new.c"));
	assert_string_equal(include_of(&a, 3, "foo.h", false), "drivers/net/foo/foo.h");
	assert_true(finder_include(a.finder, a.found.at[1].folder, &inc, &s));
	assert_string_equal(name_str(s.path), "linux/include/linux/list.h");
	assert_non_null(strstr(name_str(s.disk), "/over/include/linux/list.h"));
	done(&a);
}

static void overlay_of_a_lone_directory(void **state)
{
	struct asked a = { .opt = { .overlay = "over/drivers/net/foo", .no_kernel = true } };

	(void)state;
	assert_string_equal(ask(&a, (const char *[]){ "alone", NULL }),
			    "alone/x.c alone/a.c alone/new.c");
	done(&a);
}

static void reading_is_bounded(void **state)
{
	struct buffer b = { 0 };

	(void)state;
	put("text", "0123456789");
	assert_int_equal(read_file("text", 100, &b), READ_OK);
	assert_int_equal(b.len, 10);
	assert_int_equal(read_file("text", 10, &b), READ_OK);
	assert_int_equal(read_file("odd/pipe.c", 100, &b), READ_NOT_REGULAR);
	assert_int_equal(read_file("odd", 100, &b), READ_NOT_REGULAR);
	assert_int_equal(read_file("/dev/zero", 100, &b), READ_NOT_REGULAR);
	assert_int_equal(read_file("none", 100, &b), READ_FAILED);
	xfree(b.at);
	memset(&b, 0, sizeof(b));
	assert_int_equal(read_file("text", 9, &b), READ_TOO_BIG);
	xfree(b.at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_are_joined_and_tidied),
		cmocka_unit_test(directory_gives_its_c_files),
		cmocka_unit_test(modules_are_told_by_makefiles),
		cmocka_unit_test(git_folder_is_left_out),
		cmocka_unit_test(same_file_is_read_once),
		cmocka_unit_test(odd_files_are_one_line_each),
		cmocka_unit_test(paths_are_shown_as_given),
		cmocka_unit_test(includes_follow_the_build_order),
		cmocka_unit_test(options_add_places),
		cmocka_unit_test(headers_package_may_be_split),
		cmocka_unit_test(overlay_stands_in),
		cmocka_unit_test(overlay_of_a_lone_directory),
		cmocka_unit_test(reading_is_bounded),
	};
	int failed = cmocka_run_group_tests(tests, make_tree, remove_tree);

	name_free_all();
	return failed;
}
