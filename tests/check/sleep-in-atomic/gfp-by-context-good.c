// SPDX-License-Identifier: GPL-2.0-only
/*
 * The flags are chosen by what the request or the context allows. Whether that is right is
 * beyond what is followed, so it is not said with confidence.
 */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct mailx {
	spinlock_t lock;
	unsigned int flags;
	void *message;
};

#define MAILX_MAY_SLEEP 1u

static void *mailx_alloc(gfp_t gfp)
{
	return kmalloc(64, gfp);
}

int mailx_post(struct mailx *m)
{
	gfp_t gfp = m->flags & MAILX_MAY_SLEEP ? GFP_KERNEL : GFP_ATOMIC;

	spin_lock(&m->lock);
	m->message = mailx_alloc(gfp);
	spin_unlock(&m->lock);
	return m->message ? 0 : -ENOMEM;
}
EXPORT_SYMBOL_GPL(mailx_post);

int mailx_send(struct mailx *m)
{
	spin_lock(&m->lock);
	m->message = kmalloc(64, in_interrupt() ? GFP_ATOMIC : GFP_KERNEL);
	spin_unlock(&m->lock);
	return m->message ? 0 : -ENOMEM;
}
EXPORT_SYMBOL_GPL(mailx_send);

/*
 * unspin-test
 * check: --confidence=high
 * expect-nothing
 */
