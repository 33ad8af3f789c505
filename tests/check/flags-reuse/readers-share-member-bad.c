// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two CPUs may hold the read lock at once; both save their irq flags into the table's
 * one member, and the second restores what the first had.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct keytab {
	rwlock_t lock;
	unsigned long flags;
	unsigned int nkeys;
	u32 key[32];
};

int keytab_find(struct keytab *tab, u32 key)
{
	unsigned int i;
	int found = -ENOENT;

	read_lock_irqsave(&tab->lock, tab->flags);
	for (i = 0; i < tab->nkeys; i++) {
		if (tab->key[i] == key) {
			found = i;
			break;
		}
	}
	read_unlock_irqrestore(&tab->lock, tab->flags);
	return found;
}
EXPORT_SYMBOL_GPL(keytab_find);

/*
 * unspin-test
 * expect: flags-reuse | struct keytab.lock | keytab_find
 */
