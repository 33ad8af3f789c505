// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running a guest, with shell scripts in QEMU's place: its console is followed, its silence has
 * an end, and it does not outlive us.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "boot/machine.h"
#include "boot/text.h"

/* What a run with a fake QEMU gave. */
struct outcome {
	enum machine_end end;
	struct verdict v;
	char *console;
	char out[64];
};

/* Run @body, the lines of a shell script, as QEMU. */
static struct outcome run(const char *body, struct patience patience)
{
	char folder[] = "/tmp/unspin-test-XXXXXX";
	struct outcome r = { 0 };
	size_t len;
	FILE *out = tmpfile(), *initrd = tmpfile();

	assert_non_null(mkdtemp(folder));

	char *qemu = xasprintf("%s/qemu", folder);
	struct machine_options o = {
		.qemu = qemu,
		.image = "image",
		.initrd = fileno(initrd),
		.out = fileno(out),
		.cpus = 2,
		.memory_mb = 64,
		.append = "more",
		.patience = patience,
		.console = open_memstream(&r.console, &len),
	};

	assert_true(text_append(qemu, "#!/bin/sh\n"));
	assert_true(text_append(qemu, body));
	assert_int_equal(chmod(qemu, 0700), 0);
	*vec_push(&o.devices) = "edu";
	r.end = machine_run(&o, &r.v);
	fclose(o.console);
	rewind(out);
	r.out[fread(r.out, 1, sizeof(r.out) - 1, out)] = '\0';
	fclose(out);
	fclose(initrd);
	vec_free(&o.devices);
	unlink(qemu);
	rmdir(folder);
	xfree(qemu);
	return r;
}

static const struct patience plenty = { .silence = 60, .whole = 600 };

static void a_guest_is_followed_to_its_end(void **state)
{
	struct outcome r = run("echo '[    1.0] unspin: up'\n"
			       "printf 'no newline yet'; sleep 0.1; printf ' but now\\r\\n'\n"
			       "echo '[    2.0] unspin: exit 0'; echo '[    3.0] unspin: end'\n"
			       "exec sleep 1000\n",
			       plenty);

	(void)state;
	assert_int_equal(r.end, MACHINE_ENDED);
	assert_int_equal(verdict_exit_status(&r.v), 0);
	assert_non_null(strstr(r.console, "\nno newline yet but now\n"));
	free(r.console);
}

static void the_command_line_is_as_asked_for(void **state)
{
	struct outcome r = run("echo \"$*\"\n", plenty);

	(void)state;
	assert_non_null(strstr(r.console, "-accel tcg -smp 2 -m 64 "));
	assert_non_null(strstr(r.console, "-kernel image -append console=ttyS0 "));
	assert_non_null(strstr(r.console, " more -device edu"));
	free(r.console);
}

/* The second serial port, which QEMU opens by the path that we give. */
static void what_the_guest_sends_arrives(void **state)
{
	struct outcome r = run("for a; do case $a in file:*) echo sent >${a#file:};; esac; done\n"
			       "echo '[    3.0] unspin: end'\n",
			       plenty);

	(void)state;
	assert_int_equal(r.end, MACHINE_ENDED);
	assert_string_equal(r.out, "sent\n");
	free(r.console);
}

static void a_guest_that_dies_has_no_end(void **state)
{
	struct outcome r = run("echo '[    1.0] Kernel panic - not syncing: dead'\n", plenty);

	(void)state;
	assert_int_equal(r.end, MACHINE_STOPPED);
	assert_string_equal(r.v.first, "Kernel panic - not syncing: dead");
	assert_int_equal(verdict_exit_status(&r.v), 2);
	free(r.console);
}

static void a_guest_that_spins_is_given_up(void **state)
{
	struct outcome r =
		run("while :; do :; done\n", (struct patience){ .silence = 0.2, .whole = 600 });

	(void)state;
	assert_int_equal(r.end, MACHINE_SILENT);
	free(r.console);
}

