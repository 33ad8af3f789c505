// SPDX-License-Identifier: GPL-2.0-only
/*
 * The handler took the lock with irqs off; hcx_giveback() drops it around the callback
 * with _irq, so that the callback runs with irqs on, in a hard interrupt.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/spinlock.h>

struct hcx_req {
	struct list_head node;
	unsigned int status;
};

struct hcx {
	spinlock_t lock;
	struct list_head done;
	void __iomem *regs;
};

static void hcx_giveback(struct hcx *hc, struct hcx_req *req)
	__releases(&hc->lock) __acquires(&hc->lock)
{
	list_del(&req->node);
	spin_unlock_irq(&hc->lock);
	WRITE_ONCE(req->status, 1);
	spin_lock_irq(&hc->lock);
}

static irqreturn_t hcx_irq(int irq, void *data)
{
	struct hcx *hc = data;
	struct hcx_req *req;

	spin_lock(&hc->lock);
	req = list_first_entry_or_null(&hc->done, struct hcx_req, node);
	if (req)
		hcx_giveback(hc, req);
	writel(1, hc->regs);
	spin_unlock(&hc->lock);
	return IRQ_HANDLED;
}

int hcx_start(struct hcx *hc, int irq)
{
	return request_irq(irq, hcx_irq, 0, "hcx", hc);
}
EXPORT_SYMBOL_GPL(hcx_start);

/*
 * unspin-test
 * expect: irq-enabled-early | struct hcx.lock | hcx_irq hcx_giveback
 */
