/* SPDX-License-Identifier: GPL-2.0-only */
/* struct mutex, which knows its owner: trylock and ww_mutex ask for it. */
#ifndef SELFTEST_LINUX_MUTEX_H
#define SELFTEST_LINUX_MUTEX_H

#include <linux/cleanup.h>
#include <linux/lockdep.h>

struct mutex {
	bool owned; /* by the only task */
	struct lockdep_map dep_map;
};

#define DEFINE_MUTEX(x) struct mutex x = { .dep_map = MAP_INIT(x, LK_MUTEX, LD_WAIT_SLEEP) }

void __mutex_init(struct mutex *lock, const char *name, struct lock_class_key *key);
#define mutex_init(lock)                               \
	do {                                           \
		static struct lock_class_key key_here; \
                                                       \
		__mutex_init(lock, #lock, &key_here);  \
	} while (0)

void mutex_lock(struct mutex *lock);
void mutex_lock_nest(struct mutex *lock, struct lockdep_map *nest);
int mutex_trylock(struct mutex *lock);
void mutex_unlock(struct mutex *lock);

#define mutex_lock_nest_lock(lock, nest) mutex_lock_nest(lock, &(nest)->dep_map)
/* No signal ever comes. */
#define mutex_lock_interruptible(lock) (mutex_lock(lock), 0)
#define mutex_lock_killable(lock) (mutex_lock(lock), 0)

DEFINE_LOCK_GUARD(mutex, struct mutex, mutex_lock, mutex_unlock)

#endif
