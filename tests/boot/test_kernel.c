// SPDX-License-Identifier: GPL-2.0-only
/* What a cached kernel is known by, what a configuration must hold, and the cache's promises. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "boot/cache.h"
#include "boot/config.h"
#include "boot/kernel.h"
#include "boot/text.h"

/* A folder of its own for each test, with something like a kernel tree and a fragment in it. */
struct place {
	char *folder, *source, *makefile, *fragment;
};

static const char makefile[] = "# SPDX-License-Identifier: GPL-2.0\n"
			       "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 117\nEXTRAVERSION =\n"
			       "NAME = Baby Opossum Posse\n";

static int set_up(void **state)
{
	struct place *p = xcalloc(1, sizeof(*p));

	p->folder = xstrdup("/tmp/unspin-test-XXXXXX");
	assert_non_null(mkdtemp(p->folder));
	p->source = xasprintf("%s/linux", p->folder);
	p->makefile = xasprintf("%s/Makefile", p->source);
	p->fragment = xasprintf("%s/fragment", p->folder);
	assert_int_equal(mkdir(p->source, 0777), 0);
	assert_true(text_append(p->makefile, makefile));
	assert_true(text_append(p->fragment, "CONFIG_SMP=y\n"));
	assert_int_equal(setenv("XDG_CACHE_HOME", p->folder, 1), 0);
	*state = p;
	return 0;
}

static int tear_down(void **state)
{
	struct place *p = *state;
	char *command = xasprintf("rm -rf %s", p->folder);

	assert_int_equal(system(command), 0);
	xfree(command);
	xfree(p->fragment);
	xfree(p->makefile);
	xfree(p->source);
	xfree(p->folder);
	xfree(p);
	return 0;
}

/* The key of the place's tree with its fragment, to be freed. */
static char *key_of(const struct place *p)
{
	struct kernel_options o = { .source = p->source };
	struct strbuf key = { 0 };

	*vec_push(&o.fragments) = p->fragment;
	assert_true(kernel_key(&o, &key));
	vec_free(&o.fragments);
	return key.s;
}

static void the_key_tells_source_version_compiler_and_configuration(void **state)
{
	struct place *p = *state;
	char *key = key_of(p);

	assert_non_null(strstr(key, p->source));
	assert_non_null(strstr(key, "version: 6.12.117\n"));
	assert_non_null(strstr(key, "gcc: "));
	assert_non_null(strstr(key, "ld: "));
	assert_non_null(strstr(key, "CONFIG_SMP=y\n"));
	xfree(key);
}

static void one_input_has_one_key_and_each_change_another(void **state)
{
	struct place *p = *state;
	char *before = key_of(p), *same = key_of(p), *config, *version;

	assert_string_equal(before, same);
	assert_true(text_append(p->fragment, "CONFIG_BUG=y\n"));
	config = key_of(p);
	assert_string_not_equal(before, config);
	unlink(p->makefile);
	assert_true(text_append(p->makefile, "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 118\n"));
	version = key_of(p);
	assert_string_not_equal(config, version);
	xfree(before);
	xfree(same);
	xfree(config);
	xfree(version);
}

static void versions_are_read(void **state)
{
	struct place *p = *state;
	char *version = kernel_version(p->source);

	assert_string_equal(version, "6.12.117");
	xfree(version);
	unlink(p->makefile);
	assert_true(text_append(p->makefile,
				"VERSION = 7\nPATCHLEVEL = 0\nSUBLEVEL = 0\nEXTRAVERSION = -rc1"));
	version = kernel_version(p->source);
	assert_string_equal(version, "7.0.0-rc1");
	xfree(version);
}

static void what_is_no_tree_is_refused(void **state)
{
	struct place *p = *state;
	struct kernel_options o = { .source = p->source };
	struct strbuf key = { 0 };

	assert_null(kernel_version(p->folder));
	unlink(p->makefile);
	assert_true(text_append(p->makefile, "all:\n\ttrue\n"));
	assert_null(kernel_version(p->source));
	assert_false(kernel_key(&o, &key));
	assert_null(kernel_build(&o));
	strbuf_free(&key);
}

/* A tree that configures and then does not build leaves nothing in the cache but its log. */
static void a_failed_build_is_not_kept(void **state)
{
	struct place *p = *state;
	struct kernel_options o = { .source = p->source };

	assert_true(text_append(p->makefile, "tinyconfig:\n\ttouch $(O)/.config\n"
					     "olddefconfig:\n\ttrue\n"
					     "bzImage modules:\n\tfalse\n"));
	assert_null(kernel_build(&o));
	assert_null(kernel_build(&o));
}

