/* SPDX-License-Identifier: GPL-2.0-only */
/* The only task. */
#ifndef SELFTEST_LINUX_SCHED_H
#define SELFTEST_LINUX_SCHED_H

#include <linux/preempt.h>

#define PF_MEMALLOC_NOFS 0x00040000u

struct task_struct {
	unsigned flags;
	int softirqs_enabled;
};

extern struct task_struct the_task;
#define current (&the_task)

#endif
