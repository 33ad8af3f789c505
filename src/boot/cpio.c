// SPDX-License-Identifier: GPL-2.0-only
/* Writing cpio archives: see cpio.h. */
#include "boot/cpio.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "base/diag.h"

/* What the header tells beside the name. */
struct entry {
	unsigned mode, links;
	uint32_t size;
	unsigned major, minor;
};

static void pad(struct cpio *c, size_t len)
{
	fwrite("\0\0\0", 1, -len & 3, c->out);
}

/* The magic and 13 numbers of 8 hex digits, then the name; header and name padded to 4 bytes. */
static void header(struct cpio *c, const char *path, const struct entry *e)
{
	size_t name = strlen(path) + 1;

	fprintf(c->out, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X", ++c->inode,
		e->mode, 0, 0, e->links, 0, e->size, 0, 0, e->major, e->minor, (unsigned)name, 0);
	fwrite(path, 1, name, c->out);
	pad(c, 110 + name);
}

void cpio_folder(struct cpio *c, const char *path)
{
	header(c, path, &(struct entry){ .mode = S_IFDIR | 0755, .links = 2 });
}

static void contents(struct cpio *c, const char *path, unsigned mode, const char *text, size_t len)
{
	header(c, path, &(struct entry){ .mode = mode, .links = 1, .size = (uint32_t)len });
	fwrite(text, 1, len, c->out);
	pad(c, len);
}

void cpio_symlink(struct cpio *c, const char *path, const char *target)
{
	contents(c, path, S_IFLNK | 0777, target, strlen(target));
}

void cpio_text(struct cpio *c, const char *path, unsigned mode, const char *text, size_t len)
{
	contents(c, path, S_IFREG | mode, text, len);
}

void cpio_device(struct cpio *c, const char *path, unsigned major, unsigned minor)
{
	header(c, path,
	       &(struct entry){
		       .mode = S_IFCHR | 0600, .links = 1, .major = major, .minor = minor });
}

/* The @size bytes of @f that the header has promised, whatever became of the file meanwhile. */
static void copy(struct cpio *c, FILE *f, uint32_t size)
{
	char buf[65536];
	uint32_t left = size;

	while (left) {
		size_t want = left < sizeof(buf) ? left : sizeof(buf);
		size_t got = fread(buf, 1, want, f);

		memset(buf + got, 0, want - got);
		fwrite(buf, 1, want, c->out);
		left -= (uint32_t)want;
	}
	pad(c, size);
}

bool cpio_file(struct cpio *c, const char *path, const char *from)
{
	struct stat st;
	FILE *f = NULL;
	const char *why = NULL;

	if (stat(from, &st))
		why = strerror(errno);
	else if (!S_ISREG(st.st_mode))
		why = "no regular file"; /* and an open of a pipe would wait for ever */
	else if (st.st_size > INT32_MAX)
		why = "too large for a cpio archive";
	else if (!(f = fopen(from, "re")))
		why = strerror(errno);
	if (why) {
		diag("%s: %s", from, why);
		return false;
	}
	header(c, path,
	       &(struct entry){ .mode = st.st_mode, .links = 1, .size = (uint32_t)st.st_size });
	copy(c, f, (uint32_t)st.st_size);
	fclose(f);
	return true;
}

bool cpio_end(struct cpio *c)
{
	header(c, "TRAILER!!!", &(struct entry){ .links = 1 });
	if (fflush(c->out) || ferror(c->out)) {
		diag("can't write the initramfs: %s", strerror(errno));
		return false;
	}
	return true;
}
