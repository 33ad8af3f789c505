/* SPDX-License-Identifier: GPL-2.0-only */
/* struct rt_mutex */
#ifndef SELFTEST_LINUX_RTMUTEX_H
#define SELFTEST_LINUX_RTMUTEX_H

#include <linux/spinlock.h>

struct rt_mutex {
	struct lockdep_map dep_map;
};

#define DEFINE_RT_MUTEX(x) struct rt_mutex x = { MAP_INIT(x, LK_RTMUTEX, LD_WAIT_SLEEP) }

static inline void __rt_mutex_init(struct rt_mutex *lock, const char *name,
				   struct lock_class_key *key)
{
	debug_check_no_locks_freed(lock, sizeof(*lock));
	lockdep_init_map(&lock->dep_map, name, key, LK_RTMUTEX, LD_WAIT_SLEEP);
}
#define rt_mutex_init(lock) INIT_WITH_KEY(lock, LK_RTMUTEX, LD_WAIT_SLEEP)

#define rt_mutex_lock(lock) lock_acquire(&(lock)->dep_map, 0, 0, 0, 1, NULL, _RET_IP_)
#define rt_mutex_unlock(lock) lock_release(&(lock)->dep_map, _RET_IP_)

#endif
