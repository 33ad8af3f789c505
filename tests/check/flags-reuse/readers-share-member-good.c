// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each reader saves into a variable of its own.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct keytab {
	rwlock_t lock;
	unsigned int nkeys;
	u32 key[32];
};

int keytab_find(struct keytab *tab, u32 key)
{
	unsigned long flags;
	unsigned int i;
	int found = -ENOENT;

	read_lock_irqsave(&tab->lock, flags);
	for (i = 0; i < tab->nkeys; i++) {
		if (tab->key[i] == key) {
			found = i;
			break;
		}
	}
	read_unlock_irqrestore(&tab->lock, flags);
	return found;
}
EXPORT_SYMBOL_GPL(keytab_find);

/*
 * unspin-test
 * expect-nothing
 */
