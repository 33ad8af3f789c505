// SPDX-License-Identifier: GPL-2.0-only
/*
 * The list is walked hand over hand: the next node is locked before this one is unlocked.
 * The last node is unlocked after the loop.
 */
#include <linux/instruction_pointer.h>
#include <linux/lockdep.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct dcnode {
	spinlock_t lock;
	struct dcnode *next;
	unsigned int touched;
};

void dclist_touch(struct dcnode *head)
{
	struct dcnode *node = head, *next;

	spin_lock(&node->lock);
	while (node->next) {
		next = node->next;
		spin_lock_nested(&next->lock, SINGLE_DEPTH_NESTING);
		node->touched++;
		spin_unlock(&node->lock);
		node = next;
		lock_set_subclass(&node->lock.dep_map, 0, _THIS_IP_);
	}
	node->touched++;
	spin_unlock(&node->lock);
}
EXPORT_SYMBOL_GPL(dclist_touch);

/*
 * unspin-test
 * expect-nothing
 */
