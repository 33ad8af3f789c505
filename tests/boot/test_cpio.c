// SPDX-License-Identifier: GPL-2.0-only
/* cpio archives: headers, alignment and contents are as the kernel's unpacker wants them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "boot/cpio.h"

/* One entry as init/initramfs.c reads it. */
struct entry {
	unsigned inode, mode, links, size, rmajor, rminor;
	char name[64];
	const char *text;
};

static unsigned hex(const char *archive, size_t at, unsigned field)
{
	unsigned value = 0;
	char digits[9] = { 0 };

	memcpy(digits, archive + at + 6 + 8 * field, 8);
	assert_int_equal(sscanf(digits, "%8x", &value), 1);
	return value;
}

static size_t align4(size_t n)
{
	return (n + 3) & ~(size_t)3;
}

/* The entry at *@at, which moves on behind it. */
static struct entry read_entry(const char *archive, size_t len, size_t *at)
{
	struct entry e;
	size_t name_at = *at + 110, name_len, text_at;

	assert_int_equal(*at % 4, 0);
	assert_true(name_at <= len);
	assert_memory_equal(archive + *at, "070701", 6);
	e.inode = hex(archive, *at, 0);
	e.mode = hex(archive, *at, 1);
	e.links = hex(archive, *at, 4);
	e.size = hex(archive, *at, 6);
	e.rmajor = hex(archive, *at, 9);
	e.rminor = hex(archive, *at, 10);
	name_len = hex(archive, *at, 11);
	assert_int_equal(archive[name_at + name_len - 1], '\0');
	snprintf(e.name, sizeof(e.name), "%s", archive + name_at);
	assert_int_equal(strlen(e.name) + 1, name_len);
	text_at = align4(name_at + name_len);
	e.text = archive + text_at;
	*at = align4(text_at + e.size);
	assert_true(*at <= len);
	return e;
}

struct archive {
	char *bytes;
	size_t len;
	struct cpio cpio;
};

static void begin(struct archive *a)
{
	*a = (struct archive){ 0 };
	a->cpio.out = open_memstream(&a->bytes, &a->len);
	assert_non_null(a->cpio.out);
}

static void end(struct archive *a)
{
	assert_true(cpio_end(&a->cpio));
	fclose(a->cpio.out);
}

static void every_kind_of_entry_is_read_back(void **state)
{
	struct archive a;
	struct entry e;
	size_t at = 0;

	(void)state;
	begin(&a);
	cpio_folder(&a.cpio, "dev");
	cpio_device(&a.cpio, "dev/console", 5, 1);
	cpio_symlink(&a.cpio, "bin/sh", "busybox");
	cpio_text(&a.cpio, "init", 0755, "#!/bin/sh\n", 10);
	end(&a);

	e = read_entry(a.bytes, a.len, &at);
	assert_string_equal(e.name, "dev");
	assert_int_equal(e.mode, S_IFDIR | 0755);
	e = read_entry(a.bytes, a.len, &at);
	assert_string_equal(e.name, "dev/console");
	assert_int_equal(e.mode, S_IFCHR | 0600);
	assert_int_equal(e.rmajor, 5);
	assert_int_equal(e.rminor, 1);
	e = read_entry(a.bytes, a.len, &at);
	assert_string_equal(e.name, "bin/sh");
	assert_int_equal(e.mode, S_IFLNK | 0777);
	assert_int_equal(e.size, 7);
	assert_memory_equal(e.text, "busybox", 7);
	e = read_entry(a.bytes, a.len, &at);
	assert_string_equal(e.name, "init");
	assert_int_equal(e.mode, S_IFREG | 0755);
	assert_memory_equal(e.text, "#!/bin/sh\n", 10);
	e = read_entry(a.bytes, a.len, &at);
	assert_string_equal(e.name, "TRAILER!!!");
	assert_int_equal(at, a.len);
	free(a.bytes);
}

/* The kernel makes hard links of entries that share an inode number and have several links. */
static void no_two_entries_are_one_file(void **state)
{
	struct archive a;
	size_t at = 0;

	(void)state;
	begin(&a);
	for (unsigned i = 0; i < 8; i++)
		cpio_text(&a.cpio, "x", 0644, "", 0);
	end(&a);
	for (unsigned i = 0; i < 8; i++) {
		struct entry e = read_entry(a.bytes, a.len, &at);

		assert_int_equal(e.inode, i + 1);
		assert_int_equal(e.links, 1);
	}
	free(a.bytes);
}

static void names_and_contents_of_any_length_are_aligned(void **state)
{
	static const char name[] = "abcdefgh", text[] = "12345678";

	(void)state;
	for (size_t n = 1; n <= 8; n++)
		for (size_t t = 0; t <= 8; t++) {
			struct archive a;
			char *path = xasprintf("%.*s", (int)n, name);
			struct entry e;
			size_t at = 0;

			begin(&a);
			cpio_text(&a.cpio, path, 0644, text, t);
			end(&a);
			e = read_entry(a.bytes, a.len, &at);
			assert_string_equal(e.name, path);
			assert_int_equal(e.size, t);
			assert_memory_equal(e.text, text, t);
			e = read_entry(a.bytes, a.len, &at);
			assert_string_equal(e.name, "TRAILER!!!");
			free(a.bytes);
			xfree(path);
		}
}

static void files_are_copied_with_their_permissions(void **state)
{
	enum { SIZE = 200001 };
	char path[] = "/tmp/unspin-test-XXXXXX";
	int fd = mkstemp(path);
	char *want = xmalloc(SIZE);
	struct archive a;
	struct entry e;
	size_t at = 0;

	(void)state;
	for (unsigned i = 0; i < SIZE; i++)
		want[i] = (char)(i * 7);
	assert_int_equal(write(fd, want, SIZE), SIZE);
	assert_int_equal(fchmod(fd, 0750), 0);
	close(fd);
	begin(&a);
	assert_true(cpio_file(&a.cpio, "bin/tool", path));
	end(&a);
	e = read_entry(a.bytes, a.len, &at);
	assert_int_equal(e.mode, S_IFREG | 0750);
	assert_int_equal(e.size, SIZE);
	assert_memory_equal(e.text, want, SIZE);
	free(a.bytes);
	xfree(want);
	unlink(path);
}

static void what_is_no_readable_file_is_refused(void **state)
{
	struct archive a;

	(void)state;
	begin(&a);
	assert_false(cpio_file(&a.cpio, "x", "/no/such/file"));
	assert_false(cpio_file(&a.cpio, "x", "/dev/zero"));
	assert_false(cpio_file(&a.cpio, "x", "/tmp"));
	end(&a);
	free(a.bytes);
}

static void a_full_disk_is_told(void **state)
{
	struct cpio c = { .out = fopen("/dev/full", "w") };

	(void)state;
	assert_non_null(c.out);
	cpio_folder(&c, "dev");
	assert_false(cpio_end(&c));
	fclose(c.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_entry_is_read_back),
		cmocka_unit_test(no_two_entries_are_one_file),
		cmocka_unit_test(names_and_contents_of_any_length_are_aligned),
		cmocka_unit_test(files_are_copied_with_their_permissions),
		cmocka_unit_test(what_is_no_readable_file_is_refused),
		cmocka_unit_test(a_full_disk_is_told),
	};

	return cmocka_run_group_tests_name("cpio", tests, NULL, NULL);
}
