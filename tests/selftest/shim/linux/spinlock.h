/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * spinlock_t, raw_spinlock_t and rwlock_t. They are annotations only: the tests
 * use other instances of a class where a real lock would spin for ever.
 */
#ifndef SELFTEST_LINUX_SPINLOCK_H
#define SELFTEST_LINUX_SPINLOCK_H

#include <linux/cleanup.h>
#include <linux/lockdep.h>

typedef struct {
	struct lockdep_map dep_map;
} spinlock_t;

typedef struct {
	struct lockdep_map dep_map;
} raw_spinlock_t;

typedef struct {
	struct lockdep_map dep_map;
} rwlock_t;

#define DEFINE_SPINLOCK(x) spinlock_t x = { MAP_INIT(x, LK_SPIN, LD_WAIT_CONFIG) }
#define DEFINE_RAW_SPINLOCK(x) raw_spinlock_t x = { MAP_INIT(x, LK_RAW_SPIN, LD_WAIT_SPIN) }
#define DEFINE_RWLOCK(x) rwlock_t x = { MAP_INIT(x, LK_RW, LD_WAIT_CONFIG) }

/* One class for each place in the source that initialises locks */
#define INIT_WITH_KEY(lock, kind, inner)                                           \
	do {                                                                       \
		static struct lock_class_key key_here;                             \
                                                                                   \
		debug_check_no_locks_freed(lock, sizeof(*(lock)));                 \
		lockdep_init_map(&(lock)->dep_map, #lock, &key_here, kind, inner); \
	} while (0)

#define spin_lock_init(lock) INIT_WITH_KEY(lock, LK_SPIN, LD_WAIT_CONFIG)
#define raw_spin_lock_init(lock) INIT_WITH_KEY(lock, LK_RAW_SPIN, LD_WAIT_SPIN)
#define rwlock_init(lock) INIT_WITH_KEY(lock, LK_RW, LD_WAIT_CONFIG)

static inline void spinning_acquire(struct lockdep_map *map, int read, struct lockdep_map *nest)
{
	preempt_disable();
	lock_acquire(map, 0, 0, read, 1, nest, _RET_IP_);
}

static inline void spinning_release(struct lockdep_map *map)
{
	lock_release(map, _RET_IP_);
	preempt_enable();
}

#define spin_lock(lock) spinning_acquire(&(lock)->dep_map, 0, NULL)
#define spin_lock_nest_lock(lock, nest) spinning_acquire(&(lock)->dep_map, 0, &(nest)->dep_map)
#define spin_unlock(lock) spinning_release(&(lock)->dep_map)

#define raw_spin_lock(lock) spinning_acquire(&(lock)->dep_map, 0, NULL)
#define raw_spin_unlock(lock) spinning_release(&(lock)->dep_map)

#define write_lock(lock) spinning_acquire(&(lock)->dep_map, 0, NULL)
#define write_unlock(lock) spinning_release(&(lock)->dep_map)

/* read_lock_is_recursive(): queued readers are fair but in interrupts. The tests force it. */
extern unsigned force_read_lock_recursive;
#define read_lock(lock)                                                                         \
	spinning_acquire(&(lock)->dep_map, force_read_lock_recursive || in_interrupt() ? 2 : 1, \
			 NULL)
#define read_unlock(lock) spinning_release(&(lock)->dep_map)

DEFINE_LOCK_GUARD(spinlock, spinlock_t, spin_lock, spin_unlock)
DEFINE_LOCK_GUARD(raw_spinlock, raw_spinlock_t, raw_spin_lock, raw_spin_unlock)

#endif
