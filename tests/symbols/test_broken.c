// SPDX-License-Identifier: GPL-2.0-only
/*
 * ELF files that are cut off, damaged or hostile: whatever elfutils makes of them, every
 * question has an answer in bounded time, and with sanitizers no memory goes astray.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "symbols/symbols.h"

#define TEXT 0xffffffff81000000
#define LOADED 0xffffffffc0300000

/* A folder with a damaged module (toy_mod.ko) or kernel in it, and what /proc/modules says of the module. */
struct folder {
	char path[32];
	char file[64], loaded[64];
};

static void write_file(const char *path, const void *content, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, len), len);
	close(fd);
}

static struct folder make_folder(void)
{
	struct folder d = { .path = "/tmp/unspin-test-XXXXXX" };
	static const char loaded[] = "toy_mod 16384 0 - Live 0xffffffffc0300000 (O)\n";

	assert_non_null(mkdtemp(d.path));
	snprintf(d.file, sizeof(d.file), "%s/toy_mod.ko", d.path);
	snprintf(d.loaded, sizeof(d.loaded), "%s/modules.txt", d.path);
	write_file(d.loaded, loaded, strlen(loaded));
	return d;
}

static void remove_folder(const struct folder *d)
{
	unlink(d->file);
	unlink(d->loaded);
	assert_int_equal(rmdir(d->path), 0);
}

static void ask_all(struct symbols *s, uint64_t base)
{
	static const char *const names[] = { "toy_outer", "toy_twin", "toy_mod_probe",
					     "toy_mod_remove" };
	struct frame f[FRAMES_MAX];
	struct datum d;

	for (uint64_t offset = 0; offset < 0x700; offset += 3)
		assert_true(symbols_resolve(s, base + offset, f, FRAMES_MAX) <= FRAMES_MAX);
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		name_t name = name_of(names[i]);

		assert_true(symbols_resolve_name(s, name, 0, NO_OFFSET, 0, f, FRAMES_MAX) >= 1);
		symbols_address(s, name, 0);
	}
	symbols_datum(s, base + 0x1000000, &d);
}

/* As a kernel or as a module, whichever it was. */
static void ask(const struct folder *d, bool is_module)
{
	struct symbols *s = symbols_new();

	if (is_module)
		symbols_add_modules(s, d->path, d->loaded);
	else
		symbols_add_vmlinux(s, d->file);
	ask_all(s, is_module ? LOADED : TEXT);
	symbols_free(s);
}

static const struct {
	const char *path;
	bool is_module;
} samples[] = {
	{ TOY_DIR "/vmlinux-dwarf4", false },
	{ TOY_DIR "/vmlinux-dwarf5", false },
	{ TOY_DIR "/toy-mod.ko", true },
};
#define SAMPLES (sizeof(samples) / sizeof(*samples))

static void cut_off(void **state)
{
	(void)state;
	struct folder d = make_folder();

	for (unsigned i = 0; i < SAMPLES; i++) {
		struct strbuf b = { 0 };

		assert_true(file_read(samples[i].path, 1 << 20, &b));
		for (size_t len = 0; len < b.len; len += len < 64 ? 1 : b.len / 100) {
			write_file(d.file, b.s, len);
			ask(&d, samples[i].is_module);
		}
		strbuf_free(&b);
	}
	remove_folder(&d);
}

/* A few bytes of the file changed; which, the number tells. */
static void damage(char *bytes, size_t len, uint64_t number)
{
	uint64_t random = number * 0x9e3779b97f4a7c15u + 1;

	for (unsigned i = 0; i <= number % 8; i++) {
		random = random * 6364136223846793005u + 1442695040888963407u;

		char *at = &bytes[(random >> 33) % len];

		switch (random >> 20 & 3) {
		case 0:
			*at = (char)0xff;
			break;
		case 1:
			*at = (char)(random >> 12);
			break;
		default:
			*at ^= (char)(1 << (random >> 12 & 7));
			break;
		}
	}
}

static void damaged(void **state)
{
	(void)state;
	struct folder d = make_folder();

	for (unsigned i = 0; i < SAMPLES; i++) {
		struct strbuf whole = { 0 }, b = { 0 };

		assert_true(file_read(samples[i].path, 1 << 20, &whole));
		for (uint64_t number = 0; number < 250; number++) {
			strbuf_clear(&b);
			strbuf_add(&b, whole.s, whole.len);
			damage(b.s, b.len, number);
			write_file(d.file, b.s, b.len);
			ask(&d, samples[i].is_module);
		}
		strbuf_free(&whole);
		strbuf_free(&b);
	}
	remove_folder(&d);
}

/* A fair reader needs a tenth of a second, one that trusts the file ten. */
static void too_many_ranges(void **state)
{
	(void)state;
	struct symbols *s = symbols_new();
	struct frame f[FRAMES_MAX];
	clock_t start = clock();

	assert_true(symbols_add_vmlinux(s, TOY_DIR "/vmlinux-ranges"));
	assert_int_equal(symbols_resolve(s, TEXT + 1, f, FRAMES_MAX), 1);
	assert_string_equal(name_str(f[0].function), "toy_outer");
	assert_true(clock() - start < 4 * CLOCKS_PER_SEC);
	symbols_free(s);
}

static void a_pipe_does_not_hang(void **state)
{
	(void)state;
	struct folder d = make_folder();

	assert_int_equal(mkfifo(d.file, 0600), 0);
	ask(&d, false);
	ask(&d, true);
	remove_folder(&d);
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
		cmocka_unit_test(cut_off),
		cmocka_unit_test(damaged),
		cmocka_unit_test(too_many_ranges),
		cmocka_unit_test(a_pipe_does_not_hang),
	};

	return cmocka_run_group_tests(tests, NULL, forget_names);
}
