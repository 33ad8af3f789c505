// SPDX-License-Identifier: GPL-2.0-only
/*
 * Addresses, names and stack lines of the toy kernel (kernel/) become functions, inlined
 * calls, files and lines, from each combination of kallsyms, vmlinux and modules.
 *
 * Which instruction of a function belongs to which line is the compiler's choice.
 * So a function is gone through byte by byte, and what is told of all bytes is compared.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "symbols/symbols.h"

#define DWARF4 TOY_DIR "/vmlinux-dwarf4"
#define DWARF5 TOY_DIR "/vmlinux-dwarf5"

/* Where tests/symbols/meson.build links it; each function of it begins 256 bytes after the one before. */
#define TEXT 0xffffffff81000000
#define CALL TEXT
#define OUTER (TEXT + 0x100)
#define TWIN1 (TEXT + 0x200)
#define TWIN2 (TEXT + 0x400)
#define DATA 0xffffffff82000000

/* What the running kernel says of itself, with its base KASLR bytes higher. */
#define KASLR 0x1c000000
static const char kallsyms[] = "0000000000001a40 A runqueues\n"
			       "ffffffff9d000000 T _stext\n"
			       "ffffffff9d000000 T toy_call\n"
			       "ffffffff9d000100 T toy_outer\n"
			       "ffffffff9d000200 t toy_twin\n"
			       "ffffffff9d000300 T toy_last\n"
			       "ffffffff9d000400 t toy_twin\n"
			       "ffffffff9d000600 T toy_other\n"
			       "ffffffff9d000680 T _etext\n"
			       "ffffffff9e000000 D toy_lock\n"
			       "ffffffff9e000040 d toy_static_lock\n"
			       "ffffffff9e000050 B toy_sink\n"
			       "ffffffffc0100000 t toy_mod_helper\t[toy_mod]\n"
			       "ffffffffc0100100 T toy_mod_probe\t[toy_mod]\n"
			       "ffffffffc0109000 t toy_mod_remove\t[toy_mod]\n"
			       "ffffffffc0110000 d toy_mod_lock\t[toy_mod]\n"
			       "ffffffffc0200000 t elsewhere\t[other_mod]\n";
#define MODULE 0xffffffffc0100000

static const char proc_modules[] = "toy_mod 16384 0 - Live 0xffffffffc0300000 (O)\n";
#define LOADED 0xffffffffc0300000

/* ---- help ---- */

/* A file of that content, which the caller unlinks and frees. */
static char *file_with(const void *content, size_t len)
{
	char *path = xstrdup("/tmp/unspin-test-XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, len), len);
	close(fd);
	return path;
}

static void drop(char *path)
{
	unlink(path);
	xfree(path);
}

static void add_kallsyms(struct symbols *s, const char *text)
{
	char *path = file_with(text, strlen(text));

	assert_true(symbols_add_kallsyms(s, path));
	drop(path);
}

static void add_modules(struct symbols *s, const char *loaded)
{
	char *path = loaded ? file_with(loaded, strlen(loaded)) : NULL;

	assert_true(symbols_add_modules(s, TOY_DIR, path));
	if (path)
		drop(path);
}

/* "inner file:line < outer file:line": the frames as one text */
static const char *told(const struct frame *f, unsigned n)
{
	static char text[1000];
	size_t len = 0;

	*text = '\0';
	for (unsigned i = 0; i < n; i++) {
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s", i ? " < " : "",
					name_str(f[i].function));
		if (f[i].file)
			len += (size_t)snprintf(text + len, sizeof(text) - len, " %s:%u",
						name_str(f[i].file), f[i].line);
		assert_true(len < sizeof(text));
		assert_int_equal(f[i].inlined, i < n - 1);
	}
	return text;
}

/* Is @text told of one of the bytes of the function that begins at @addr? */
static bool told_in(struct symbols *s, uint64_t addr, const char *text)
{
	struct frame f[FRAMES_MAX];
	bool found = false;

	for (uint64_t offset = 0; offset < 0x100; offset++) {
		unsigned n = symbols_resolve(s, addr + offset, f, FRAMES_MAX);

		found |= n && !strcmp(told(f, n), text);
	}
	return found;
}

