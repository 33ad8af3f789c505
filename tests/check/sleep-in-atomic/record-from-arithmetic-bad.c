// SPDX-License-Identifier: GPL-2.0-only
/*
 * The record that holds the lock comes out of arithmetic on a pointer.
 * The lock is still held when it sleeps.
 */
#include <linux/delay.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct tagged_head {
	spinlock_t lock;
	int users;
};

int tagged_head_drain(unsigned long word)
{
	struct tagged_head *head = (struct tagged_head *)(word & ~3UL);
	int users;

	spin_lock(&head->lock);
	users = head->users;
	msleep(20);
	spin_unlock(&head->lock);
	return users;
}
EXPORT_SYMBOL_GPL(tagged_head_drain);

/* as the above, of a type that nobody declares */
int tagged_tail_drain(unsigned long word)
{
	struct tagged_tail *tail = (struct tagged_tail *)(word & ~3UL);
	int users;

	spin_lock(&tail->lock);
	users = tail->users;
	spin_unlock(&tail->lock);
	msleep(20);
	return users;
}
EXPORT_SYMBOL_GPL(tagged_tail_drain);

#define this_thing() ((void *)((unsigned long)__builtin_frame_address(0) & ~8191UL))

int this_thing_drain(void)
{
	int users;

	spin_lock(&this_thing()->lock);
	users = this_thing()->users;
	spin_unlock(&this_thing()->lock);
	msleep(20);
	return users;
}
EXPORT_SYMBOL_GPL(this_thing_drain);

/*
 * unspin-test
 * expect: sleep-in-atomic | struct tagged_head.lock | tagged_head_drain msleep
 */
