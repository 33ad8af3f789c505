// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tasklet is disabled before the lock is taken.
 */
#include <linux/device.h>
#include <linux/interrupt.h>
#include <linux/spinlock.h>

struct txq {
	struct tasklet_struct tasklet;
	spinlock_t lock;
	u32 queued, sent;
};

static void txq_tasklet(struct tasklet_struct *t)
{
	struct txq *txq = from_tasklet(txq, t, tasklet);

	spin_lock(&txq->lock);
	txq->sent = txq->queued;
	spin_unlock(&txq->lock);
}

static ssize_t drop_store(struct device *dev, struct device_attribute *attr, const char *buf,
			  size_t len)
{
	struct txq *txq = dev_get_drvdata(dev);

	tasklet_disable(&txq->tasklet);
	spin_lock_bh(&txq->lock);
	txq->queued = txq->sent;
	spin_unlock_bh(&txq->lock);
	tasklet_enable(&txq->tasklet);
	return len;
}
DEVICE_ATTR_WO(drop);

void txq_init(struct txq *txq)
{
	spin_lock_init(&txq->lock);
	tasklet_setup(&txq->tasklet, txq_tasklet);
	tasklet_schedule(&txq->tasklet);
}

/*
 * unspin-test
 * expect-nothing
 */