static void same_as(const char *text, const struct frame *f, unsigned n)
{
	assert_string_equal(told(f, n), text);
}

/* ---- vmlinux ---- */

static void inlined_calls_and_lines(void **state)
{
	(void)state;
	static const char *const files[] = { DWARF4, DWARF5 };

	for (unsigned i = 0; i < ARRAY_SIZE(files); i++) {
		struct symbols *s = symbols_new();
		struct frame f[FRAMES_MAX];

		assert_true(symbols_add_vmlinux(s, files[i]));
		assert_true(told_in(s, CALL, "toy_call init/main.c:14"));
		assert_true(told_in(s, OUTER, "toy_outer init/main.c:19"));
		assert_true(
			told_in(s, OUTER,
				"toy_innermost include/linux/toy.h:11 < "
				"toy_middle include/linux/toy.h:18 < toy_outer init/main.c:20"));
		assert_true(
			told_in(s, OUTER,
				"toy_innermost include/linux/toy.h:12 < "
				"toy_middle include/linux/toy.h:18 < toy_outer init/main.c:20"));
		assert_true(told_in(s, TWIN1, "toy_twin init/main.c:26"));
		assert_true(told_in(s, TWIN2, "toy_twin init/twin.c:9"));
		assert_false(told_in(s, TWIN2, "toy_twin init/main.c:26"));

		assert_int_equal(symbols_resolve(s, TEXT - 1, f, FRAMES_MAX), 0);
		assert_int_equal(symbols_resolve(s, DATA, f, FRAMES_MAX), 0);
		assert_int_equal(symbols_resolve(s, 0, f, FRAMES_MAX), 0);
		assert_int_equal(symbols_resolve(s, UINT64_MAX, f, FRAMES_MAX), 0);
		symbols_free(s);
	}
}

static void offsets_and_sizes(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];
	unsigned n;

	assert_true(symbols_add_vmlinux(s, DWARF5));
	for (uint64_t offset = 0; offset < 0x100; offset++) {
		n = symbols_resolve(s, OUTER + offset, f, FRAMES_MAX);
		assert_true(n >= 1);
		assert_string_equal(name_str(f[n - 1].function), "toy_outer");
		assert_string_equal(name_str(f[n - 1].symbol), "toy_outer");
		assert_int_equal(f[n - 1].offset, offset);
		assert_int_equal(f[n - 1].size, 0x100);
		assert_int_equal(f[n - 1].module, 0);
	}
	symbols_free(s);
}

/* The lines of what a call returns to are those of the byte before; the offset is its own. */
static void return_addresses(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();

	assert_true(symbols_add_vmlinux(s, DWARF5));
	for (uint64_t offset = 1; offset <= 0x100; offset++) {
		struct frame at[FRAMES_MAX], back[FRAMES_MAX];
		unsigned n = symbols_resolve(s, OUTER + offset - 1, at, FRAMES_MAX);

		assert_int_equal(symbols_resolve_return(s, OUTER + offset, back, FRAMES_MAX), n);
		assert_int_equal(back[n - 1].offset, offset);
		back[n - 1].offset--;
		assert_memory_equal(at, back, n * sizeof(*at));
	}
	symbols_free(s);
}

/* Where there is little room, the real function is kept. */
static void few_frames(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame all[FRAMES_MAX], few[2];

	assert_true(symbols_add_vmlinux(s, DWARF5));
	for (uint64_t offset = 0; offset < 0x100; offset++) {
		unsigned n = symbols_resolve(s, OUTER + offset, all, FRAMES_MAX);

		if (n < 3)
			continue;
		assert_int_equal(symbols_resolve(s, OUTER + offset, few, 2), 2);
		assert_memory_equal(&few[0], &all[0], sizeof(*few));
		assert_memory_equal(&few[1], &all[n - 1], sizeof(*few));
		assert_int_equal(symbols_resolve(s, OUTER + offset, few, 1), 1);
		assert_memory_equal(&few[0], &all[n - 1], sizeof(*few));
		assert_int_equal(symbols_resolve(s, OUTER + offset, few, 0), 0);
		symbols_free(s);
		return;
	}
	fail();
}

