// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mutexes and wound/wait mutexes for one task that never waits: where it would,
 * a wait/die mutex tells it to back off. The checks of DEBUG_MUTEXES are those of
 * kernel/locking/ww_mutex.h and include/linux/ww_mutex.h of 6.12; lockdep itself
 * knows nothing of them.
 */
#include <linux/ww_mutex.h>

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key)
{
	debug_check_no_locks_freed(lock, sizeof(*lock));
	lock->owned = false;
	lockdep_init_map(&lock->dep_map, name, key, LK_MUTEX, LD_WAIT_SLEEP);
}

void mutex_lock_nest(struct mutex *lock, struct lockdep_map *nest)
{
	lock_acquire(&lock->dep_map, 0, 0, 0, 1, nest, _RET_IP_);
	lock->owned = true;
}

void mutex_lock(struct mutex *lock)
{
	mutex_lock_nest(lock, NULL);
}

int mutex_trylock(struct mutex *lock)
{
	if (lock->owned)
		return 0;
	lock->owned = true;
	mutex_acquire(&lock->dep_map, 0, 1, _RET_IP_);
	return 1;
}

void mutex_unlock(struct mutex *lock)
{
	mutex_release(&lock->dep_map, _RET_IP_);
	lock->owned = false;
}

void ww_mutex_init(struct ww_mutex *lock, struct ww_class *class)
{
	__mutex_init(&lock->base, class->mutex_name, &class->mutex_key);
	lock->base.dep_map.kind = LK_WW;
	lock->ctx = NULL;
	lock->ww_class = class;
}

void ww_acquire_init(struct ww_acquire_ctx *ctx, struct ww_class *class)
{
	*ctx = (struct ww_acquire_ctx){ .stamp = ++class->stamp, .ww_class = class };
	debug_check_no_locks_freed(ctx, sizeof(*ctx));
	lockdep_init_map(&ctx->dep_map, class->acquire_name, &class->acquire_key, LK_WW,
			 LD_WAIT_INV);
	mutex_acquire(&ctx->dep_map, 0, 0, _RET_IP_);
}

void ww_acquire_done(struct ww_acquire_ctx *ctx)
{
	lockdep_assert_held(ctx);
	DEBUG_LOCKS_WARN_ON(ctx->done_acquire);
	ctx->done_acquire = 1;
}

void ww_acquire_fini(struct ww_acquire_ctx *ctx)
{
	mutex_release(&ctx->dep_map, _THIS_IP_);
	DEBUG_LOCKS_WARN_ON(ctx->acquired);
}

/* ww_mutex_lock_acquired() */
static void now_owned(struct ww_mutex *lock, struct ww_acquire_ctx *ctx)
{
	DEBUG_LOCKS_WARN_ON(lock->ctx);
	DEBUG_LOCKS_WARN_ON(ctx->done_acquire);
	if (ctx->contending_lock) {
		/* After -EDEADLK all must be released, and this one be taken first. */
		DEBUG_LOCKS_WARN_ON(ctx->contending_lock != lock);
		DEBUG_LOCKS_WARN_ON(ctx->acquired > 0);
		ctx->contending_lock = NULL;
	}
	DEBUG_LOCKS_WARN_ON(ctx->ww_class != lock->ww_class);
	ctx->acquired++;
	lock->ctx = ctx;
}

/* __ww_mutex_check_kill() of the wait/die kind: does @ctx back off from who has the lock? */
static bool dies(const struct ww_mutex *lock, const struct ww_acquire_ctx *ctx)
{
	return ctx->acquired > 0 && lock->ctx && (long)(ctx->stamp - lock->ctx->stamp) > 0;
}

int ww_mutex_lock(struct ww_mutex *lock, struct ww_acquire_ctx *ctx)
{
	if (!ctx) {
		mutex_lock(&lock->base);
		return 0;
	}
	if (lock->ctx == ctx)
		return -EALREADY;
	lock_acquire(&lock->base.dep_map, 0, 0, 0, 1, &ctx->dep_map, _RET_IP_);
	if (!lock->base.owned) {
		lock->base.owned = true;
		now_owned(lock, ctx);
		return 0;
	}
	/* The only task would wait for itself for ever: no test comes here. */
	WARN_ON(!dies(lock, ctx));
	DEBUG_LOCKS_WARN_ON(ctx->contending_lock);
	ctx->contending_lock = lock;
	mutex_release(&lock->base.dep_map, _RET_IP_);
	return -EDEADLK;
}

void ww_mutex_lock_slow(struct ww_mutex *lock, struct ww_acquire_ctx *ctx)
{
	DEBUG_LOCKS_WARN_ON(!ctx->contending_lock);
	ww_mutex_lock(lock, ctx);
}

void ww_mutex_unlock(struct ww_mutex *lock)
{
	if (lock->ctx) {
		DEBUG_LOCKS_WARN_ON(!lock->ctx->acquired);
		if (lock->ctx->acquired > 0)
			lock->ctx->acquired--;
		lock->ctx = NULL;
	}
	mutex_unlock(&lock->base);
}
