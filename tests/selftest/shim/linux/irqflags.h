/* SPDX-License-Identifier: GPL-2.0-only */
/* Hardirqs on and off, and the entry and exit of interrupt contexts. */
#ifndef SELFTEST_LINUX_IRQFLAGS_H
#define SELFTEST_LINUX_IRQFLAGS_H

#include <linux/preempt.h>

void local_irq_disable(void);
void local_irq_enable(void);
bool irqs_disabled(void);

void __irq_enter(void);
void __irq_exit(void);
void lockdep_hardirq_threaded(void);
void lockdep_softirq_enter(void);
void lockdep_softirq_exit(void);

void local_bh_disable(void);
void local_bh_enable(void);

#endif
