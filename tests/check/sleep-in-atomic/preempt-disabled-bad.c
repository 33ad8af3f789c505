// SPDX-License-Identifier: GPL-2.0-only
/*
 * get_cpu_ptr() switches preemption off until put_cpu_ptr(); in between the trace buffer
 * is allocated with GFP_KERNEL.
 */
#include <linux/module.h>
#include <linux/percpu.h>
#include <linux/slab.h>

struct strace_slot {
	void *last;
	unsigned long events;
};

static DEFINE_PER_CPU(struct strace_slot, strace_slots);

int strace_record(size_t size)
{
	struct strace_slot *slot;
	void *buf;

	slot = get_cpu_ptr(&strace_slots);
	buf = kmalloc(size, GFP_KERNEL);
	if (!buf) {
		put_cpu_ptr(&strace_slots);
		return -ENOMEM;
	}
	swap(slot->last, buf);
	slot->events++;
	put_cpu_ptr(&strace_slots);

	kfree(buf);
	return 0;
}
EXPORT_SYMBOL_GPL(strace_record);

/*
 * unspin-test
 * expect: sleep-in-atomic |  | strace_record kmalloc
 */