/* What looks inlined into itself is one function. */
static void split_functions_are_one(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];

	assert_true(symbols_add_vmlinux(s, TOY_DIR "/vmlinux-split"));
	same_as("toy_outer", f, symbols_resolve(s, TEXT, f, FRAMES_MAX));
	same_as("toy_outer", f, symbols_resolve(s, TEXT + 1, f, FRAMES_MAX));
	symbols_free(s);
}

/* ---- kallsyms ---- */

static void kallsyms_alone(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];
	struct datum d;

	add_kallsyms(s, kallsyms);
	same_as("toy_outer", f, symbols_resolve(s, OUTER + KASLR + 5, f, FRAMES_MAX));
	assert_int_equal(f[0].offset, 5);
	assert_int_equal(f[0].size, 0x100);
	same_as("toy_mod_probe", f, symbols_resolve(s, MODULE + 0x110, f, FRAMES_MAX));
	assert_string_equal(name_str(f[0].module), "toy_mod");
	assert_int_equal(symbols_resolve(s, OUTER, f, FRAMES_MAX), 0);
	assert_int_equal(symbols_resolve(s, TEXT + KASLR + 0x680, f, FRAMES_MAX), 0);

	assert_true(symbols_datum(s, DATA + KASLR + 0x18, &d));
	assert_string_equal(name_str(d.symbol), "toy_lock");
	assert_int_equal(d.offset, 0x18);
	assert_int_equal(d.size, 0x40);
	assert_true(symbols_datum(s, MODULE + 0x10008, &d));
	assert_string_equal(name_str(d.symbol), "toy_mod_lock");
	assert_string_equal(name_str(d.module), "toy_mod");
	assert_false(symbols_datum(s, OUTER + KASLR, &d));
	assert_false(symbols_datum(s, 0xffff888000123456, &d));

	assert_int_equal(symbols_address(s, name_of("toy_lock"), 0), DATA + KASLR);
	assert_int_equal(symbols_address(s, name_of("toy_mod_lock"), name_of("toy_mod")),
			 MODULE + 0x10000);
	assert_int_equal(symbols_address(s, name_of("toy_twin"), 0), 0);
	assert_int_equal(symbols_address(s, name_of("toy_nobody"), 0), 0);
	symbols_free(s);
}

static void kallsyms_with_vmlinux(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();

	/* in any order */
	assert_true(symbols_add_vmlinux(s, DWARF5));
	assert_true(told_in(s, CALL, "toy_call init/main.c:14"));
	add_kallsyms(s, kallsyms);
	assert_true(told_in(s, CALL + KASLR, "toy_call init/main.c:14"));
	assert_true(told_in(s, TWIN2 + KASLR, "toy_twin init/twin.c:9"));
	assert_false(told_in(s, CALL, "toy_call init/main.c:14"));
	symbols_free(s);
}

static void shift_without_kallsyms(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct datum d;

	assert_true(symbols_add_vmlinux(s, DWARF5));
	symbols_set_shift(s, KASLR);
	assert_true(told_in(s, CALL + KASLR, "toy_call init/main.c:14"));
	assert_int_equal(symbols_address(s, name_of("toy_lock"), 0), DATA + KASLR);
	assert_true(symbols_datum(s, DATA + KASLR + 0x44, &d));
	assert_string_equal(name_str(d.symbol), "toy_static_lock");
	assert_int_equal(d.offset, 4);
	symbols_free(s);
}

/* kallsyms without CONFIG_KALLSYMS_ALL has functions only; vmlinux has the data. */
static void data_from_vmlinux(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct datum d;

	add_kallsyms(s, "ffffffff9d000000 T _stext\n"
			"ffffffff9d000000 T toy_call\n"
			"ffffffff9d000100 T toy_outer\n"
			"ffffffff9d000680 T _etext\n");
	assert_false(symbols_datum(s, DATA + KASLR + 0x18, &d));
	assert_true(symbols_add_vmlinux(s, DWARF5));
	assert_true(symbols_datum(s, DATA + KASLR + 0x18, &d));
	assert_string_equal(name_str(d.symbol), "toy_lock");
	symbols_free(s);
}

