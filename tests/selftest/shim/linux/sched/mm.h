/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory allocation as lockdep sees it: who may reclaim from filesystems takes
 * the pseudo-lock fs_reclaim (mm/page_alloc.c, include/linux/sched/mm.h).
 */
#ifndef SELFTEST_LINUX_SCHED_MM_H
#define SELFTEST_LINUX_SCHED_MM_H

#include <linux/lockdep.h>
#include <linux/sched.h>

#define GFP_RECLAIM 1u
#define GFP_FS 2u
#define GFP_KERNEL (GFP_RECLAIM | GFP_FS)
#define GFP_NOFS GFP_RECLAIM

static struct lockdep_map fs_reclaim_map = MAP_INIT(fs_reclaim, LK_NONE, LD_WAIT_INV);

static inline bool reclaims_fs(unsigned gfp)
{
	return (gfp & GFP_KERNEL) == GFP_KERNEL && !(current->flags & PF_MEMALLOC_NOFS);
}

static inline void fs_reclaim_acquire(unsigned gfp)
{
	if (reclaims_fs(gfp))
		lock_map_acquire(&fs_reclaim_map);
}

static inline void fs_reclaim_release(unsigned gfp)
{
	if (reclaims_fs(gfp))
		lock_map_release(&fs_reclaim_map);
}

static inline void might_alloc(unsigned gfp)
{
	fs_reclaim_acquire(gfp);
	fs_reclaim_release(gfp);
}

static inline unsigned memalloc_nofs_save(void)
{
	unsigned before = current->flags & PF_MEMALLOC_NOFS;

	current->flags |= PF_MEMALLOC_NOFS;
	return before;
}

static inline void memalloc_nofs_restore(unsigned before)
{
	current->flags = (current->flags & ~PF_MEMALLOC_NOFS) | before;
}

#endif
