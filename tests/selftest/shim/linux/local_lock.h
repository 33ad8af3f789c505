/* SPDX-License-Identifier: GPL-2.0-only */
/* local_lock_t: one a CPU, of which there is one. */
#ifndef SELFTEST_LINUX_LOCAL_LOCK_H
#define SELFTEST_LINUX_LOCAL_LOCK_H

#include <linux/rcupdate.h>
#include <linux/spinlock.h>

typedef struct {
	struct lockdep_map dep_map;
} local_lock_t;

#define DEFINE_PER_CPU(type, name) __typeof__(type) name
#define this_cpu_ptr(p) (p)

#define local_lock_init(lock) INIT_WITH_KEY(lock, LK_LOCAL, LD_WAIT_CONFIG)
#define local_lock(lock) spinning_acquire(&(lock)->dep_map, 0, NULL)
#define local_unlock(lock) spinning_release(&(lock)->dep_map)

#endif