/* A vmlinux of another build would tell wrong lines: it tells none. */
static void other_vmlinux(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];
	unsigned said = diag_count();

	assert_true(symbols_add_vmlinux(s, DWARF5));
	add_kallsyms(s, "ffffffff9d000000 T _stext\n"
			"ffffffff9d000000 T toy_other\n"
			"ffffffff9d000100 T toy_last\n"
			"ffffffff9d000200 T toy_outer\n"
			"ffffffff9d000300 T toy_call\n");
	same_as("toy_outer", f, symbols_resolve(s, 0xffffffff9d000204, f, FRAMES_MAX));
	same_as("toy_outer", f,
		symbols_resolve_name(s, name_of("toy_outer"), 0, 4, 0x100, f, FRAMES_MAX));
	assert_int_equal(diag_count(), said + 1);
	symbols_free(s);
}

/* ---- modules ---- */

static void module_by_kallsyms(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();

	assert_true(symbols_add_vmlinux(s, DWARF5));
	add_modules(s, NULL);
	add_kallsyms(s, kallsyms);
	assert_true(
		told_in(s, MODULE,
			"toy_innermost include/linux/toy.h:11 < "
			"toy_middle include/linux/toy.h:18 < toy_mod_helper drivers/toy_mod.c:9"));
	assert_true(told_in(s, MODULE + 0x100, "toy_mod_probe drivers/toy_mod.c:17"));
	/* its own section, whose place only the symbol tells */
	assert_true(told_in(s, MODULE + 0x9000, "toy_mod_remove drivers/toy_mod.c:24"));
	symbols_free(s);
}

static void module_by_proc_modules(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];

	add_modules(s, proc_modules);
	assert_true(told_in(s, LOADED + 0x100, "toy_mod_probe drivers/toy_mod.c:17"));
	/* .text.unlikely follows .text; both begin with a function */
	assert_int_equal(symbols_address(s, name_of("toy_mod_probe"), name_of("toy_mod")),
			 LOADED + 0x100);
	uint64_t remove = symbols_address(s, name_of("toy_mod_remove"), name_of("toy_mod"));

	assert_in_range(remove, LOADED + 0x101, LOADED + 0x300);
	assert_true(told_in(s, remove, "toy_mod_remove drivers/toy_mod.c:24"));
	/* memory of .init.text is given back */
	assert_int_equal(symbols_address(s, name_of("init_module"), name_of("toy_mod")), 0);
	assert_int_equal(symbols_resolve(s, LOADED + 0x3f00, f, FRAMES_MAX), 0);
	assert_int_equal(symbols_resolve(s, MODULE, f, FRAMES_MAX), 0);
	symbols_free(s);
}

static void other_module(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];
	unsigned said = diag_count();

	add_modules(s, NULL);
	add_kallsyms(s, "ffffffffc0100000 T toy_mod_probe\t[toy_mod]\n"
			"ffffffffc0100080 t toy_mod_helper\t[toy_mod]\n"
			"ffffffffc0100100 t toy_mod_remove\t[toy_mod]\n");
	same_as("toy_mod_helper", f, symbols_resolve(s, 0xffffffffc0100084, f, FRAMES_MAX));
	same_as("toy_mod_probe", f, symbols_resolve(s, 0xffffffffc0100004, f, FRAMES_MAX));
	assert_int_equal(diag_count(), said + 1);
	symbols_free(s);
}

/* ---- by name ---- */

static void names_with_offsets(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	bool found = false;

	assert_true(symbols_add_vmlinux(s, DWARF5));
	for (uint64_t offset = 1; offset <= 0x100; offset++) {
		struct frame at[FRAMES_MAX], named[FRAMES_MAX];
		unsigned n = symbols_resolve_return(s, OUTER + offset, at, FRAMES_MAX);

		assert_int_equal(symbols_resolve_name(s, name_of("toy_outer"), 0, offset, 0x100,
						      named, FRAMES_MAX),
				 n);
		assert_memory_equal(at, named, n * sizeof(*at));
		found |= n == 3;
	}
	assert_true(found);
	symbols_free(s);
}

