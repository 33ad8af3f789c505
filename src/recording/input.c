// SPDX-License-Identifier: GPL-2.0-only
/* Opens a recording and reads its bytes. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "recording/reader.h"

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal)
{
	interrupted = signal;
}

void input_end_on_interrupt(void)
{
	/* No SA_RESTART: a read that waits must return. */
	const struct sigaction act = { .sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND };

	sigaction(SIGINT, &act, NULL);
}

bool input_interrupted(void)
{
	return interrupted;
}

static long read_fully(int fd, unsigned char *buf, unsigned long size)
{
	unsigned long n = 0;

	while (n < size) {
		ssize_t got = read(fd, buf + n, size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (!got)
			break;
		n += (unsigned long)got;
	}
	return (long)n;
}

bool input_open(struct input *in, const char *path)
{
	struct stat st;
	long n;

	memset(in, 0, sizeof(*in));
	in->path = path;
	in->fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	if (in->fd < 0 || fstat(in->fd, &st)) {
		diag("%s: %s", path, strerror(errno));
		input_close(in);
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		diag("%s: a directory, not a recording", path);
		input_close(in);
		return false;
	}
	in->seekable = S_ISREG(st.st_mode);
	n = read_fully(in->fd, in->head, sizeof(in->head));
	if (n < 0) {
		diag("%s: %s", path, strerror(errno));
		input_close(in);
		return false;
	}
	in->nhead = (unsigned)n;
	return true;
}

void input_close(struct input *in)
{
	if (in->fd >= 0)
		close(in->fd);
	in->fd = -1;
}

long input_read(struct input *in, void *buf, unsigned long size)
{
	long n;

	if (in->nhead) {
		n = (long)(size < in->nhead ? size : in->nhead);
		memcpy(buf, in->head, (size_t)n);
		in->nhead -= (unsigned)n;
		memmove(in->head, in->head + n, in->nhead);
		return n;
	}
	do {
		if (input_interrupted())
			return 0;
		n = read(in->fd, buf, size);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		diag("%s: %s", in->path, strerror(errno));
	return n;
}
