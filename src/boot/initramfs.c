// SPDX-License-Identifier: GPL-2.0-only
/* A guest's root file system: see initramfs.h. */
#include "boot/initramfs.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"
#include "base/hash.h"
#include "base/name.h"
#include "boot/child.h"
#include "boot/cpio.h"
#include "boot/guest.h"

/* The archive under construction, and which paths it has, since an archive may not have one twice. */
struct root {
	struct cpio cpio;
	struct map paths; /* by name_t */
};

/* Is @path, which has no leading slash, new? It is taken from now on. */
static bool take(struct root *r, const char *path, size_t len)
{
	bool fresh;

	map_put(&r->paths, name_intern(path, len), &fresh);
	return fresh;
}

/* All folders that lead to @path. */
static void lead_to(struct root *r, const char *path)
{
	for (const char *p = path; (p = strchr(p, '/')); p++)
		if (take(r, path, (size_t)(p - path))) {
			char *folder = xasprintf("%.*s", (int)(p - path), path);

			cpio_folder(&r->cpio, folder);
			xfree(folder);
		}
}

static bool add_file(struct root *r, const char *from, const char *to)
{
	const char *path = to + strspn(to, "/");

	lead_to(r, path);
	return !take(r, path, strlen(path)) || cpio_file(&r->cpio, path, from);
}

/* The shared libraries of @program at their own paths, where the guest's loader looks too. */
static bool add_libraries(struct root *r, const char *program)
{
	argv_t argv = { 0 };
	char *text, *rest;
	bool good = true;

	/* ldd fails for what is no dynamic program: a module, a script, a text */
	argv_add(&argv, "ldd", program, NULL);
	text = child_output(&argv);
	vec_free(&argv);
	rest = text;
	for (char *line; good && (line = strsep(&rest, "\n"));) {
		char *path = strchr(line, '/');

		if (!path)
			continue;
		path[strcspn(path, " \t")] = '\0';
		good = add_file(r, path, path);
	}
	xfree(text);
	return good;
}

/* Busybox under each of its names that nothing else has taken. */
static bool add_busybox(struct root *r)
{
	argv_t argv = { 0 };
	char *names, *rest;
	bool good;

	argv_add(&argv, BUSYBOX, "--list", NULL);
	names = child_output(&argv);
	vec_free(&argv);
	if (!names) {
		diag("no " BUSYBOX " that runs (package busybox-static)");
		return false;
	}
	good = add_file(r, BUSYBOX, BUSYBOX);
	rest = names;
	for (char *name; (name = strsep(&rest, "\n"));) {
		char *path = xasprintf("bin/%s", name);

		if (*name && take(r, path, strlen(path)))
			cpio_symlink(&r->cpio, path, "busybox");
		xfree(path);
	}
	xfree(names);
	return good;
}

static bool fill(struct root *r, const struct initramfs_options *o)
{
	static const char *const folders[] = { "dev/", "proc/", "sys/", "tmp/", "root/", "out/" };

	for (unsigned i = 0; i < ARRAY_SIZE(folders); i++)
		lead_to(r, folders[i]);
	/* The kernel opens it for /init before anything is mounted (Documentation/admin-guide/devices.txt). */
	cpio_device(&r->cpio, "dev/console", 5, 1);
	for (unsigned i = 0; i < embedded_guest_files_count; i++)
		cpio_text(&r->cpio, "init", 0755, embedded_guest_files[i].text,
			  embedded_guest_files[i].len);
	if (!add_file(r, o->script, "/work"))
		return false;
	for (unsigned i = 0; i < o->nfiles; i++)
		if (!add_file(r, o->files[i].from, o->files[i].to) ||
		    !add_libraries(r, o->files[i].from))
			return false;
	return add_busybox(r);
}

int initramfs_make(const struct initramfs_options *o)
{
	struct root r = { .cpio.out = tmpfile() };
	int fd = -1;

	if (!r.cpio.out) {
		diag("no temporary file: %s", strerror(errno));
		return -1;
	}
	if (fill(&r, o) && cpio_end(&r.cpio))
		fd = fcntl(fileno(r.cpio.out), F_DUPFD_CLOEXEC, 3);
	fclose(r.cpio.out);
	map_free(&r.paths);
	return fd;
}
