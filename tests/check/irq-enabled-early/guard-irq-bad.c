// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard(spinlock_irq) switches irqs on when vcpux_disarm() returns, inside the region of
 * its caller's guard(spinlock_irqsave).
 */
#include <linux/cleanup.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct vcpux {
	spinlock_t lock;
	spinlock_t timer_lock;
	bool halted;
	u64 deadline;
};

static void vcpux_disarm(struct vcpux *v)
{
	guard(spinlock_irq)(&v->timer_lock);

	v->deadline = U64_MAX;
}

void vcpux_halt(struct vcpux *v)
{
	guard(spinlock_irqsave)(&v->lock);

	if (v->halted)
		return;
	vcpux_disarm(v);
	v->halted = true;
}
EXPORT_SYMBOL_GPL(vcpux_halt);

/*
 * unspin-test
 * expect: irq-enabled-early | struct vcpux.lock, struct vcpux.timer_lock | vcpux_halt vcpux_disarm
 */