/* Built once: the second time the tree is not even asked. */
static void a_kernel_is_built_once(void **state)
{
	struct place *p = *state;
	struct kernel_options o = { .source = p->source };
	char *first, *again, *image, *count, *text;

	assert_true(text_append(p->makefile, "tinyconfig:\n\techo CONFIG_A=y >$(O)/.config\n"
					     "olddefconfig:\n\ttrue\n"
					     "bzImage:\n\techo built >>count\n"
					     "\tmkdir -p $(O)/arch/x86/boot\n"
					     "\ttouch $(O)/arch/x86/boot/bzImage $(O)/main.o\n"
					     "modules:\n\ttrue\n"));
	*vec_push(&o.fragments) = p->fragment;
	first = kernel_build(&o);
	assert_non_null(first);
	again = kernel_build(&o);
	assert_string_equal(first, again);
	image = kernel_image(first);
	assert_int_equal(access(image, R_OK), 0);
	count = xasprintf("%s/count", p->source);
	text = text_read(count);
	assert_string_equal(text, "built\n");
	xfree(text);
	xfree(count);
	count = xasprintf("%s/main.o", first);
	assert_int_not_equal(access(count, F_OK), 0);
	xfree(count);
	xfree(image);
	xfree(first);
	xfree(again);
	vec_free(&o.fragments);
}

/* Kconfig drops what has an unmet dependency; such a kernel is none that was asked for. */
static void a_lost_option_is_told(void **state)
{
	struct place *p = *state;
	struct kernel_options o = { .source = p->source };

	assert_true(text_append(p->makefile, "tinyconfig:\n\ttouch $(O)/.config\n"
					     "olddefconfig:\n\techo >$(O)/.config\n"
					     "bzImage modules:\n\ttrue\n"));
	*vec_push(&o.fragments) = p->fragment;
	assert_null(kernel_build(&o));
	vec_free(&o.fragments);
}

static void lines_of_a_fragment_hold_or_not(void **state)
{
	static const char config[] =
		"CONFIG_A=y\n# CONFIG_B is not set\nCONFIG_NR=8\nCONFIG_S=\"x\"";

	(void)state;
	assert_true(config_line_holds(config, "CONFIG_A=y"));
	assert_true(config_line_holds(config, "CONFIG_S=\"x\""));
	assert_true(config_line_holds(config, "CONFIG_NR=8"));
	assert_true(config_line_holds(config, "CONFIG_B=n"));
	assert_true(config_line_holds(config, "CONFIG_C=n"));
	assert_true(config_line_holds(config, "# CONFIG_A is nice"));
	assert_true(config_line_holds(config, ""));
	assert_false(config_line_holds(config, "CONFIG_A=n"));
	assert_false(config_line_holds(config, "CONFIG_B=y"));
	assert_false(config_line_holds(config, "CONFIG_C=y"));
	assert_false(config_line_holds(config, "CONFIG_NR=80"));
	assert_false(config_line_holds("CONFIG_NR=80\n", "CONFIG_NR=8"));
}

static void an_entry_is_absent_or_whole(void **state)
{
	struct cache_entry e;

	(void)state;
	assert_true(cache_open(&e, "kernels", "k"));
	assert_false(cache_is_whole(&e));
	assert_int_equal(mkdir(e.partial, 0777), 0);
	cache_close(&e); /* as if killed: the half-made folder is gone for the next one */
	assert_true(cache_open(&e, "kernels", "k"));
	assert_false(cache_is_whole(&e));
	assert_int_equal(mkdir(e.partial, 0777), 0);
	assert_true(cache_commit(&e));
	assert_true(cache_is_whole(&e));
	cache_close(&e);
	assert_true(cache_open(&e, "kernels", "k"));
	assert_true(cache_is_whole(&e));
	cache_close(&e);
}

/* The second of two waits until the first gives the lock back, and finds its work done. */
static void two_runs_do_not_make_it_twice(void **state)
{
	struct cache_entry e;
	pid_t other;
	int status;

	(void)state;
	assert_true(cache_open(&e, "kernels", "k"));
	other = fork();
	if (other == 0) {
		struct cache_entry mine;

		close(e.lock);
		_exit(cache_open(&mine, "kernels", "k") && cache_is_whole(&mine) ? 0 : 1);
	}
	usleep(100000);
	assert_int_equal(waitpid(other, &status, WNOHANG), 0);
	assert_int_equal(mkdir(e.partial, 0777), 0);
	assert_true(cache_commit(&e));
	cache_close(&e);
	assert_int_equal(waitpid(other, &status, 0), other);
	assert_int_equal(status, 0);
}

static void a_cache_that_cannot_be_is_told(void **state)
{
	struct place *p = *state;
	struct cache_entry e;

	setenv("XDG_CACHE_HOME", p->fragment, 1); /* a file */
	assert_false(cache_open(&e, "kernels", "k"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_key_tells_source_version_compiler_and_configuration),
		TEST(one_input_has_one_key_and_each_change_another),
		TEST(versions_are_read),
		TEST(what_is_no_tree_is_refused),
		TEST(a_failed_build_is_not_kept),
		TEST(a_kernel_is_built_once),
		TEST(a_lost_option_is_told),
		TEST(lines_of_a_fragment_hold_or_not),
		TEST(an_entry_is_absent_or_whole),
		TEST(two_runs_do_not_make_it_twice),
		TEST(a_cache_that_cannot_be_is_told),
	};

	return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
