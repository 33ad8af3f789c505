// SPDX-License-Identifier: GPL-2.0-only
/* Small text files: see text.h. */
#include "boot/text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/diag.h"

#define LARGEST (1 << 20)

char *text_read(const char *path)
{
	struct stat st;
	FILE *f = NULL;
	char *text;

	/* asked before it is opened: the open of a pipe would wait for ever */
	if (stat(path, &st) || (S_ISREG(st.st_mode) && !(f = fopen(path, "re")))) {
		diag("%s: %s", path, strerror(errno));
		return NULL;
	}
	if (!f || st.st_size > LARGEST) {
		diag("%s: %s", path, f ? "too large for a text" : "no regular file");
		if (f)
			fclose(f);
		return NULL;
	}
	text = xmalloc((size_t)st.st_size + 1);
	text[fread(text, 1, (size_t)st.st_size, f)] = '\0';
	fclose(f);
	return text;
}

bool text_append(const char *path, const char *text)
{
	FILE *f = fopen(path, "ae");
	bool good = f && fputs(text, f) >= 0;

	if (f && fclose(f))
		good = false;
	if (!good)
		diag("%s: %s", path, strerror(errno));
	return good;
}
