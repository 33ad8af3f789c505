// SPDX-License-Identifier: GPL-2.0-only
/*
 * tasklet_disable_in_atomic() spins until the tasklet, running on another CPU, has ended; the
 * tasklet spins for the lock.
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

	spin_lock_bh(&txq->lock);
	tasklet_disable_in_atomic(&txq->tasklet);
	txq->queued = txq->sent;
	tasklet_enable(&txq->tasklet);
	spin_unlock_bh(&txq->lock);
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
 * expect: wait-under-lock | struct txq.lock, tasklet:struct txq.tasklet | txq_tasklet drop_store
 */
