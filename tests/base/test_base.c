// SPDX-License-Identifier: GPL-2.0-only
/* The ground floor: arenas, growing arrays, names, maps, text and threads hold at their edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/name.h"
#include "base/parallel.h"
#include "base/strbuf.h"

static void arena_memory_is_zeroed_aligned_and_separate(void **state)
{
	static const size_t sizes[] = { 0, 1, 7, 8, 4096, 1u << 20, 5u << 20, 3 };
	struct arena a = { 0 };
	char *got[ARRAY_SIZE(sizes)];

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (unsigned i = 0; i < ARRAY_SIZE(sizes); i++) {
			got[i] = arena_alloc(&a, sizes[i]);
			assert_non_null(got[i]);
			assert_int_equal((uintptr_t)got[i] % 8, 0);
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(got[i][k], 0);
			memset(got[i], (int)i + 1, sizes[i]);
		}
		for (unsigned i = 0; i < ARRAY_SIZE(sizes); i++)
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(got[i][k], i + 1);
		arena_reset(&a);
	}
	assert_string_equal(arena_strndup(&a, "lock and more", 4), "lock");
	arena_free(&a);
	assert_int_equal(*(char *)arena_alloc(&a, 1), 0);
	arena_free(&a);
}

struct pair {
	int a, b;
};

static void vectors_grow_and_zero_what_they_add(void **state)
{
	VEC(struct pair) v = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++) {
		vec_push(&v)->a = i;
		assert_int_equal(vec_last(&v)->b, 0);
		vec_last(&v)->b = -1;
	}
	for (int i = 999; i >= 500; i--)
		assert_int_equal(vec_pop(&v).a, i);
	assert_int_equal(vec_push(&v)->b, 0);
	assert_int_equal(v.n, 501);
	vec_free(&v);
	assert_null(v.at);
}

static void names_are_the_same_only_for_the_same_bytes(void **state)
{
	name_t a = name_of("irq"), b = name_intern("irqs", 3), c = name_of("irqs");

	(void)state;
	assert_int_equal(a, b);
	assert_int_not_equal(a, c);
	assert_string_equal(name_str(a), "irq");
	assert_int_equal(name_len(c), 4);
	assert_string_equal(name_str(0), "");
	assert_int_equal(name_find("never said before"), 0);
	assert_int_equal(name_find("irqs"), c);
	assert_true(name_cmp(a, c) < 0);
	assert_int_equal(name_printf("%s%d", "irq", 7), name_of("irq7"));
}

static void intern_the_same(void *arg, unsigned item, unsigned thread)
{
	name_t *got = arg;

	(void)thread;
	got[item] = name_printf("shared %u", item % 1000);
}

static void names_are_the_same_in_all_threads(void **state)
{
	enum { N = 20000 };
	name_t *got = xcalloc(N, sizeof(*got));

	(void)state;
	parallel_set_threads(8);
	parallel_for(N, intern_the_same, got);
	parallel_set_threads(0);
	for (unsigned i = 0; i < N; i++)
		assert_int_equal(got[i], got[i % 1000]);
	xfree(got);
}

static void maps_keep_every_key(void **state)
{
	struct map m = { 0 };
	bool fresh;

	(void)state;
	assert_null(map_get(&m, 1));
	for (uint32_t i = 0; i < 50000; i++) {
		/* keys that differ in high bits only, and 0 */
		*map_put(&m, (uint64_t)i << 40, &fresh) = i;
		assert_true(fresh);
	}
	assert_int_equal(*map_put(&m, (uint64_t)7 << 40, &fresh), 7);
	assert_false(fresh);
	assert_int_equal(m.n, 50000);
	for (uint32_t i = 0; i < 50000; i++)
		assert_int_equal(*map_get(&m, (uint64_t)i << 40), i);
	assert_null(map_get(&m, 12345));
	map_clear(&m);
	assert_null(map_get(&m, 0));
	map_free(&m);
}

static void text_is_always_terminated(void **state)
{
	struct strbuf b = { 0 };

	(void)state;
	assert_string_equal(strbuf_str(&b), "");
	for (int i = 0; i < 1000; i++)
		strbuf_printf(&b, "%d,", i);
	assert_int_equal(strlen(strbuf_str(&b)), b.len);
	strbuf_clear(&b);
	assert_string_equal(strbuf_str(&b), "");
	strbuf_add(&b, "abc", 2);
	strbuf_puts(&b, "!");
	assert_string_equal(strbuf_str(&b), "ab!");
	strbuf_free(&b);
}

struct visits {
	atomic_uint seen[5000];
	atomic_uint wrong_thread;
};

static void visit(void *arg, unsigned item, unsigned thread)
{
	struct visits *v = arg;

	atomic_fetch_add(&v->seen[item], 1);
	if (thread >= parallel_threads())
		atomic_fetch_add(&v->wrong_thread, 1);
}

static void every_item_is_done_once(void **state)
{
	static const unsigned threads[] = { 1, 2, 7, 300 };

	(void)state;
	for (unsigned t = 0; t < ARRAY_SIZE(threads); t++) {
		struct visits *v = xcalloc(1, sizeof(*v));

		parallel_set_threads(threads[t]);
		parallel_for(0, visit, v);
		parallel_for(5000, visit, v);
		for (unsigned i = 0; i < 5000; i++)
			assert_int_equal(v->seen[i], 1);
		assert_int_equal(v->wrong_thread, 0);
		xfree(v);
	}
	parallel_set_threads(0);
	assert_true(parallel_threads() >= 1);
}

static int forget_names(void **state)
{
	(void)state;
	name_free_all();
	return 0;
}

/* The program runs in the root of the source. */
static void files_are_read_whole_or_refused(void **state)
{
	struct strbuf b = { 0 };
	unsigned said = diag_count();

	(void)state;
	assert_true(file_read("LICENSE", 1 << 20, &b));
	assert_non_null(strstr(strbuf_str(&b), "GNU GENERAL PUBLIC LICENSE"));
	assert_int_equal(diag_count(), said);
	strbuf_clear(&b);
	assert_false(file_read("LICENSE", 100, &b));
	assert_false(file_read("/dev/zero", 1 << 20, &b));
	assert_false(file_read("no/such/file", 100, &b));
	assert_false(file_read("src", 100, &b));
	assert_int_equal(diag_count(), said + 4);
	strbuf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_memory_is_zeroed_aligned_and_separate),
		cmocka_unit_test(vectors_grow_and_zero_what_they_add),
		cmocka_unit_test(names_are_the_same_only_for_the_same_bytes),
		cmocka_unit_test(names_are_the_same_in_all_threads),
		cmocka_unit_test(maps_keep_every_key),
		cmocka_unit_test(text_is_always_terminated),
		cmocka_unit_test(every_item_is_done_once),
		cmocka_unit_test(files_are_read_whole_or_refused),
	};

	return cmocka_run_group_tests_name("base", tests, NULL, forget_names);
}
