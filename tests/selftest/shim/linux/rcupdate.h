/* SPDX-License-Identifier: GPL-2.0-only */
/* RCU's read sides: held for the wait types, but neither validated nor a dependency. */
#ifndef SELFTEST_LINUX_RCUPDATE_H
#define SELFTEST_LINUX_RCUPDATE_H

#include <linux/lockdep.h>

/* kernel/rcu/update.c: anywhere, and inside may be preempted on PREEMPT_RT but for sched. */
#define RCU_MAP(lockname, inner)                                                    \
	{                                                                           \
		.name = #lockname, .kind = LK_RCU, .wait_type_outer = LD_WAIT_FREE, \
		.wait_type_inner = (inner)                                          \
	}
static struct lockdep_map rcu_lock_map = RCU_MAP(rcu_read_lock, LD_WAIT_CONFIG);
static struct lockdep_map rcu_bh_lock_map = RCU_MAP(rcu_read_lock_bh, LD_WAIT_CONFIG);
static struct lockdep_map rcu_sched_lock_map = RCU_MAP(rcu_read_lock_sched, LD_WAIT_SPIN);

static inline void rcu_lock_acquire(struct lockdep_map *map)
{
	lock_acquire(map, 0, 0, 2, 0, NULL, _THIS_IP_);
}

static inline void rcu_read_lock(void)
{
	rcu_lock_acquire(&rcu_lock_map);
}

static inline void rcu_read_unlock(void)
{
	lock_release(&rcu_lock_map, _THIS_IP_);
}

static inline void rcu_read_lock_bh(void)
{
	local_bh_disable();
	rcu_lock_acquire(&rcu_bh_lock_map);
}

static inline void rcu_read_unlock_bh(void)
{
	lock_release(&rcu_bh_lock_map, _THIS_IP_);
	local_bh_enable();
}

static inline void rcu_read_lock_sched(void)
{
	preempt_disable();
	rcu_lock_acquire(&rcu_sched_lock_map);
}

static inline void rcu_read_unlock_sched(void)
{
	lock_release(&rcu_sched_lock_map, _THIS_IP_);
	preempt_enable();
}

#endif