static void names_alone(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];
	name_t mod = name_of("toy_mod");

	/* nothing is known: the name is what there is */
	same_as("toy_outer", f,
		symbols_resolve_name(s, name_of("toy_outer.isra.0"), 0, 4, 0x100, f, FRAMES_MAX));
	assert_string_equal(name_str(f[0].symbol), "toy_outer.isra.0");

	assert_true(symbols_add_vmlinux(s, DWARF5));
	add_modules(s, NULL);
	same_as("toy_outer init/main.c:17", f,
		symbols_resolve_name(s, name_of("toy_outer"), 0, NO_OFFSET, 0, f, FRAMES_MAX));
	assert_int_equal(f[0].offset, NO_OFFSET);
	assert_int_equal(f[0].size, 0x100);
	/* ftrace does not print the module */
	same_as("toy_mod_probe drivers/toy_mod.c:14", f,
		symbols_resolve_name(s, name_of("toy_mod_probe"), 0, NO_OFFSET, 0, f, FRAMES_MAX));
	assert_int_equal(f[0].module, mod);
	same_as("toy_mod_probe drivers/toy_mod.c:15", f,
		symbols_resolve_name(s, name_of("toy_mod_probe"), 0, 1, 0, f, FRAMES_MAX));
	assert_int_equal(f[0].module, mod);
	same_as("toy_mod_probe drivers/toy_mod.c:14", f,
		symbols_resolve_name(s, name_of("toy_mod_probe"), mod, NO_OFFSET, 0, f,
				     FRAMES_MAX));
	symbols_free(s);
}

static void names_of_several(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];
	name_t twin = name_of("toy_twin");

	assert_true(symbols_add_vmlinux(s, DWARF5));
	same_as("toy_twin", f, symbols_resolve_name(s, twin, 0, NO_OFFSET, 0, f, FRAMES_MAX));
	same_as("toy_twin", f, symbols_resolve_name(s, twin, 0, 1, 0, f, FRAMES_MAX));
	/* the size tells which */
	same_as("toy_twin init/main.c:24", f,
		symbols_resolve_name(s, twin, 0, NO_OFFSET, 0x100, f, FRAMES_MAX));
	same_as("toy_twin init/twin.c:5", f,
		symbols_resolve_name(s, twin, 0, NO_OFFSET, 0x200, f, FRAMES_MAX));
	same_as("toy_twin init/twin.c:5", f,
		symbols_resolve_name(s, twin, 0, NO_OFFSET, 0x200, f, FRAMES_MAX));
	/* of another build: no place is better than a wrong one */
	same_as("toy_outer", f,
		symbols_resolve_name(s, name_of("toy_outer"), 0, 1, 0x110, f, FRAMES_MAX));
	same_as("toy_outer", f,
		symbols_resolve_name(s, name_of("toy_outer"), 0, 0x101, 0x100, f, FRAMES_MAX));
	symbols_free(s);
}

static const char *text(struct symbols *s, const char *line)
{
	struct frame f[FRAMES_MAX];

	return told(f, symbols_resolve_text(s, line, strlen(line), f, FRAMES_MAX));
}

static void stack_lines(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();

	assert_true(symbols_add_vmlinux(s, DWARF5));
	add_modules(s, proc_modules);
	assert_string_equal(text(s, "toy_call+0x1/0x100"), "toy_call init/main.c:14");
	assert_string_equal(text(s, " => toy_call"), "toy_call init/main.c:12");
	assert_string_equal(text(s, " ? toy_call+0x1/0x100\n"), "toy_call init/main.c:14");
	assert_string_equal(text(s, "[<ffffffff81000001>] toy_call+0x1/0x100"),
			    "toy_call init/main.c:14");
	assert_string_equal(text(s, "[<(____ptrval____)>] toy_call+0x1/0x100"),
			    "toy_call init/main.c:14");
	assert_string_equal(text(s, "toy_mod_probe+0x1/0x11a [toy_mod 0123456789abcdef]"),
			    "toy_mod_probe");
	assert_string_equal(text(s, "toy_mod_probe+0x1/0x100 [toy_mod]\n"), "toy_mod_probe");
	assert_string_equal(text(s, "toy_mod_probe+0x1 [toy_mod]\nmore"),
			    "toy_mod_probe drivers/toy_mod.c:15");
	assert_string_equal(text(s, "toy_mod_probe [toy_mod]"),
			    "toy_mod_probe drivers/toy_mod.c:14");
	assert_string_equal(text(s, "0xffffffff81000001"), "toy_call init/main.c:14");
	assert_string_equal(text(s, "toy_call+nonsense"), "toy_call init/main.c:12");
	assert_string_equal(text(s, "toy_call+0x"), "toy_call init/main.c:12");
	assert_string_equal(text(s, ""), "");
	assert_string_equal(text(s, " => "), "");
	assert_string_equal(text(s, "[<ffffffff81000001"), "");
	assert_string_equal(text(s, "+0x12/0x40"), "");
	assert_string_equal(text(s, "0xnonsense"), "");
	symbols_free(s);
}

