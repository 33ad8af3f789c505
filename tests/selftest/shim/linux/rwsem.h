/* SPDX-License-Identifier: GPL-2.0-only */
/* struct rw_semaphore; its readers queue behind a waiting writer. */
#ifndef SELFTEST_LINUX_RWSEM_H
#define SELFTEST_LINUX_RWSEM_H

#include <linux/spinlock.h>

struct rw_semaphore {
	struct lockdep_map dep_map;
};

#define DECLARE_RWSEM(x) struct rw_semaphore x = { MAP_INIT(x, LK_RWSEM, LD_WAIT_SLEEP) }
#define init_rwsem(sem) INIT_WITH_KEY(sem, LK_RWSEM, LD_WAIT_SLEEP)

#define down_read(sem) lock_acquire(&(sem)->dep_map, 0, 0, 1, 1, NULL, _RET_IP_)
#define down_write(sem) lock_acquire(&(sem)->dep_map, 0, 0, 0, 1, NULL, _RET_IP_)
#define up_read(sem) lock_release(&(sem)->dep_map, _RET_IP_)
#define up_write(sem) lock_release(&(sem)->dep_map, _RET_IP_)

#endif
