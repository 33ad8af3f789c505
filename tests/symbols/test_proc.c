// SPDX-License-Identifier: GPL-2.0-only
/* kallsyms and modules texts become tables that answer by address and by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "symbols/proc.h"

#define HEAD                                                \
	"0000000000000000 A fixed_percpu_data\n"            \
	"0000000000001a40 A runqueues\n"                    \
	"ffffffff81000000 T startup_64\n"                   \
	"ffffffff81000000 T _stext\n"                       \
	"ffffffff81000100 t helper\n"                       \
	"ffffffff81000180 t helper\n"                       \
	"ffffffff81000200 T _etext\n"                       \
	"ffffffff82000000 D tasklist_lock\n"                \
	"ffffffff82000040 d next_thing\n"                   \
	"ffffffffc0000000 t edu_irq\t[irq_unsafe_broken]\n" \
	"ffffffffc0000030 t edu_write\t[irq_unsafe_broken]\n"

static struct symtab read_kallsyms(const char *text, uint32_t count)
{
	struct symtab t = { 0 };
	uint32_t hidden;

	assert_int_equal(kallsyms_parse(text, strlen(text), &t, &hidden), count);
	assert_int_equal(hidden, 0);
	symtab_ready(&t);
	return t;
}

static const char *at(const struct symtab *t, uint64_t addr, uint64_t size)
{
	uint64_t told = 0;
	const struct symbol *sym = symtab_at(t, addr, &told);

	if (!sym)
		return "nothing";
	assert_int_equal(told, size);
	return name_str(sym->name);
}

static void finds_by_address(void **state)
{
	(void)state;
	struct symtab t = read_kallsyms(HEAD, 11);

	assert_string_equal(at(&t, 0xffffffff81000000, 0x100), "startup_64");
	assert_string_equal(at(&t, 0xffffffff810000ff, 0x100), "startup_64");
	assert_string_equal(at(&t, 0xffffffff8100017f, 0x80), "helper");
	assert_string_equal(at(&t, 0xffffffff82000018, 0x40), "tasklist_lock");
	assert_string_equal(at(&t, 0xffffffffc0000035, 0), "edu_write");
	/* below all, after an end mark, far beyond the last, per-CPU offsets */
	assert_string_equal(at(&t, 0xffffffff80ffffff, 0), "nothing");
	assert_string_equal(at(&t, 0xffffffff81000200, 0), "nothing");
	assert_string_equal(at(&t, 0xffffffffc0100000, 0), "nothing");
	assert_string_equal(at(&t, 0x1a48, 0), "nothing");
	symtab_free(&t);
}

static void finds_by_name(void **state)
{
	(void)state;
	struct symtab t = read_kallsyms(HEAD, 11);
	const struct symbol *sym = symtab_named(&t, name_of("helper"), NULL);

	assert_int_equal(sym->address, 0xffffffff81000100);
	sym = symtab_named(&t, name_of("helper"), sym);
	assert_int_equal(sym->address, 0xffffffff81000180);
	assert_null(symtab_named(&t, name_of("helper"), sym));
	assert_null(symtab_named(&t, name_of("nobody"), NULL));

	assert_null(symtab_only(&t, name_of("helper"), 0));
	assert_null(symtab_only(&t, name_of("edu_irq"), 0));
	sym = symtab_only(&t, name_of("edu_irq"), name_of("irq_unsafe_broken"));
	assert_int_equal(sym->address, 0xffffffffc0000000);
	assert_int_equal(symtab_only(&t, name_of("runqueues"), 0)->address, 0x1a40);
	symtab_free(&t);
}

static void unsorted_input_is_sorted(void **state)
{
	(void)state;
	struct symtab t = read_kallsyms("0xffffffff81000030 T c\n"
					"ffffffff81000010 T a\n"
					"FFFFFFFF81000020 T b\n",
					3);

	assert_string_equal(at(&t, 0xffffffff81000018, 0x10), "a");
	assert_string_equal(at(&t, 0xffffffff81000028, 0x10), "b");
	symtab_free(&t);
}

static void hidden_addresses_are_counted(void **state)
{
	(void)state;
	static const char text[] = "0000000000000000 A fixed_percpu_data\n"
				   "0000000000000000 T _stext\n"
				   "0000000000000000 t edu_irq\t[edu]\n";
	struct symtab t = { 0 };
	uint32_t hidden;

	assert_int_equal(kallsyms_parse(text, strlen(text), &t, &hidden), 1);
	assert_int_equal(hidden, 2);
	symtab_free(&t);
}

static void nonsense_is_passed_over(void **state)
{
	(void)state;
	struct symtab t = read_kallsyms("\n"
					"hello\n"
					"xyz T name\n"
					"fffffffffffffffff1 T too_large\n"
					"ffffffff81000000 TT two_letters\n"
					"ffffffff81000000 T\n"
					"ffffffff81000000 U undefined\n"
					"ffffffff81000000 T good [\n"
					"ffffffff81000040 T cut_off",
					1);

	assert_int_equal(symtab_only(&t, name_of("good"), 0)->address, 0xffffffff81000000);
	symtab_free(&t);
}

static void reads_modules(void **state)
{
	(void)state;
	static const char text[] = "seed-bug 12288 0 - Live 0xffffffffa0000000 (O)\n"
				   "snd 151552 8 snd_hda_codec,snd_pcm, Live 0xffffffffc0a10000\n"
				   "hidden 4096 0 - Live 0x0000000000000000\n"
				   "bad size 0 - Live 0xffffffffc0a10000\n"
				   "short 4096 0 -\n"
				   "cut 4096 0 - Live 0xffff";
	struct loaded_modules m = { 0 };

	assert_int_equal(proc_modules_parse(text, strlen(text), &m), 3);
	assert_string_equal(name_str(m.list.at[0].name), "seed_bug");
	assert_int_equal(m.list.at[0].base, 0xffffffffa0000000);
	assert_int_equal(m.list.at[0].size, 12288);
	assert_string_equal(name_str(m.list.at[1].name), "snd");
	assert_int_equal(m.list.at[1].base, 0xffffffffc0a10000);
	assert_int_equal(m.list.at[2].base, 0);
	vec_free(&m.list);
}

static int forget_names(void **state)
{
	(void)state;
	name_free_all();
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_by_address),
		cmocka_unit_test(finds_by_name),
		cmocka_unit_test(unsorted_input_is_sorted),
		cmocka_unit_test(hidden_addresses_are_counted),
		cmocka_unit_test(nonsense_is_passed_over),
		cmocka_unit_test(reads_modules),
	};

	return cmocka_run_group_tests(tests, NULL, forget_names);
}