/* More questions than the cache holds, and the same again: the answers are the same. */
static void cache_forgets_nothing_that_matters(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];

	assert_true(symbols_add_vmlinux(s, DWARF5));
	for (unsigned round = 0; round < 3; round++) {
		for (uint64_t at = 0; at < 20000; at++) {
			unsigned n = symbols_resolve(s, TEXT + at % 0x1600, f, FRAMES_MAX);

			if (n)
				assert_int_equal(f[n - 1].offset,
						 at % 0x1600 % 0x100 | (f[n - 1].offset & 0x100));
		}
		assert_true(told_in(s, TWIN2, "toy_twin init/twin.c:9"));
	}
	symbols_free(s);
}

/* ---- what can't be read ---- */

static void refused(bool (*add)(struct symbols *s, const char *path), const char *path)
{
	struct symbols *s = symbols_new();
	unsigned said = diag_count();

	assert_false(add(s, path));
	assert_int_equal(diag_count(), said + 1);
	symbols_free(s);
}

static void unreadable_inputs(void **state)
{
	(void)state;
	static const char hidden[] = "0000000000000000 T _stext\n0000000000000000 T toy_call\n";
	char *file = file_with(hidden, strlen(hidden));
	char *elf = file_with("\177ELF and then nothing", 21);

	refused(symbols_add_kallsyms, file);
	refused(symbols_add_kallsyms, "/dev/null");
	refused(symbols_add_kallsyms, DWARF5);
	refused(symbols_add_vmlinux, file);
	refused(symbols_add_vmlinux, elf);
	refused(symbols_add_vmlinux, "/no/such/file");
	refused(symbols_add_vmlinux, "/dev/zero");
	refused(symbols_add_vmlinux, "/");
	drop(file);
	drop(elf);

	struct symbols *s = symbols_new();
	unsigned said = diag_count();

	assert_false(symbols_add_modules(s, "tests/symbols/kernel", NULL));
	assert_int_equal(diag_count(), said + 1);
	said = diag_count();
	assert_false(symbols_add_modules(s, "/no/such/directory", NULL));
	assert_true(symbols_add_modules(s, TOY_DIR, "/dev/null"));
	assert_int_equal(diag_count(), said + 2);
	symbols_free(s);
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
		cmocka_unit_test(inlined_calls_and_lines),
		cmocka_unit_test(offsets_and_sizes),
		cmocka_unit_test(return_addresses),
		cmocka_unit_test(few_frames),
		cmocka_unit_test(split_functions_are_one),
		cmocka_unit_test(kallsyms_alone),
		cmocka_unit_test(kallsyms_with_vmlinux),
		cmocka_unit_test(shift_without_kallsyms),
		cmocka_unit_test(data_from_vmlinux),
		cmocka_unit_test(other_vmlinux),
		cmocka_unit_test(module_by_kallsyms),
		cmocka_unit_test(module_by_proc_modules),
		cmocka_unit_test(other_module),
		cmocka_unit_test(names_with_offsets),
		cmocka_unit_test(names_alone),
		cmocka_unit_test(names_of_several),
		cmocka_unit_test(stack_lines),
		cmocka_unit_test(cache_forgets_nothing_that_matters),
		cmocka_unit_test(unreadable_inputs),
	};

	return cmocka_run_group_tests(tests, NULL, forget_names);
}
