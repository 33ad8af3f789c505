/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lockdep's interface to locks (include/linux/lockdep.h and lockdep_types.h of
 * 6.12), behind which the tracker stands here: see ../../lockdep.c.
 */
#ifndef SELFTEST_LINUX_LOCKDEP_H
#define SELFTEST_LINUX_LOCKDEP_H

#include <linux/debug_locks.h>
#include <linux/irqflags.h>

#include "lockgraph/lock.h"

enum lockdep_wait_type {
	LD_WAIT_INV,
	LD_WAIT_FREE,
	LD_WAIT_SPIN,
	LD_WAIT_CONFIG,
	LD_WAIT_SLEEP,
};

struct lock_class_key {
	char unused;
};

struct lockdep_map {
	struct lock_class_key *key; /* NULL: a class of its own */
	const char *name;
	enum lockdep_wait_type wait_type_inner, wait_type_outer;
	enum lock_kind kind;
};

#define MAP_INIT(lockname, lock_kind, inner)                                       \
	{                                                                          \
		.name = #lockname, .wait_type_inner = (inner), .kind = (lock_kind) \
	}

void lockdep_init_map(struct lockdep_map *map, const char *name, struct lock_class_key *key,
		      enum lock_kind kind, enum lockdep_wait_type inner);

/* @read: 0 exclusive, 1 shared, 2 shared recursively */
void lock_acquire(struct lockdep_map *map, unsigned subclass, int trylock, int read, int check,
		  struct lockdep_map *nest, unsigned long ip);
void lock_release(struct lockdep_map *map, unsigned long ip);
bool lock_is_held(const struct lockdep_map *map);
void debug_check_no_locks_freed(const void *from, size_t len);

#define lockdep_assert_held(lock) WARN_ON(debug_locks && !lock_is_held(&(lock)->dep_map))

/* Between test cases all is forgotten; what to forget piece by piece is nothing, then. */
void lockdep_reset(void);
#define lockdep_reset_lock(map) ((void)(map))
#define lockdep_free_key_range(start, size) ((void)(start), (void)(size))
#define lockdep_set_selftest_task(task) ((void)(task))

#define mutex_acquire(map, subclass, trylock, ip) \
	lock_acquire(map, subclass, trylock, 0, 1, NULL, ip)
#define mutex_release(map, ip) lock_release(map, ip)
#define lock_map_acquire(map) lock_acquire(map, 0, 0, 0, 1, NULL, _THIS_IP_)
#define lock_map_release(map) lock_release(map, _THIS_IP_)

#endif
