// SPDX-License-Identifier: GPL-2.0-only
/*
 * The callee drops both locks of its caller and takes them again in the right order.
 */
#include <linux/module.h>
#include <linux/spinlock.h>

struct pix {
	spinlock_t hash_lock;
	raw_spinlock_t wait_lock;
	unsigned int owner;
};

static void pix_retake(struct pix *pi)
{
	raw_spin_unlock(&pi->wait_lock);
	spin_unlock(&pi->hash_lock);
	cpu_relax();
	spin_lock(&pi->hash_lock);
	raw_spin_lock(&pi->wait_lock);
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
 * expect-nothing
 */
