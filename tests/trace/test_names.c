// SPDX-License-Identifier: GPL-2.0-only
/* Each line of model/recordings.names says what it is there for, and no line before it takes its names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "trace/names.h"

/* What the names of a line are, in the words of the file. */
static const char *word_of(struct names *n, name_t name, bool function)
{
	static const char *const roles[] = {
		[FRAME_PLAIN] = "",
		[FRAME_INSIDE] = "inside",
		[FRAME_ENTRY] = "entry",
		[FRAME_CALLER] = "caller",
	};

	if (function)
		return roles[names_frame(n, name)];
	return names_is_novalidate(n, name) ? "novalidate" : lock_kind_name(names_kind(n, name));
}

/* A name that fits the pattern and hardly any other one: each * becomes Q9. */
static name_t name_that_fits(const char *pattern, size_t len)
{
	char name[256];
	size_t n = 0;

	for (size_t i = 0; i < len && n + 3 < sizeof(name); i++) {
		if (pattern[i] == '*') {
			name[n++] = 'Q';
			name[n++] = '9';
		} else {
			name[n++] = pattern[i];
		}
	}
	return name_intern(name, n);
}

static void each_line_counts(void **state)
{
	struct names *n = names_new();
	unsigned lines = 0;

	(void)state;
	for (const char *s = embedded_names[0].text, *end = s + embedded_names[0].len; s < end;) {
		size_t len = strcspn(s, "\n"), word = strcspn(s, " ");
		char kind[32] = "";
		bool function;
		name_t name;

		if (len && *s != '#') {
			assert_true(word < len && word < sizeof(kind));
			memcpy(kind, s, word);
			function = !strcmp(kind, "inside") || !strcmp(kind, "entry") ||
				   !strcmp(kind, "caller");
			name = name_that_fits(s + word + 1, len - word - 1);
			if (function || !strcmp(kind, "novalidate"))
				assert_string_equal(word_of(n, name, function), kind);
			else
				assert_int_equal(names_kind(n, name), lock_kind_of(kind));
			assert_true(function || !strcmp(kind, "novalidate") ||
				    names_kind(n, name) != LK_NONE);
			lines++;
		}
		s += len + 1;
	}
	assert_true(lines > 100);
	names_free(n);
}

static void others_are_plain(void **state)
{
	struct names *n = names_new();
	static const char *const locks[] = { "&s->lock", "tasklist_lock", "&rq->__lock",
					     "&x->rcu",	 "&worker->lock", "sb_lock" };
	static const char *const functions[] = { "seed_write", "vfs_write", "spin_table_add",
						 "do_syscall", "lookup",    "setup" };

	(void)state;
	for (unsigned i = 0; i < sizeof(locks) / sizeof(*locks); i++) {
		assert_int_equal(names_kind(n, name_of(locks[i])), LK_NONE);
		assert_false(names_is_novalidate(n, name_of(locks[i])));
	}
	for (unsigned i = 0; i < sizeof(functions) / sizeof(*functions); i++)
		assert_int_equal(names_frame(n, name_of(functions[i])), FRAME_PLAIN);
	names_free(n);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_line_counts),
		cmocka_unit_test(others_are_plain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
