// SPDX-License-Identifier: GPL-2.0-only
/*
 * reqx_finish() is called with the lock held and releases it.
 * Its callers do not unlock after it.
 */
#include <linux/completion.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct reqx {
	spinlock_t lock;
	int status;
	struct completion done;
};

static void reqx_finish(struct reqx *req, int status)
	__releases(&req->lock)
{
	req->status = status;
	spin_unlock(&req->lock);
	complete(&req->done);
}

void reqx_cancel(struct reqx *req)
{
	spin_lock(&req->lock);
	if (req->status == -EINPROGRESS) {
		reqx_finish(req, -ECANCELED);
		return;
	}
	spin_unlock(&req->lock);
}
EXPORT_SYMBOL_GPL(reqx_cancel);

void reqx_timeout(struct reqx *req)
{
	spin_lock(&req->lock);
	reqx_finish(req, -ETIMEDOUT);
}
EXPORT_SYMBOL_GPL(reqx_timeout);

/*
 * unspin-test
 * expect-nothing
 */
