// SPDX-License-Identifier: GPL-2.0-only
/* Reads bytes as a recording: see observe.h. */
#include "observe.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

void observe(const struct event_reader *reader, const struct strbuf *file, struct strbuf *events,
	     struct strbuf *said)
{
	char path[] = "/tmp/unspin-test-XXXXXX", line[1024];
	int fd = mkstemp(path), saved = dup(STDERR_FILENO);
	FILE *err = tmpfile();

	assert_true(fd >= 0 && saved >= 0 && err);
	assert_int_equal(write(fd, file->s, file->len), file->len);
	close(fd);
	strbuf_clear(events);
	strbuf_clear(said);
	dup2(fileno(err), STDERR_FILENO);
	if (!events_of(reader, path, events))
		strbuf_puts(events, "nothing could be read\n");
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(err);
	while (fgets(line, sizeof(line), err)) {
		const char *text = strstr(line, path);

		assert_non_null(text);
		strbuf_puts(said, text + strlen(path) + 2);
	}
	fclose(err);
	unlink(path);
}

void expect(const struct event_reader *reader, const struct strbuf *file, const char *events,
	    const char *said)
{
	struct strbuf got = { 0 }, what = { 0 };

	observe(reader, file, &got, &what);
	assert_string_equal(strbuf_str(&got), events);
	assert_string_equal(strbuf_str(&what), said);
	strbuf_free(&got);
	strbuf_free(&what);
}

void cuts_are_said(const struct event_reader *reader, const struct strbuf *file, size_t first,
		   size_t fine, size_t step)
{
	struct strbuf got = { 0 }, said = { 0 }, cut = *file;

	for (cut.len = first; cut.len < file->len; cut.len += cut.len < fine ? 1 : step) {
		observe(reader, &cut, &got, &said);
		assert_true(said.len > 0);
	}
	strbuf_free(&got);
	strbuf_free(&said);
}

void survive_flips(const struct event_reader *reader, const struct strbuf *file, unsigned rounds)
{
	struct strbuf got = { 0 }, said = { 0 }, broken = { 0 };
	uint32_t random = 1;

	while (rounds--) {
		strbuf_clear(&broken);
		strbuf_add(&broken, file->s, file->len);
		for (unsigned k = 0; k < 4; k++) {
			random = random * 1664525 + 1013904223; /* Numerical Recipes */
			broken.s[(random >> 8) % file->len] ^= (char)(1 << (random & 7));
		}
		observe(reader, &broken, &got, &said);
	}
	strbuf_free(&broken);
	strbuf_free(&got);
	strbuf_free(&said);
}