static void a_guest_that_sleeps_is_given_up_later(void **state)
{
	struct outcome r = run("sleep 1; echo '[    1.0] unspin: up'; exec sleep 1000\n",
			       (struct patience){ .silence = 0.2, .whole = 600 });

	(void)state;
	assert_int_equal(r.end, MACHINE_SILENT);
	assert_true(r.v.up);
	free(r.console);
}

static void a_guest_that_never_stops_talking_is_given_up(void **state)
{
	struct outcome r =
		run("while :; do echo x; done\n", (struct patience){ .silence = 60, .whole = 0.3 });

	(void)state;
	assert_int_equal(r.end, MACHINE_SILENT);
	free(r.console);
}

/* Neither an endless line nor bytes that are no text are too much. */
static void any_bytes_are_taken(void **state)
{
	struct outcome r = run("head -c 100000 /dev/zero | tr '\\0' x; head -c 10000 /dev/urandom\n"
			       "printf '\\n[    3.0] unspin: end\\n'\n",
			       plenty);

	(void)state;
	assert_int_equal(r.end, MACHINE_ENDED);
	free(r.console);
}

static void no_qemu_is_told(void **state)
{
	struct verdict v = { 0 };
	struct machine_options o = {
		.qemu = "/no/such/qemu",
		.image = "image",
		.append = "",
		.cpus = 1,
		.console = stdout,
		.initrd = -1,
		.out = -1,
	};

	(void)state;
	assert_int_equal(machine_run(&o, &v), MACHINE_FAILED);
}

/* Killed by what nobody can catch, we take QEMU along. */
static void the_guest_dies_with_us(void **state)
{
	char path[] = "/tmp/unspin-test-XXXXXX";
	int fd = mkstemp(path), pid = 0;
	pid_t runner;

	(void)state;
	close(fd);
	runner = fork();
	if (runner == 0) {
		char *body = xasprintf("echo $$ >%s; exec sleep 1000\n", path);

		run(body, plenty);
		_exit(0);
	}
	for (int i = 0; i < 500 && pid <= 0; i++) {
		char *text = text_read(path);

		usleep(10000);
		pid = text && strchr(text, '\n') ? atoi(text) : 0;
		xfree(text);
	}
	assert_true(pid > 0);
	assert_int_equal(kill(pid, 0), 0);
	kill(runner, SIGKILL);
	waitpid(runner, NULL, 0);
	/* gone, or a zombie that whoever adopted it has not seen yet: it uses no CPU and has no memory */
	for (int i = 0; i < 500 && kill(pid, 0) == 0; i++) {
		char *stat_path = xasprintf("/proc/%d/statm", pid), *text = NULL;
		FILE *f = fopen(stat_path, "r");
		size_t size = 0;
		bool zombie = !f || getline(&text, &size, f) < 0 || !strncmp(text, "0 ", 2);

		if (f)
			fclose(f);
		free(text);
		xfree(stat_path);
		if (zombie) {
			pid = 0;
			break;
		}
		usleep(10000);
	}
	assert_true(pid == 0 || kill(pid, 0) != 0);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_guest_is_followed_to_its_end),
		cmocka_unit_test(the_command_line_is_as_asked_for),
		cmocka_unit_test(what_the_guest_sends_arrives),
		cmocka_unit_test(a_guest_that_dies_has_no_end),
		cmocka_unit_test(a_guest_that_spins_is_given_up),
		cmocka_unit_test(a_guest_that_sleeps_is_given_up_later),
		cmocka_unit_test(a_guest_that_never_stops_talking_is_given_up),
		cmocka_unit_test(any_bytes_are_taken),
		cmocka_unit_test(no_qemu_is_told),
		cmocka_unit_test(the_guest_dies_with_us),
	};

	return cmocka_run_group_tests_name("machine", tests, NULL, NULL);
}
