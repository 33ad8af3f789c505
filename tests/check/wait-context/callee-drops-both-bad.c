// SPDX-License-Identifier: GPL-2.0-only
/*
 * The callee drops nothing, and takes a spinlock_t inside its caller's raw lock.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct pix {
	spinlock_t hash_lock;
	spinlock_t other_lock;
	raw_spinlock_t wait_lock;
	unsigned int owner;
};

static void pix_retake(struct pix *pi)
{
	spin_lock(&pi->other_lock);
	pi->owner++;
	spin_unlock(&pi->other_lock);
}

void pix_fixup(struct pix *pi)
{
	spin_lock(&pi->hash_lock);
	raw_spin_lock(&pi->wait_lock);
	pi->owner = 0;
	pix_retake(pi);
	raw_spin_unlock(&pi->wait_lock);
	spin_unlock(&pi->hash_lock);
}
EXPORT_SYMBOL_GPL(pix_fixup);

/*
 * unspin-test
 * check: --rules=wait-context
 * expect: wait-context | struct pix.wait_lock, struct pix.other_lock | pix_fixup pix_retake
 */
