/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Folders that are dear to make, made once and kept outside of the tree, in
 * $XDG_CACHE_HOME/unspin. A folder is made beside its place and moved there when whole, under
 * a lock that outlives a killed maker's children, so that at any moment it is either absent or
 * whole, and two runs never make it twice.
 */
#ifndef UNSPIN_BOOT_CACHE_H
#define UNSPIN_BOOT_CACHE_H

#include <stdbool.h>

struct cache_entry {
	char *path;    /* where the folder is when whole */
	char *partial; /* where it is made; absent at first */
	char *log;     /* a file beside it for what its making says */
	int lock;      /* to be inherited by whatever writes into @partial */
};

/* Take the lock of @name in the folder @kind, waiting for it; false after one line. */
bool cache_open(struct cache_entry *e, const char *kind, const char *name);

bool cache_is_whole(const struct cache_entry *e);

/* Move what is in @partial to its place. False after one line. */
bool cache_commit(struct cache_entry *e);

/* Give the lock back. What is partial stays until the next one who wants to make it. */
void cache_close(struct cache_entry *e);

#endif
