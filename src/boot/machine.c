// SPDX-License-Identifier: GPL-2.0-only
/* One boot of a kernel in QEMU: see machine.h. */
#include "boot/machine.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/strbuf.h"

/* A line is judged by its beginning, and a guest may send an endless one. */
#define LONGEST_LINE 4096

/* How often the clocks are looked at while the guest is silent. */
#define TICK_MS 200

/*
 * The kernel's end in a panic is QEMU's end (panic=-1 reboots, -no-reboot then exits);
 * addresses are the same in every boot; our init's markers are not rate-limited.
 */
#define COMMAND_LINE "console=ttyS0 panic=-1 nokaslr printk.devkmsg=on"

static pid_t start(const struct machine_options *o, int console)
{
	char *smp = xasprintf("%u", o->cpus), *memory = xasprintf("%u", o->memory_mb);
	char *initrd = xasprintf("/proc/self/fd/%d", o->initrd);
	char *serial = xasprintf("file:/proc/self/fd/%d", o->out);
	char *port = xasprintf("file,id=out,path=/proc/self/fd/%d", o->out);
	char *append = xasprintf("%s %s", COMMAND_LINE, o->append);
	const struct child_io io = { -1, console, STDERR_FILENO, SIGKILL, { o->initrd, o->out } };
	argv_t argv = { 0 };
	pid_t pid;

	argv_add(&argv, o->qemu, "-accel", "tcg", "-smp", smp, "-m", memory, "-nodefaults", NULL);
	argv_add(&argv, "-display", "none", "-no-reboot", "-serial", "stdio", NULL);
	/* Files without a name of their own, handed over: nothing is left behind by a kill. */
	argv_add(&argv, "-initrd", initrd, "-serial", serial, NULL);
	argv_add(&argv, "-chardev", port, "-device", "virtio-serial", NULL);
	argv_add(&argv, "-device", "virtserialport,chardev=out", NULL);
	argv_add(&argv, "-kernel", o->image, "-append", append, NULL);
	for (unsigned i = 0; i < o->devices.n; i++)
		argv_add(&argv, "-device", o->devices.at[i], NULL);
	pid = child_start(&argv, &io);
	vec_free(&argv);
	xfree(append);
	xfree(port);
	xfree(serial);
	xfree(initrd);
	xfree(memory);
	xfree(smp);
	return pid;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static off_t size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) ? 0 : st.st_size;
}

/* What has come of the console's current line. */
struct listener {
	const struct machine_options *o;
	struct verdict *v;
	struct strbuf line;
};

static void end_line(struct listener *l)
{
	fprintf(l->o->console, "%s\n", strbuf_str(&l->line));
	verdict_line(l->v, strbuf_str(&l->line));
	strbuf_clear(&l->line);
}

static void listen_to(struct listener *l, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n && !l->v->ended; i++) {
		if (bytes[i] == '\n' || l->line.len == LONGEST_LINE)
			end_line(l);
		if (bytes[i] != '\n' && bytes[i] != '\r' && bytes[i])
			strbuf_add(&l->line, bytes + i, 1);
	}
	fflush(l->o->console);
}

/* Follow the guest to its end, or until patience is over. */
static enum machine_end follow(struct listener *l, pid_t pid, int console)
{
	const struct machine_options *o = l->o;
	struct patience patience = o->patience;
	off_t out = size_of(o->out);
	char buf[4096];

	patience_progress(&patience, now(), child_cpu_seconds(pid));
	while (!l->v->ended) {
		struct pollfd p = { .fd = console, .events = POLLIN };
		int ready = poll(&p, 1, TICK_MS);
		double cpu = child_cpu_seconds(pid);

		if (ready > 0) {
			ssize_t n = read(console, buf, sizeof(buf));

			if (n <= 0)
				return MACHINE_STOPPED;
			listen_to(l, buf, (size_t)n);
		}
		if (ready > 0 || size_of(o->out) != out)
			patience_progress(&patience, now(), cpu);
		out = size_of(o->out);
		if (!l->v->ended && patience_over(&patience, o->cpus, now(), cpu))
			return MACHINE_SILENT;
	}
	return MACHINE_ENDED;
}

enum machine_end machine_run(const struct machine_options *o, struct verdict *v)
{
	struct listener l = { .o = o, .v = v };
	enum machine_end end;
	int console[2];
	pid_t pid;

	if (pipe2(console, O_CLOEXEC)) {
		diag("no pipe: %s", strerror(errno));
		return MACHINE_FAILED;
	}
	pid = start(o, console[1]);
	close(console[1]);
	if (pid < 0) {
		close(console[0]);
		return MACHINE_FAILED;
	}
	end = follow(&l, pid, console[0]);
	if (l.line.len)
		end_line(&l);
	kill(pid, SIGKILL);
	child_wait(pid);
	close(console[0]);
	strbuf_free(&l.line);
	return end;
}
