// SPDX-License-Identifier: GPL-2.0-only
/*
 * The readers of text recordings read what the cases say. A case is a recording,
 * cases/NAME.txt, and beside it what is to be read, cases/NAME.events: one event a
 * line as events.c prints them, then what was said on stderr.
 *
 * Called with recordings, this program checks those; without, all of cases/. With
 * --print it prints what it reads instead, to write new cases from. Which reader is
 * the right one is part of the case.
 *
 * Results are TAP, one case a recording.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/file.h"
#include "base/name.h"
#include "events.h"

#define CASES "tests/recording/cases"

static unsigned cases, failed;

static void report(const char *name, bool good)
{
	printf("%s %u - %s\n", good ? "ok" : "not ok", ++cases, name);
	failed += !good;
}

static const struct event_reader *reader_of(const char *path)
{
	const struct event_reader *found;
	struct input in;

	if (!input_open(&in, path))
		return NULL;
	found = reader_for(&in);
	input_close(&in);
	return found;
}

/* What is read from @path, and what is said about it. */
static void observe(const char *path, struct strbuf *out)
{
	const struct event_reader *reader = reader_of(path);
	FILE *said = tmpfile();
	int saved = dup(STDERR_FILENO);
	char line[1024];

	if (!reader || !said) {
		strbuf_puts(out, "no recording\n");
	} else {
		dup2(fileno(said), STDERR_FILENO);
		if (!events_of(reader, path, out))
			strbuf_puts(out, "nothing could be read\n");
		dup2(saved, STDERR_FILENO);
		rewind(said);
		while (fgets(line, sizeof(line), said))
			strbuf_puts(out, line);
	}
	close(saved);
	if (said)
		fclose(said);
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
	printf("# line %u\n#   want: %.*s\n#   got:  %.*s\n", line,
	       (int)strcspn(want + start, "\n"), want + start, (int)strcspn(got + start, "\n"),
	       got + start);
}

static void check(const char *path)
{
	struct strbuf want = { 0 }, got = { 0 };
	auto_free char *expected = xasprintf("%.*s.events", (int)(strlen(path) - 4), path);
	bool good;

	good = file_read(expected, 1 << 20, &want);
	observe(path, &got);
	good = good && !strcmp(strbuf_str(&want), strbuf_str(&got));
	report(path, good);
	if (!good)
		print_difference(strbuf_str(&want), strbuf_str(&got));
	strbuf_free(&want);
	strbuf_free(&got);
}

static int is_case(const struct dirent *d)
{
	size_t len = strlen(d->d_name);

	return len > 4 && !strcmp(d->d_name + len - 4, ".txt");
}

static void check_all(void)
{
	struct dirent **list;
	int n = scandir(CASES, &list, is_case, alphasort);

	for (int i = 0; i < n; i++) {
		auto_free char *path = xasprintf(CASES "/%s", list[i]->d_name);

		check(path);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

int main(int argc, char **argv)
{
	if (argc > 2 && !strcmp(argv[1], "--print")) {
		struct strbuf out = { 0 };

		observe(argv[2], &out);
		fputs(strbuf_str(&out), stdout);
		strbuf_free(&out);
		name_free_all();
		return 0;
	}
	if (argc > 1)
		for (int i = 1; i < argc; i++)
			check(argv[i]);
	else
		check_all();
	printf("1..%u\n", cases);
	name_free_all();
	return failed || !cases;
}
