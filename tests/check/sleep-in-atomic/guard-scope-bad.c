// SPDX-License-Identifier: GPL-2.0-only
/*
 * guard(spinlock) holds the lock until the function returns, so the name is allocated
 * with it held.
 */
#include <linux/cleanup.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct ledbus {
	spinlock_t lock;
	unsigned long used;
};

struct ledbus_dev {
	unsigned int slot;
	char *name;
};

int ledbus_register(struct ledbus *bus, struct ledbus_dev *led)
{
	guard(spinlock)(&bus->lock);

	led->slot = ffz(bus->used);
	if (led->slot >= 32)
		return -ENOSPC;
	__set_bit(led->slot, &bus->used);

	led->name = kasprintf(GFP_KERNEL, "led%u", led->slot);
	return led->name ? 0 : -ENOMEM;
}
EXPORT_SYMBOL_GPL(ledbus_register);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct ledbus.lock | ledbus_register kasprintf
 */
