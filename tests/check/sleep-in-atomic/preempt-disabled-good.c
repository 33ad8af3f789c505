// SPDX-License-Identifier: GPL-2.0-only
/*
 * The buffer is allocated first, with preemption on.
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

	buf = kmalloc(size, GFP_KERNEL);
	if (!buf)
		return -ENOMEM;
	slot = get_cpu_ptr(&strace_slots);
	swap(slot->last, buf);
	slot->events++;
	put_cpu_ptr(&strace_slots);

	kfree(buf);
	return 0;
}
EXPORT_SYMBOL_GPL(strace_record);

/*
 * unspin-test
 * expect-nothing
 */
