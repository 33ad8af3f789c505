// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts. The tracker is told of them step by step, as lockdep is; or, by
 * records, all of the state at once before each lock event, as a recording does.
 */
#include <linux/irqflags.h>
#include <linux/sched.h>

#include "machine.h"

unsigned the_preempt_count;
struct task_struct the_task = { .softirqs_enabled = 1 };

static struct irqs {
	bool off;
	unsigned hardirq, softirq; /* handlers that run */
	bool threaded;
} irqs;

void irqs_start(void)
{
	if (machine.by_records)
		return;
	tracker_hardirqs(machine.tracker, CPU, !irqs.off);
	tracker_softirqs(machine.tracker, CPU, the_task.softirqs_enabled);
}

void irqs_record(void)
{
	struct irq_context now = {
		.in_hardirq = irqs.hardirq,
		.in_softirq = irqs.softirq,
		.hardirqs_on = !irqs.off,
		.softirqs_on = the_task.softirqs_enabled,
	};

	if (!machine.by_records)
		return;
	tracker_irq_context(machine.tracker, CPU, &now);
	if (irqs.hardirq && irqs.threaded)
		tracker_hardirq_threaded(machine.tracker, CPU);
}

bool irqs_disabled(void)
{
	return irqs.off;
}

void local_irq_disable(void)
{
	irqs.off = true;
	if (!machine.by_records)
		tracker_hardirqs(machine.tracker, CPU, false);
}

void local_irq_enable(void)
{
	irqs.off = false;
	if (!machine.by_records && machine.mutation != MUTATION_IRQS_ON)
		tracker_hardirqs(machine.tracker, CPU, true);
}

void __irq_enter(void)
{
	the_preempt_count += HARDIRQ_OFFSET;
	irqs.threaded = false;
	if (machine.mutation == MUTATION_HARDIRQ)
		return;
	irqs.hardirq++;
	if (!machine.by_records)
		tracker_hardirq_enter(machine.tracker, CPU, false);
}

void __irq_exit(void)
{
	the_preempt_count -= HARDIRQ_OFFSET;
	if (machine.mutation == MUTATION_HARDIRQ)
		return;
	irqs.hardirq--;
	if (!machine.by_records)
		tracker_hardirq_exit(machine.tracker, CPU);
}

void lockdep_hardirq_threaded(void)
{
	irqs.threaded = true;
	if (!machine.by_records)
		tracker_hardirq_threaded(machine.tracker, CPU);
}

void lockdep_softirq_enter(void)
{
	irqs.softirq++;
	if (!machine.by_records)
		tracker_softirq_enter(machine.tracker, CPU);
}

void lockdep_softirq_exit(void)
{
	irqs.softirq--;
	if (!machine.by_records)
		tracker_softirq_exit(machine.tracker, CPU);
}

static void set_softirqs(bool on)
{
	the_task.softirqs_enabled = on;
	if (!machine.by_records)
		tracker_softirqs(machine.tracker, CPU, on);
}

/* kernel/softirq.c: only the outermost one changes the state. */
void local_bh_disable(void)
{
	the_preempt_count += SOFTIRQ_DISABLE_OFFSET;
	if (softirq_count() == SOFTIRQ_DISABLE_OFFSET)
		set_softirqs(false);
}

/* Hardirqs are off while softirqs go on, so that held locks are marked once (__local_bh_enable_ip()). */
void local_bh_enable(void)
{
	WARN_ON(irqs_disabled());
	local_irq_disable();
	if (softirq_count() == SOFTIRQ_DISABLE_OFFSET)
		set_softirqs(true);
	the_preempt_count -= SOFTIRQ_DISABLE_OFFSET;
	local_irq_enable();
}
