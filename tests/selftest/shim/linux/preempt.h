/* SPDX-License-Identifier: GPL-2.0-only */
/* The preemption count of the only CPU, laid out as in include/linux/preempt.h. */
#ifndef SELFTEST_LINUX_PREEMPT_H
#define SELFTEST_LINUX_PREEMPT_H

#include <linux/kernel.h>

#define SOFTIRQ_OFFSET 0x100u
#define SOFTIRQ_MASK 0xff00u
#define SOFTIRQ_DISABLE_OFFSET (2 * SOFTIRQ_OFFSET)
#define HARDIRQ_OFFSET 0x10000u
#define HARDIRQ_MASK 0xf0000u

extern unsigned the_preempt_count;

static inline int preempt_count(void)
{
	return (int)the_preempt_count;
}

static inline void preempt_count_set(int count)
{
	the_preempt_count = (unsigned)count;
}

#define preempt_disable() ((void)the_preempt_count++)
#define preempt_enable() ((void)the_preempt_count--)
#define softirq_count() (the_preempt_count & SOFTIRQ_MASK)
#define in_irq() ((the_preempt_count & HARDIRQ_MASK) != 0)
#define in_softirq() (softirq_count() != 0)
#define in_interrupt() ((the_preempt_count & (HARDIRQ_MASK | SOFTIRQ_MASK)) != 0)

#endif
