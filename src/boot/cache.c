// SPDX-License-Identifier: GPL-2.0-only
/* Folders that are made once: see cache.h. */
#include "boot/cache.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/diag.h"

/* As tools/kernel-source has it. */
static char *cache_folder(const char *kind)
{
	const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (xdg && *xdg)
		return xasprintf("%s/unspin/%s", xdg, kind);
	return xasprintf("%s/.cache/unspin/%s", home && *home ? home : "/var/tmp", kind);
}

/* mkdir -p */
static bool make_folders(char *path)
{
	for (char *p = path + 1;; p++) {
		char was = *p;

		if (was && was != '/')
			continue;
		*p = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return false;
		*p = was;
		if (!was)
			return true;
	}
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

/* rm -rf, without following links */
static void remove_tree(const char *path)
{
	nftw(path, remove_one, 32, FTW_DEPTH | FTW_PHYS);
}

bool cache_open(struct cache_entry *e, const char *kind, const char *name)
{
	char *folder = cache_folder(kind);
	char *lock = xasprintf("%s/%s.lock", folder, name);

	*e = (struct cache_entry){ .lock = -1 };
	if (make_folders(folder))
		e->lock = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (e->lock < 0) {
		diag("%s: %s", lock, strerror(errno));
		xfree(lock);
		xfree(folder);
		return false;
	}
	e->path = xasprintf("%s/%s", folder, name);
	e->partial = xasprintf("%s/%s.partial", folder, name);
	e->log = xasprintf("%s/%s.log", folder, name);
	if (flock(e->lock, LOCK_EX | LOCK_NB)) {
		diag("waiting for another run, which makes %s", e->path);
		while (flock(e->lock, LOCK_EX) && errno == EINTR)
			;
	}
	if (!cache_is_whole(e))
		remove_tree(e->partial);
	xfree(lock);
	xfree(folder);
	return true;
}

bool cache_is_whole(const struct cache_entry *e)
{
	return access(e->path, F_OK) == 0;
}

bool cache_commit(struct cache_entry *e)
{
	if (!rename(e->partial, e->path))
		return true;
	diag("%s: %s", e->path, strerror(errno));
	return false;
}

void cache_close(struct cache_entry *e)
{
	if (e->lock >= 0)
		close(e->lock);
	xfree(e->path);
	xfree(e->partial);
	xfree(e->log);
	*e = (struct cache_entry){ .lock = -1 };
}
