// SPDX-License-Identifier: GPL-2.0-only
/* Other programs and their end: see child.h. */
#include "boot/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/strbuf.h"

void argv_add(argv_t *argv, ...)
{
	va_list ap;
	const char *word;

	va_start(ap, argv);
	while ((word = va_arg(ap, const char *)))
		*vec_push(argv) = word;
	va_end(ap);
	*vec_push(argv) = NULL;
	argv->n--;
}

/* In the child: make @fd its number @as, /dev/null where it is -1. */
static void become(int fd, int as)
{
	if (fd < 0)
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (fd < 0 || dup2(fd, as) < 0)
		_exit(127);
}

/* In the child: never returns. What hinders it goes to @report as an errno. */
_Noreturn static void exec_child(argv_t *argv, const struct child_io *io, pid_t parent, int report)
{
	prctl(PR_SET_PDEATHSIG, io->death_signal);
	/* The parent may have died before that call: then nobody will ever signal. */
	if (getppid() != parent)
		_exit(127);
	become(io->in, 0);
	become(io->out, 1);
	become(io->err, 2);
	for (unsigned i = 0; i < ARRAY_SIZE(io->pass); i++)
		if (io->pass[i] >= 0)
			fcntl(io->pass[i], F_SETFD, 0);
	execvp(argv->at[0], (char *const *)argv->at);

	int why = errno;

	_exit(write(report, &why, sizeof(why)) == sizeof(why) ? 127 : 126);
}

pid_t child_start(argv_t *argv, const struct child_io *io)
{
	int report[2], why = 0;
	pid_t parent = getpid(), pid;

	if (pipe2(report, O_CLOEXEC)) {
		diag("%s: %s", argv->at[0], strerror(errno));
		return -1;
	}
	fflush(NULL);
	pid = fork();
	if (pid == 0)
		exec_child(argv, io, parent, report[1]);
	close(report[1]);
	if (pid < 0) {
		diag("%s: %s", argv->at[0], strerror(errno));
	} else if (read(report[0], &why, sizeof(why)) > 0) {
		diag("%s can't be run: %s", argv->at[0], strerror(why));
		child_wait(pid);
		pid = -1;
	}
	close(report[0]);
	return pid;
}

int child_wait(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int child_run(argv_t *argv, int in, int out, int pass)
{
	/* make hands a SIGTERM on to what it runs, which a SIGKILL would leave running */
	const struct child_io io = { in, out, out, SIGTERM, { pass, -1 } };
	pid_t pid = child_start(argv, &io);

	return pid < 0 ? -1 : child_wait(pid);
}

char *child_output(argv_t *argv)
{
	enum { MOST = 1 << 20 };
	int out[2];
	struct strbuf text = { 0 };
	char buf[4096];
	ssize_t n = 0;

	if (pipe2(out, O_CLOEXEC))
		return NULL;

	const struct child_io io = { -1, out[1], -1, SIGTERM, { -1, -1 } };
	pid_t pid = child_start(argv, &io);

	close(out[1]);
	while (text.len < MOST && (n = read(out[0], buf, sizeof(buf))) > 0)
		strbuf_add(&text, buf, (size_t)n);
	close(out[0]);
	if (pid < 0 || child_wait(pid) != 0) {
		strbuf_free(&text);
		return NULL;
	}
	return text.s ? text.s : xstrdup("");
}

/* Fields 14 and 15 of /proc/PID/stat (proc(5)), behind the name in parentheses. */
double child_cpu_seconds(pid_t pid)
{
	char path[40], text[1024];
	unsigned long user = 0, system = 0;
	const char *behind = NULL;
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	f = fopen(path, "re");
	if (!f)
		return 0;
	n = fread(text, 1, sizeof(text) - 1, f);
	fclose(f);
	text[n] = '\0';
	behind = strrchr(text, ')');
	if (!behind || sscanf(behind + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
			      &user, &system) != 2)
		return 0;
	return (double)(user + system) / (double)sysconf(_SC_CLK_TCK);
}
