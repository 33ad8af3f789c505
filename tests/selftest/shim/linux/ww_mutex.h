/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wound/wait mutexes (include/linux/ww_mutex.h): their acquire context is a
 * pseudo-lock that nests them. What DEBUG_MUTEXES checks of their use is not
 * lockdep's, so it is not the tracker's either: see ../../mutex.c.
 */
#ifndef SELFTEST_LINUX_WW_MUTEX_H
#define SELFTEST_LINUX_WW_MUTEX_H

#include <linux/mutex.h>

#define DEBUG_WW_MUTEXES

struct ww_class {
	unsigned long stamp;
	struct lock_class_key acquire_key, mutex_key;
	const char *acquire_name, *mutex_name;
};

struct ww_mutex {
	struct mutex base;
	struct ww_acquire_ctx *ctx;
	struct ww_class *ww_class;
};

struct ww_acquire_ctx {
	unsigned long stamp; /* smaller is older */
	unsigned acquired;
	unsigned done_acquire;
	struct ww_class *ww_class;
	struct ww_mutex *contending_lock; /* for which -EDEADLK was returned */
	struct lockdep_map dep_map;
};

/* A class of the wait/die kind: the younger context backs off. */
#define DEFINE_WD_CLASS(x) \
	struct ww_class x = { .acquire_name = #x "_acquire", .mutex_name = #x "_mutex" }

void ww_mutex_init(struct ww_mutex *lock, struct ww_class *class);
void ww_acquire_init(struct ww_acquire_ctx *ctx, struct ww_class *class);
void ww_acquire_done(struct ww_acquire_ctx *ctx);
void ww_acquire_fini(struct ww_acquire_ctx *ctx);

/* 0, -EALREADY or -EDEADLK; @ctx may be NULL */
int ww_mutex_lock(struct ww_mutex *lock, struct ww_acquire_ctx *ctx);
void ww_mutex_lock_slow(struct ww_mutex *lock, struct ww_acquire_ctx *ctx);
void ww_mutex_unlock(struct ww_mutex *lock);
/* The tests try without a context only. */
#define ww_mutex_trylock(lock, no_ctx) mutex_trylock(&(lock)->base)

#endif
