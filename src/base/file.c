// SPDX-License-Identifier: GPL-2.0-only
/* Reading whole files: see file.h. */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"

bool file_read(const char *path, size_t limit, struct strbuf *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char buf[1 << 16];
	size_t total = 0;
	bool whole = false;

	if (fd < 0) {
		diag("%s: %s", path, strerror(errno));
		return false;
	}
	while (total <= limit) {
		ssize_t n = read(fd, buf, sizeof(buf));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			diag("%s: %s", path, strerror(errno));
		whole = n == 0;
		if (n <= 0)
			break;
		strbuf_add(out, buf, (size_t)n);
		total += (size_t)n;
	}
	if (total > limit)
		diag("%s: more than %zu MB, which is no file of this kind", path, limit >> 20);
	close(fd);
	return whole;
}
